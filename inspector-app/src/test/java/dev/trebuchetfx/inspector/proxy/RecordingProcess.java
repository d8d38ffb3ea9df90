// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.inspector.cli.RecordCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** {@code record --proxy} in a process of its own with little memory. Owned by the test's thread. */
final class RecordingProcess implements AutoCloseable {
    final Process process;
    final int port;
    private final BufferedReader lines;

    /**
     * Starts it, and waits until clients can connect.
     *
     * @param heap the option for the heap, such as {@code -Xmx128m}
     */
    RecordingProcess(String heap, int files, URI server, Path out) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        process = new ProcessBuilder(List.of(
                        "bash",
                        "-c",
                        "ulimit -n " + files + " && exec \"$@\"",
                        "bash",
                        java,
                        heap,
                        "-XX:+UseSerialGC",
                        "-XX:-MaxFDLimit",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        RecordingProcess.class.getName(),
                        "--proxy=0=" + server,
                        "--with-secrets",
                        "--out=" + out))
                .redirectError(out.resolveSibling("stderr.txt").toFile())
                .start();
        lines = process.inputReader(StandardCharsets.UTF_8);
        String ready = lines.readLine();
        if (ready == null || !ready.startsWith("proxy ")) {
            process.destroyForcibly();
            throw new IOException("expected 'proxy ws://HOST:PORT' but the process said '" + ready + "'");
        }
        port = URI.create(ready.substring("proxy ".length())).getPort();
    }

    /** Ends it as Ctrl-C does, and returns the rest of what it said. */
    List<String> end() throws InterruptedException {
        // Not by the process, which would close its output too.
        process.toHandle().destroy();
        List<String> rest = lines.lines().toList();
        process.waitFor();
        return rest;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process itself. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new RecordCommand()).execute(arguments));
    }
}
