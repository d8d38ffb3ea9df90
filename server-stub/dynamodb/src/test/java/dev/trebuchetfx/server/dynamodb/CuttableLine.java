// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** A line to a server that a test can cut: nothing passes then, and nobody can connect. Safe for use by any thread. */
final class CuttableLine implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket accepting;
    private final Executor threads = VirtualThreads.named("cuttable-line");
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicLong answered = new AtomicLong();
    private volatile boolean isCut;

    CuttableLine(URI server) {
        this.server = new InetSocketAddress(server.getHost(), server.getPort());
        try {
            this.accepting = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    URI endpoint() {
        return URI.create("http://127.0.0.1:" + accepting.getLocalPort());
    }

    private void accept() {
        while (!accepting.isClosed()) {
            try {
                Socket client = accepting.accept();
                if (isCut) {
                    client.close();
                    continue;
                }
                Socket behind = new Socket();
                behind.connect(server);
                open.add(client);
                open.add(behind);
                threads.execute(() -> pass(client, behind, new AtomicLong()));
                threads.execute(() -> pass(behind, client, answered));
            } catch (IOException e) {
                // Closed, or the server is not there.
            }
        }
    }

    private void pass(Socket from, Socket to, AtomicLong bytes) {
        try (from;
                to) {
            InputStream in = from.getInputStream();
            byte[] buffer = new byte[16_384];
            int count;
            while ((count = in.read(buffer)) >= 0) {
                if (new String(buffer, 0, Math.min(count, 5), StandardCharsets.US_ASCII).equals("POST ")) {
                    requests.incrementAndGet();
                }
                bytes.addAndGet(count);
                to.getOutputStream().write(buffer, 0, count);
            }
        } catch (IOException e) {
            // Cut.
        } finally {
            open.remove(from);
            open.remove(to);
        }
    }

    /** Breaks all connections, and each new one, until the line is joined again. */
    void cut() {
        isCut = true;
        for (Socket each : open) {
            try {
                each.close();
            } catch (IOException e) {
                // It was broken already.
            }
        }
    }

    /** Returns the number of requests that have come, about. */
    int requests() {
        return requests.get();
    }

    /** Returns the number of bytes that the server has answered. */
    long answeredBytes() {
        return answered.get();
    }

    void join() {
        isCut = false;
    }

    @Override
    public void close() {
        cut();
        try {
            accepting.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
