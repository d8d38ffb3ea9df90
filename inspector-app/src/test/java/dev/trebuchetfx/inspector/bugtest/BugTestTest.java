// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.FaultModel.Subject;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.cli.ReportCommand;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.report.ModelLog;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.platform.launcher.listeners.TestExecutionSummary;
import picocli.CommandLine;

/** Tests that the command line makes of captures compile, pass, and fail when a state is not as expected. */
@Timeout(120)
@SuppressWarnings("NullAway.Init") // JUnit makes the folder.
class BugTestTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @TempDir
    private Path folder;

    private int report(Object... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        String[] texts = new String[arguments.length];
        for (int i = 0; i < texts.length; i++) {
            texts[i] = arguments[i].toString();
        }
        return new CommandLine(new ReportCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(texts);
    }

    private Path capture(FaultModel model, CaptureFormat format) throws IOException {
        Path file = folder.resolve("capture" + format.extension());
        try (CaptureWriter writer = format.create(file, new CaptureNote("test", Instant.EPOCH, null))) {
            ModelLog.write(model, true, writer, unseen -> {
                throw new IllegalStateException("no pauses here");
            });
        }
        return file;
    }

    private static void passes(TestExecutionSummary summary, int tests) {
        assertThat(summary.getFailures())
                .as(() -> summary.getFailures().stream()
                        .map(failure -> failure.getException().toString())
                        .toList()
                        .toString())
                .isEmpty();
        assertThat(summary.getTestsSucceededCount()).isEqualTo(tests);
    }

    private static FaultModel healed() {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        Subject prices = model.open("prices", null);
        model.updates(todos, 5);
        model.updates(prices, 3);
        model.dropAndHeal(todos, 2, 1);
        model.duplicate(todos, 0);
        model.updates(todos, 2);
        model.cut().connect();
        model.resumeReplayed(todos, 4, 0);
        model.resumeReplayed(prices, 0, 0);
        model.updates(todos, 2);
        model.updates(prices, 2);
        model.cut().connect();
        model.resumeRestarted(todos, 8, RestartReason.EVICTED, true);
        model.resumeReplayed(prices, 2, 0);
        model.updates(todos, 3);
        return model;
    }

    @Test
    void aTestOfEachStreamPassesAndFailsWhenAStateIsExpectedThatWasNot() throws Exception {
        Path capture = capture(healed(), CaptureFormat.OWN);
        assertThat(report(capture, "--test", folder, "--test-class", "ShopTest"))
                .as(err.toString())
                .isZero();
        assertThat(err.toString()).isEmpty();
        assertThat(out.toString().lines())
                .containsExactly(
                        folder.resolve("ShopTest.java").toString(),
                        folder.resolve("ShopTest.tfx").toString(),
                        folder.resolve("ShopTest-2.tfx").toString());
        Path source = folder.resolve("ShopTest.java");
        String text = Files.readString(source);
        assertThat(text)
                .contains("void todosObserveState()", "void pricesObserveState()")
                .containsSubsequence(
                        "started\n",
                        "full 1 {\"n\":100,",
                        "delta 2 {\"n\":101,",
                        "delta 6 {",
                        "replay 7 {\"n\":106,",
                        "gap 7 to 8 healed",
                        "replay 10 {",
                        "duplicate 10\n",
                        "delta 12 {",
                        "resumed after 12: replayed 13 to 16",
                        "replay 16 {",
                        "resumed after 18: restarted, evicted",
                        "started after 18",
                        "full 1 {");
        passes(CompiledSource.run(source, "ShopTest"), 2);

        Files.writeString(source, text.replace("delta 2 {\"n\":101,", "delta 2 {\"n\":102,"));
        TestExecutionSummary wrong = CompiledSource.run(source, "ShopTest");
        // Both streams begin alike.
        assertThat(wrong.getTestsFailedCount()).isEqualTo(2);
        assertThat(wrong.getFailures().getFirst().getException())
                .hasMessageContaining("\"n\":102")
                .hasMessageContaining("\"n\":101");
        Files.writeString(source, text.replace("gap 7 to 8 healed", "gap 7 to 8"));
        assertThat(CompiledSource.run(source, "ShopTest").getTestsFailedCount()).isEqualTo(1);
    }

    @Test
    void aRangeInTheMiddleBeginsWithTheStateBeforeIt() throws Exception {
        Path capture = capture(healed(), CaptureFormat.NDJSON);
        Path java = folder.resolve("src/test/java/com/example");
        assertThat(report(capture, "--where", "stream:todos seq:14..17 conn:2", "--test", java))
                .as(err.toString())
                .isZero();
        Path source = java.resolve("TodosCaptureTest.java");
        assertThat(Files.readString(source))
                .startsWith("package com.example;")
                .contains("full 12 {\"n\":111,", "replay 14 {\"n\":113,", "delta 17 {\"n\":116,")
                .doesNotContain("11 {", "18 {");
        Path slice = folder.resolve("src/test/resources/com/example/TodosCaptureTest.tfx");
        assertThat(slice).isRegularFile();
        Path beside = Files.createDirectories(java.resolve("com/example"));
        Files.copy(slice, beside.resolve("TodosCaptureTest.tfx"));
        passes(CompiledSource.run(source, "com.example.TodosCaptureTest"), 1);
    }

    @Test
    void aLossThatNobodyHealedIsExpectedToBeTold() throws Exception {
        FaultModel model = new FaultModel(true).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 3);
        model.drop(todos, 2);
        model.updates(todos, 2);
        Path capture = capture(model, CaptureFormat.HAR);
        assertThat(report(capture, "--where", "is:lost", "--test", folder))
                .as(err.toString())
                .isZero();
        Path source = folder.resolve("TodosCaptureTest.java");
        assertThat(Files.readString(source)).containsSubsequence("full 4 {", "gap 5 to 6\n", "full 7 {");
        passes(CompiledSource.run(source, "TodosCaptureTest"), 1);
    }

    @Test
    void aServerOfVersion2IsPlayedAsIt() throws Exception {
        FaultModel model = new FaultModel(false).connect();
        Subject todos = model.open("todos", null);
        model.updates(todos, 3);
        model.cut().connect();
        model.version2Replay(todos, 4, 3, 0);
        model.updates(todos, 2);
        model.cut().connect();
        model.version2Restart(todos, 2);
        model.updates(todos, 2);
        Path capture = capture(model, CaptureFormat.OWN);
        assertThat(report(capture, "--test", folder)).as(err.toString()).isZero();
        assertThat(err.toString()).isEmpty();
        Path source = folder.resolve("TodosCaptureTest.java");
        assertThat(Files.readString(source))
                .containsSubsequence("full 4 {\"n\":103,", "gap 5\n", "replay 6 {\"n\":105,", "started after 8");
        passes(CompiledSource.run(source, "TodosCaptureTest"), 1);
    }

    @Test
    void longExpectationsStandInAFileOfTheirOwn() throws Exception {
        FaultModel model = new FaultModel(true).connect();
        model.updates(model.open("todos", null), 500);
        assertThat(report(capture(model, CaptureFormat.OWN), "--test", folder))
                .as(err.toString())
                .isZero();
        Path source = folder.resolve("TodosCaptureTest.java");
        assertThat(source).content().contains("CaptureReplay.text(TodosCaptureTest.class, \"TodosCaptureTest.txt\")");
        passes(CompiledSource.run(source, "TodosCaptureTest"), 1);
        Path lines = folder.resolve("TodosCaptureTest.txt");
        Files.writeString(lines, Files.readString(lines).replace("delta 400 {\"n\":499", "delta 400 {\"n\":498"));
        assertThat(CompiledSource.run(source, "TodosCaptureTest").getTestsFailedCount())
                .isEqualTo(1);
    }

    @Test
    void nothingIsOverwrittenAndWrongUsageIsTold() throws Exception {
        Path capture = capture(healed(), CaptureFormat.OWN);
        assertThat(report(capture, "--test", folder, "--test-class", "Shop")).isEqualTo(2);
        assertThat(err.toString()).contains("expected the name of a test class");
        assertThat(report(capture, "--test", folder, "--where", "stream:nobody"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("found 0").contains("--where");
        assertThat(report(capture, "--test", folder, "--where", "stream:todos")).isZero();
        assertThat(report(capture, "--test", folder, "--where", "stream:todos")).isEqualTo(1);
        assertThat(err.toString()).contains("is there already").contains("--test-class");
    }

    @Test
    void noSecretGetsIntoASlice() throws Exception {
        FaultModel model =
                new FaultModel(true).saying("Bearer hushhushhushhush").connect();
        Subject prices = model.open("prices", null);
        model.updates(prices, 3);
        Path capture = capture(model, CaptureFormat.NDJSON);
        assertThat(report(capture, "--test", folder)).as(err.toString()).isZero();
        // What passes shows what is in the slice.
        assertThat(folder.resolve("PricesCaptureTest.java"))
                .content()
                .doesNotContain("hushhush")
                .contains("full 1 {");
        passes(CompiledSource.run(folder.resolve("PricesCaptureTest.java"), "PricesCaptureTest"), 1);
    }
}
