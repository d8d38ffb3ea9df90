// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLSocketFactory;

/** A client and a server of bare sockets, with a proxy between them, after an upgrade. */
final class RawPeers implements AutoCloseable {
    final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final ServerSocket listening;
    final WebSocketProxy proxy;
    final Socket client;
    final Socket server;
    final HttpHead requestAtServer;
    final HttpHead answerAtClient;

    RawPeers(String answer, ProxyFixture fixture) throws Exception {
        listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        URI uri = URI.create("ws://127.0.0.1:" + listening.getLocalPort() + "/room");
        proxy = fixture.start(new Upstream(uri, (SSLSocketFactory) SSLSocketFactory.getDefault()));
        CompletableFuture<Socket> accepted = CompletableFuture.supplyAsync(this::accept, threads);
        client = new Socket();
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.port()));
        write(client.getOutputStream(), """
                GET /?a=1 HTTP/1.1
                Host: proxy.example
                Upgrade: websocket
                Connection: Upgrade
                X-Kept: As It Is
                Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==

                """);
        server = accepted.get();
        requestAtServer = HttpHead.read(server.getInputStream());
        write(server.getOutputStream(), answer);
        answerAtClient = HttpHead.read(client.getInputStream());
    }

    private Socket accept() {
        try {
            return listening.accept();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    static void write(OutputStream out, String head) throws IOException {
        out.write(head.replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Writes all in pieces of any size, and then ends this direction. */
    void send(Socket from, byte[] bytes, long seed) {
        threads.execute(() -> {
            java.util.SplittableRandom random = new java.util.SplittableRandom(seed);
            try {
                OutputStream out = from.getOutputStream();
                for (int at = 0; at < bytes.length; ) {
                    int part = Math.min(bytes.length - at, random.nextInt(1, random.nextBoolean() ? 10 : 100_000));
                    out.write(bytes, at, part);
                    at += part;
                }
                from.shutdownOutput();
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    CompletableFuture<byte[]> receive(Socket at) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        InputStream in = at.getInputStream();
                        return in.readAllBytes();
                    } catch (IOException e) {
                        throw new AssertionError(e);
                    }
                },
                threads);
    }

    @Override
    public void close() throws IOException {
        client.close();
        server.close();
        listening.close();
        proxy.close();
        threads.close();
    }
}
