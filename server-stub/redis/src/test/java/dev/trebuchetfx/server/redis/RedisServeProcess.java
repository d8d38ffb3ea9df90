// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.server.cli.ServeCommand;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import picocli.CommandLine;

/** The command {@code serve} in a process of its own, as one node of a cluster. Owned by the test's thread. */
final class RedisServeProcess implements AutoCloseable {
    private static final AtomicInteger STARTED = new AtomicInteger();

    private final Process process;
    private final URI uri;

    private RedisServeProcess(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /**
     * Starts a node and returns it when it accepts connections.
     *
     * @param port the port, or 0 for a free one
     */
    static RedisServeProcess start(int port, String store, String... more) throws IOException {
        Path log = Path.of("target", "nodes", "node-" + STARTED.incrementAndGet() + ".log");
        Files.createDirectories(log.toAbsolutePath().getParent());
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.showDateTime=true",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                RedisServeProcess.class.getName(),
                "--port",
                String.valueOf(port),
                "--store",
                store));
        command.addAll(List.of(more));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        return new RedisServeProcess(process, address(out, "ready ", log));
    }

    private static URI address(BufferedReader out, String before, Path log) throws IOException {
        String line = out.readLine();
        if (line == null || !line.startsWith(before)) {
            throw new AssertionError("expected '" + before + "…' but was '" + line + "'; " + Files.readString(log));
        }
        return URI.create(line.substring(before.length()));
    }

    /** The process itself. */
    public static void main(String[] arguments) {
        System.exit(new CommandLine(new ServeCommand()).execute(arguments));
    }

    URI uri() {
        return uri;
    }

    /** Ends the process at once, as kill -9 does, and waits until it is gone. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    @Override
    public void close() {
        kill();
    }
}
