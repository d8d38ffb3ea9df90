// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambdalocal;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Amazon's own emulator of DynamoDB, with streams, in memory and in a process of its own. Safe for use by any thread. */
final class LocalDatabase implements AutoCloseable {
    /** The most times that it is looked whether the database accepts connections, 50 ms apart. */
    private static final int MOST_LOOKS = 1_200;

    private static final String MAIN = "software.amazon.dynamodb.services.local.main.ServerRunner";

    private final Process process;
    private final int port;

    private LocalDatabase(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts the database and returns when it accepts connections.
     *
     * @param classPath a class path that has it
     * @throws IOException if it does not start
     */
    static LocalDatabase start(String classPath, Path logs) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Files.createDirectories(logs);
        Path log = logs.resolve("dynamodb-" + port + ".log");
        Process process = new ProcessBuilder(List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        classPath + File.pathSeparator + ownCode(),
                        ChildProgram.class.getName(),
                        MAIN,
                        "-inMemory",
                        "-sharedDb",
                        "-disableTelemetry",
                        "-port",
                        String.valueOf(port)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        int looks = 0;
        while (!accepts(port)) {
            looks++;
            if (looks > MOST_LOOKS || waitsInVain(process)) {
                process.destroyForcibly();
                throw new IOException("DynamoDB Local did not start; see " + log);
            }
        }
        return new LocalDatabase(process, port);
    }

    /** Returns where the classes of this module are, so that the process can end with this one. */
    private static Path ownCode() throws IOException {
        try {
            return Path.of(ChildProgram.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IOException("the classes of the emulator could not be found", e);
        }
    }

    /** Waits a moment, and returns whether the process has ended in it. */
    private static boolean waitsInVain(Process process) throws IOException {
        try {
            return process.waitFor(50, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while DynamoDB Local was starting", e);
        }
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + port);
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
