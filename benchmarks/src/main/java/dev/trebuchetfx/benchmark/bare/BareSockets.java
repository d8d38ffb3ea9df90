// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.bare;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Executor;

/**
 * Two sockets on loopback, joined, and nothing above them: each frame is one write, and is read as a whole.
 *
 * <p>Not safe for use by several threads.
 */
public final class BareSockets implements AutoCloseable {
    private final Executor threads;
    private final Workbench bench;
    private final Socket asking;
    private final Socket answering;

    /** Joins two sockets. */
    public BareSockets(Workbench bench) throws IOException {
        this.bench = bench;
        this.threads = bench.threads();
        try (ServerSocket listening = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            asking = new Socket(listening.getInetAddress(), listening.getLocalPort());
            answering = listening.accept();
        }
        asking.setTcpNoDelay(true);
        answering.setTcpNoDelay(true);
    }

    /**
     * One side sends the requests; the other reads each and sends its share of the answers, in order.
     *
     * @return milliseconds from the first write until the last answer has been read
     */
    public double exchange(Frames frames) {
        List<Integer> requests = frames.requests();
        List<Integer> answers = frames.answers();
        long start = bench.nanoTime();
        CompletableFuture<Void> sent = started(() -> {
            OutputStream out = asking.getOutputStream();
            byte[] bytes = new byte[largest(requests)];
            for (int size : requests) {
                out.write(bytes, 0, size);
            }
        });
        CompletableFuture<Void> answered = started(() -> {
            InputStream in = new BufferedInputStream(answering.getInputStream(), 1 << 16);
            OutputStream out = answering.getOutputStream();
            byte[] bytes = new byte[Math.max(largest(requests), largest(answers))];
            for (int i = 0; i < requests.size(); i++) {
                readFully(in, bytes, requests.get(i));
                for (int j = share(i, frames); j < share(i + 1, frames); j++) {
                    out.write(bytes, 0, answers.get(j));
                }
            }
        });
        CompletableFuture<Void> received = started(() -> {
            InputStream in = new BufferedInputStream(asking.getInputStream(), 1 << 16);
            byte[] bytes = new byte[largest(answers)];
            for (int size : answers) {
                readFully(in, bytes, size);
            }
        });
        try {
            CompletableFuture.allOf(sent, answered, received).join();
        } catch (CompletionException e) {
            throw new BenchmarkFailedException("the bare sockets failed: " + e.getMessage(), e);
        }
        return (bench.nanoTime() - start) / 1e6;
    }

    @Override
    public void close() throws IOException {
        asking.close();
        answering.close();
    }

    /** Sizes of what goes each way, in bytes with the WebSocket's own. */
    public record Frames(List<Integer> requests, List<Integer> answers) {
        public Frames {
            requests = List.copyOf(requests);
            answers = List.copyOf(answers);
        }
    }

    /** Up to which answer, excluded, the requests before {@code i} are answered. */
    private static int share(int i, Frames frames) {
        return (int) ((long) i * frames.answers().size() / frames.requests().size());
    }

    private static int largest(List<Integer> sizes) {
        return sizes.stream().mapToInt(Integer::intValue).max().orElse(0);
    }

    private static void readFully(InputStream in, byte[] bytes, int size) throws IOException {
        if (in.readNBytes(bytes, 0, size) != size) {
            throw new IOException("the other side closed early");
        }
    }

    private CompletableFuture<Void> started(Task task) {
        return CompletableFuture.runAsync(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        throw new CompletionException(e);
                    }
                },
                threads);
    }

    @FunctionalInterface
    private interface Task {
        void run() throws IOException;
    }
}
