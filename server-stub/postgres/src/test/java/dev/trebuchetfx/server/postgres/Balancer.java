// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.awaitility.Awaitility.await;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** HAProxy before some nodes, set up as docs/nodes.md says. */
final class Balancer implements AutoCloseable {
    private final Process process;
    private final URI uri;

    private Balancer(Process process, URI uri) {
        this.process = process;
        this.uri = uri;
    }

    /** Returns the program, if it is on the path. */
    static Optional<Path> program() {
        return Arrays.stream((System.getenv("PATH") + File.pathSeparator + "/usr/sbin").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, "haproxy"))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Starts it and returns it when it accepts connections. */
    static Balancer start(List<URI> nodes, Path folder) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        StringBuilder settings = new StringBuilder("""
                defaults
                    mode http
                    timeout connect 2s
                    timeout client 30s
                    timeout server 30s
                    timeout tunnel 1h
                    option redispatch 1
                    retries 3

                frontend clients
                    bind 127.0.0.1:%d
                    default_backend nodes

                backend nodes
                    balance leastconn
                    option httpchk GET /health
                    default-server check inter 500ms fall 2 rise 1 on-marked-down shutdown-sessions
                """.formatted(port));
        for (URI node : nodes) {
            settings.append("    server node%d 127.0.0.1:%d\n".formatted(node.getPort(), node.getPort()));
        }
        Path file = Files.writeString(folder.resolve("haproxy.cfg"), settings);
        Process process = new ProcessBuilder(program().orElseThrow().toString(), "-db", "-f", file.toString())
                .inheritIO()
                .start();
        await().until(() -> accepts(port));
        return new Balancer(process, URI.create("ws://127.0.0.1:" + port));
    }

    private static boolean accepts(int port) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    URI uri() {
        return uri;
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
