// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.resume;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.benchmark.bare.SlowLine;
import dev.trebuchetfx.benchmark.resume.Watcher.Round;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.tap.Taps;
import dev.trebuchetfx.server.ServerLimits;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * A server and a client in this process, joined by a real socket, with as many actors as streams: one for each thing that is
 * observed, as applications have them.
 *
 * <p>Used by one thread, the benchmark's.
 */
final class Fleet implements AutoCloseable {
    /** Every update is to arrive, not only the newest. */
    private static final StreamOptions EVERY =
            StreamOptions.builder().everyUpdate(1_000).build();

    /** The client connects again when it is told to. */
    private static final BackoffPolicy WHEN_ASKED = BackoffPolicy.builder()
            .between(Duration.ofDays(365), Duration.ofDays(365))
            .resetAfter(Duration.ofSeconds(10))
            .build();

    private final Workbench bench;
    private final List<Instrument> instruments = new ArrayList<>();
    private final List<Watcher> watchers = new ArrayList<>();
    private final StubServer server;
    private final @Nullable SlowLine line;
    private final TrebuchetClient client;
    private final ClientThreads threads;
    private volatile CountDownLatch lost = new CountDownLatch(0);

    /** Starts both and observes everything; returns when every stream is live. */
    Fleet(Workbench bench, int streams) throws IOException, InterruptedException {
        this(bench, streams, null);
    }

    /** The same over a line that takes so long each way; null for none but loopback. */
    Fleet(Workbench bench, int streams, @Nullable Duration oneWay) throws IOException, InterruptedException {
        this.bench = bench;
        this.server = StubServer.builder()
                .limits(ServerLimits.builder()
                        .maxStreamsPerConnection(streams)
                        .maxStreamsPerPrincipal(streams)
                        .build())
                .start();
        this.line = oneWay == null ? null : new SlowLine(bench, server.uri(), oneWay);
        this.threads = new ClientThreads();
        this.client = TrebuchetClient.builder(line == null ? server.uri() : line.uri())
                .name("bench")
                .backoff(WHEN_ASKED)
                .build();
        try {
            observe(streams);
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    private void observe(int streams) throws InterruptedException {
        client.onConnectionState(state -> {
            if (state instanceof ConnectionState.Reconnecting) {
                lost.countDown();
            }
        });
        Round opening = new Round(new CountDownLatch(0), new CountDownLatch(streams), () -> {});
        for (int i = 1; i <= streams; i++) {
            String symbol = "instrument-%05d".formatted(i);
            Instrument instrument = new Instrument(symbol);
            instruments.add(instrument);
            server.expose(symbol, instrument);
            Watcher watcher = new Watcher(symbol, opening);
            watchers.add(watcher);
            client.actor(symbol).observe("observeState", Quote.class, EVERY).listen(watcher);
        }
        bench.await(opening.caughtUp(), "all streams are live");
    }

    /**
     * The result of one round.
     *
     * @param cpuMillis the CPU time of client and server, on all cores together
     * @param threads platform threads that the client needs
     */
    record CatchUp(double millis, double cpuMillis, int threads) {}

    /**
     * Cuts the line, changes every state so many times, connects again and waits until every listener has been told every update
     * and that its stream is live.
     *
     * @param missed updates of each stream
     * @param watching sees what the client does from the moment that it connects again; null where time counts
     * @return the time from the new connection's open
     */
    CatchUp cutAndCatchUp(int missed, @Nullable Tap watching) throws InterruptedException {
        AtomicInteger behind = new AtomicInteger(watchers.size());
        CompletableFuture<Moment> opened = new CompletableFuture<>();
        CompletableFuture<Moment> caughtUp = new CompletableFuture<>();
        Round round = new Round(new CountDownLatch(watchers.size()), new CountDownLatch(watchers.size()), () -> {
            if (behind.decrementAndGet() == 0) {
                caughtUp.complete(Moment.now(bench));
            }
        });
        watchers.forEach(watcher -> watcher.begin(round));
        cut(round);
        change(missed);
        OpenWatch opening = new OpenWatch(client.taps(), opened, bench);
        Registration recorded = watching == null ? () -> {} : client.taps().attach(watching);
        client.reconnectNow();
        bench.await(round.caughtUp(), "every stream has caught up");
        recorded.close();
        opening.place.close();
        for (Watcher watcher : watchers) {
            String complaint = watcher.complaint(missed);
            if (complaint != null) {
                throw new BenchmarkFailedException(complaint);
            }
        }
        Moment start = opened.join();
        Moment end = caughtUp.join();
        return new CatchUp((end.nanos - start.nanos) / 1e6, (end.cpuNanos - start.cpuNanos) / 1e6, threads.count());
    }

    private void cut(Round round) throws InterruptedException {
        CountDownLatch gone = new CountDownLatch(1);
        lost = gone;
        server.faults().cut();
        bench.await(gone, "the client has lost its line");
        bench.await(round.stale(), "every stream is stale");
        bench.awaitUntil(
                () -> server.connectionCount() == 0 && server.streams().stream().noneMatch(stream -> stream.bound()),
                "the server has noticed the cut");
    }

    private void change(int times) throws InterruptedException {
        CountDownLatch changed = new CountDownLatch(instruments.size());
        instruments.forEach(instrument -> instrument.change(times, changed::countDown));
        bench.await(changed, "every state has changed");
    }

    private record Moment(long nanos, long cpuNanos) {
        static Moment now(Workbench bench) {
            return new Moment(bench.nanoTime(), bench.cpuNanos());
        }
    }

    @Override
    public void close() throws IOException {
        client.close();
        if (line != null) {
            line.close();
        }
        server.close();
    }

    /**
     * Notes when the connection opens, and is gone before the client does the first thing with it: a client that is watched
     * does more.
     */
    private static final class OpenWatch implements Tap {
        private final CompletableFuture<Moment> opened;
        private final Workbench bench;
        private final Registration place;

        OpenWatch(Taps taps, CompletableFuture<Moment> opened, Workbench bench) {
            this.opened = opened;
            this.bench = bench;
            this.place = taps.attach(this);
        }

        @Override
        public void onEvent(TapEvent event) {
            if (event instanceof TapEvent.ConnectionChanged(var at, int number, ConnectionState.Connected now)) {
                opened.complete(Moment.now(bench));
                place.close();
            }
        }
    }
}
