// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.bare;

import dev.trebuchetfx.benchmark.Workbench;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.locks.LockSupport;

/**
 * A line with a latency: it stands before a server and gives on what comes after a fixed time, in both directions, without a bound on how much.
 *
 * <p>Safe for use by any thread.
 */
public final class SlowLine implements AutoCloseable {
    private static final int BUFFER = 1 << 16;

    private final Workbench bench;
    private final long delayNanos;
    private final URI server;
    private final ServerSocket listening;
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();

    /**
     * Begins to listen on loopback.
     *
     * @param server the address that a client would use
     * @param oneWay how much later everything comes, each way
     */
    public SlowLine(Workbench bench, URI server, Duration oneWay) throws IOException {
        this.bench = bench;
        this.server = server;
        this.delayNanos = oneWay.toNanos();
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        bench.threads().execute(this::accept);
    }

    /** Returns the address that clients connect to. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + listening.getLocalPort());
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Socket behind = new Socket(InetAddress.getLoopbackAddress(), server.getPort());
                client.setTcpNoDelay(true);
                behind.setTcpNoDelay(true);
                open.add(client);
                open.add(behind);
                carry(client, behind);
                carry(behind, client);
            } catch (IOException e) {
                // The line is closed, or the server is gone, which the client's silence tells.
                assert listening.isClosed() || listening.isBound() : e;
            }
        }
    }

    /** Bytes that came at once, with the time at which they go on; without bytes at the end. */
    private static final class Piece {
        private final long due;
        private final byte[] bytes;

        Piece(long due, byte[] bytes) {
            this.due = due;
            this.bytes = bytes;
        }

        boolean isEnd() {
            return bytes.length == 0;
        }
    }

    private void carry(Socket from, Socket to) {
        BlockingQueue<Piece> underWay = new LinkedBlockingQueue<>();
        bench.threads().execute(() -> {
            try (from) {
                InputStream in = from.getInputStream();
                byte[] buffer = new byte[BUFFER];
                int read = in.read(buffer);
                while (read > 0) {
                    underWay.add(new Piece(bench.nanoTime() + delayNanos, Arrays.copyOf(buffer, read)));
                    read = in.read(buffer);
                }
            } catch (IOException e) {
                // The other side learns it as from any line: it ends.
                assert !e.toString().isEmpty();
            } finally {
                underWay.add(new Piece(bench.nanoTime() + delayNanos, new byte[0]));
            }
        });
        bench.threads().execute(() -> {
            try (to) {
                OutputStream out = to.getOutputStream();
                Piece piece = underWay.take();
                while (!piece.isEnd()) {
                    awaitTime(piece.due);
                    out.write(piece.bytes);
                    piece = underWay.take();
                }
                awaitTime(piece.due);
            } catch (IOException e) {
                assert !e.toString().isEmpty();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } finally {
                open.remove(to);
            }
        });
    }

    private void awaitTime(long due) {
        long left = due - bench.nanoTime();
        while (left > 0) {
            LockSupport.parkNanos(this, left);
            left = due - bench.nanoTime();
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        for (Socket socket : open) {
            socket.close();
        }
    }
}
