// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.commandline;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class TrebuchetCommandTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... arguments) {
        return Main.commandLine()
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(err))
                .execute(arguments);
    }

    static Stream<String> commands() {
        return Main.commandLine().getSubcommands().keySet().stream();
    }

    @Test
    void helpListsEveryCommand() {
        assertThat(run("--help")).isZero();
        assertThat(out.toString()).contains("demo", "serve", "fault", "inspect", "tail", "call", "record", "bench");
        assertThat(err.toString()).isEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasHelp(String command) {
        assertThat(run(command, "--help")).isZero();
        assertThat(out.toString()).contains("Usage: trebuchet " + command);
    }

    @Test
    void saysItsVersion() {
        assertThat(run("--version")).isZero();
        assertThat(out.toString()).matches("(?s)trebuchet \\d+\\.\\d+\\.\\d+.*");
    }

    @Test
    void noCommandIsWrongUsageAndShowsWhatThereIs() {
        assertThat(run()).isEqualTo(2);
        assertThat(err.toString()).contains("Which command?", "demo");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownCommandIsWrongUsage() {
        assertThat(run("sreve")).isEqualTo(2);
        assertThat(err.toString()).contains("sreve");
    }

    @Test
    void anUnknownOptionIsWrongUsage() {
        assertThat(run("demo", "--sever", "ws://x")).isEqualTo(2);
    }

    @Test
    void aServerThatIsNoWebSocketIsWrongUsage() {
        assertThat(run("demo", "--server", "http://127.0.0.1:8080")).isEqualTo(2);
        assertThat(err.toString()).contains("--server:").contains("it must begin with ws://");
    }

    @Test
    void argumentsThatHaveLostCharactersAreRefused() {
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        assertThat(Main.run(commandLine, "call", "ws://127.0.0.1:1", "todos", "addTodo", "\"Stra\uFFFD\uFFFDe\""))
                .isEqualTo(2);
        assertThat(err.toString()).contains("expected arguments in UTF-8").contains("LC_ALL=C.UTF-8");
        assertThat(out.toString()).isEmpty();
    }

    static Stream<Arguments> failures() {
        return Stream.of(
                Arguments.of(new NoSuchFileException("x.tfx"), "there is no file x.tfx"),
                Arguments.of(
                        new UncheckedIOException(new AccessDeniedException("x.tfx")),
                        "x.tfx may not be read or written"),
                Arguments.of(new NotDirectoryException("x"), "x is no folder"),
                Arguments.of(
                        new FileSystemException("x", null, "No space left on device"), "x: No space left on device"),
                Arguments.of(new CompletionException(new IOException("the line broke")), "the line broke"),
                Arguments.of(new IllegalStateException(), "set TREBUCHET_TRACE=1"));
    }

    @ParameterizedTest
    @MethodSource("failures")
    void aFailureIsToldInWordsAndNotByTheNameOfItsClass(Exception failure, String words) {
        CommandLine commandLine = new CommandLine(new FailingWith(failure))
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(new FailureMessage());
        assertThat(commandLine.execute()).isEqualTo(1);
        assertThat(err.toString()).startsWith("failing: ").contains(words).doesNotContain("java.");
    }

    @CommandLine.Command(name = "failing")
    private record FailingWith(Exception failure) implements Callable<Integer> {
        @Override
        public Integer call() throws Exception {
            throw failure;
        }
    }

    @Test
    void aFailureIsOneLineAndExitCodeOne() {
        CommandLine commandLine = new CommandLine(new Failing())
                .setErr(new PrintWriter(err))
                .setExecutionExceptionHandler(new FailureMessage());
        assertThat(commandLine.execute()).isEqualTo(1);
        assertThat(err.toString()).isEqualTo("failing: the disk is full" + System.lineSeparator());
    }

    @CommandLine.Command(name = "failing")
    private static final class Failing implements Runnable {
        @Override
        public void run() {
            throw new IllegalStateException("the disk is full");
        }
    }

    /** The words of a peer may come with any failure. */
    @Test
    void whatIsPrintedCanNotCommandTheTerminal() {
        StringWriter screen = new StringWriter();
        CommandLine commandLine = new CommandLine(
                        new FailingWith(new IllegalStateException("\u001b]0;title\u0007 \u009b2J \u202egnp.exe")))
                .setErr(Main.safe(screen))
                .setExecutionExceptionHandler(new FailureMessage());
        assertThat(commandLine.execute()).isEqualTo(1);
        assertThat(screen.toString())
                .isEqualTo("failing: \\u001b]0;title\\u0007 \\u009b2J \\u202egnp.exe" + System.lineSeparator());
    }
}
