// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;

/**
 * A way to a server that can be cut: all connections break, and new ones break at once until it is mended. It listens all the time, so that
 * nobody else can take its port. Owned by the thread of a test.
 */
final class CutLine implements AutoCloseable {
    private final InetSocketAddress server;
    private final ServerSocket listening;
    private final Executor threads = VirtualThreads.named("cut-line");
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private volatile boolean isCut;

    CutLine(InetSocketAddress server) {
        this.server = server;
        try {
            this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        threads.execute(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                if (isCut) {
                    client.close();
                } else {
                    sockets.add(client);
                    Socket onward = new Socket(server.getAddress(), server.getPort());
                    sockets.add(onward);
                    onward.setTcpNoDelay(true);
                    client.setTcpNoDelay(true);
                    threads.execute(() -> pass(client, onward));
                    threads.execute(() -> pass(onward, client));
                }
            } catch (IOException e) {
                // This line is closed, or the server is not there: the client sees it as a connection that breaks.
            }
            if (isCut) {
                breakAll();
            }
        }
    }

    private void pass(Socket from, Socket to) {
        try (from;
                to) {
            from.getInputStream().transferTo(to.getOutputStream());
        } catch (IOException e) {
            // Both ends close.
        } finally {
            sockets.remove(from);
            sockets.remove(to);
        }
    }

    private void breakAll() {
        for (Socket each : sockets) {
            try {
                each.close();
            } catch (IOException e) {
                // It is closed all the same.
            }
        }
    }

    void cut() {
        isCut = true;
        breakAll();
    }

    void mend() {
        isCut = false;
    }

    @Override
    public void close() {
        cut();
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
