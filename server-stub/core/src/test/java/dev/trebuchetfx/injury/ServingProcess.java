// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import dev.trebuchetfx.server.cli.ServeCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine;

/** {@code serve} in a process of its own, which a test can kill at any moment. Owned by the test's thread. */
final class ServingProcess implements AutoCloseable {
    private final Process process;
    private final URI uri;

    private ServingProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Starts it on a port and waits until it accepts connections. */
    static ServingProcess start(int port) throws IOException {
        String classPath = System.getProperty("java.class.path");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath,
                        ServingProcess.class.getName(),
                        "--port=" + port,
                        "--buffer=20"))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
        String ready = lines.readLine();
        if (ready == null || !ready.startsWith("ready ")) {
            process.destroyForcibly();
            throw new IOException("expected 'ready ws://HOST:PORT' but the process said '" + ready + "'");
        }
        return new ServingProcess(process, URI.create(ready.substring("ready ".length())));
    }

    URI uri() {
        return uri;
    }

    /** Kills it, as {@code kill -9} does. */
    void kill() throws InterruptedException {
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** The process itself. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServeCommand()).execute(arguments));
    }
}
