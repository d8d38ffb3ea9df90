// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.gateway;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/** The WebSockets that observe the counter. Owned by the benchmark's thread. */
final class ObservingSockets implements AutoCloseable {
    /** The most connections that are being opened at one time, so that no function is asked to do everything at once. */
    private static final int AT_ONCE = 20;

    private final Workbench bench;
    private final HttpClient http = HttpClient.newHttpClient();
    private final List<ObservingSocket> sockets = new ArrayList<>();
    private final List<WebSocket> open = new ArrayList<>();

    private ObservingSockets(Workbench bench) {
        this.bench = bench;
    }

    /** Connects so many, and returns when each has its first state. */
    static ObservingSockets connect(Workbench bench, URI gateway, int connections, int firstCount, int counts)
            throws InterruptedException {
        EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
        ObservingSockets all = new ObservingSockets(bench);
        try {
            for (int i = 0; i < connections; i += AT_ONCE) {
                List<ObservingSocket> next = new ArrayList<>();
                for (int j = i; j < Math.min(connections, i + AT_ONCE); j++) {
                    next.add(new ObservingSocket(codec, bench::nanoTime, firstCount, counts));
                }
                all.add(gateway, next);
                if (i % 200 == 0) {
                    bench.note((i + next.size()) + " of " + connections + " connections observe");
                }
            }
            return all;
        } catch (RuntimeException | InterruptedException e) {
            all.close();
            throw e;
        }
    }

    private void add(URI gateway, List<ObservingSocket> next) throws InterruptedException {
        sockets.addAll(next);
        var opening = next.stream()
                .map(socket -> http.newWebSocketBuilder()
                        .buildAsync(gateway, socket)
                        .thenCompose(connected -> connected.sendText(socket.request(), true)))
                .toList();
        try {
            opening.forEach(each -> open.add(each.join()));
        } catch (CompletionException e) {
            throw new BenchmarkFailedException("expected a connection but found " + e.getCause());
        }
        bench.awaitUntil(() -> next.stream().allMatch(socket -> socket.newest() >= 0), "each stream has begun");
    }

    /** Waits until each socket has the newest state, for as long as updates come. */
    void awaitNewest(int count) throws InterruptedException {
        while (!isShown(count)) {
            long before = updates();
            bench.awaitUntil(
                    () -> updates() > before || isShown(count),
                    "every connection shows " + count + ", or another update comes");
        }
    }

    /** Returns whether each socket has a state, and fails if any of them has failed. */
    private boolean isShown(int count) {
        for (ObservingSocket socket : sockets) {
            String failure = socket.failure();
            if (failure != null) {
                throw new BenchmarkFailedException("expected every update on every connection, but " + failure);
            }
        }
        return sockets.stream().allMatch(socket -> socket.newest() == count);
    }

    private long updates() {
        return sockets.stream().mapToLong(ObservingSocket::updates).sum();
    }

    List<ObservingSocket> all() {
        return sockets;
    }

    @Override
    public void close() {
        open.forEach(WebSocket::abort);
        http.shutdownNow();
    }
}
