// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fanout;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.OwnProcess;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.ServerLimits;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoField;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Measures one update to many connections, calls meanwhile, and connections on which nothing happens. */
public final class FanoutBenchmark implements Benchmark {
    private static final String FEED = "feed";
    private static final int ROUNDS_IN_A_ROW = 40;
    private static final int TURNS = 20;
    /** The turns that do not count: the compiler has done its work after some seconds. */
    private static final int WARM_UP_TURNS = 8;

    private static final double CALLS_PER_SECOND = 200;
    private static final Duration BETWEEN_UPDATES = Duration.ofMillis(200);

    @Override
    public String name() {
        return "fanout";
    }

    @Override
    public String about() {
        return "one update to 1,000 connections beside a bare broadcast, calls meanwhile, and 10,000 idle connections";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        fanOut(bench.quick() ? 20 : 1_000, bench, figures);
        idle(bench.quick() ? 100 : 10_000, bench, figures);
    }

    private static StubServer server(TimeSource time, Feed feed, int connections) throws IOException {
        return StubServer.builder()
                .time(time)
                .bundledActors()
                .expose(FEED, feed)
                // The sockets here answer no ping.
                .pingInterval(Duration.ofHours(1))
                .limits(ServerLimits.builder()
                        .maxConnections(connections + 100)
                        .maxStreamsPerPrincipal(connections + 100)
                        .build())
                .start();
    }

    /** Returns a time without full seconds, since a moment of a full second is written in four bytes less, and updates shall be of one size. */
    private static SystemTime evenTime() {
        InstantSource system = InstantSource.system();
        return new SystemTime("bench-time", () -> {
            Instant now = system.instant();
            return now.get(ChronoField.MILLI_OF_SECOND) == 0 ? now.plusMillis(1) : now;
        });
    }

    private static void fanOut(int connections, Workbench bench, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        String suffix = "_" + connections + "_connections";
        Feed feed = new Feed();
        bench.note(connections + " connections");
        try (SystemTime time = evenTime();
                StubServer server = server(time, feed, connections);
                Broadcast bare = new Broadcast();
                Receivers observers = Receivers.webSockets(bench, server.uri().getPort(), connections, FEED);
                Receivers receivers = Receivers.plain(bench, bare.port(), connections)) {
            bench.awaitUntil(() -> bare.connected() == connections, "all are connected");
            observers.awaitQuiet();
            int frameBytes = frameBytes(feed, observers, connections);
            figures.accept(Figure.lowerIsBetter("frame_bytes", frameBytes, "bytes"));
            byte[] frame = new byte[frameBytes];
            List<Double> ours = new ArrayList<>();
            List<Double> theirs = new ArrayList<>();
            for (int turn = 0; turn < bench.times(TURNS); turn++) {
                for (int i = 0; i < bench.times(ROUNDS_IN_A_ROW); i++) {
                    double millis = round(bench, receivers, (long) frameBytes * connections, () -> bare.send(frame));
                    theirs.add(millis);
                }
                for (int i = 0; i < bench.times(ROUNDS_IN_A_ROW); i++) {
                    double millis = round(bench, observers, (long) frameBytes * connections, feed::change);
                    ours.add(millis);
                }
                bench.note("turn " + (turn + 1) + " of " + bench.times(TURNS));
            }
            double bareMillis = median(theirs);
            double millis = median(ours);
            figures.accept(Figure.lowerIsBetter("bare_broadcast_ms" + suffix, bareMillis, "ms"));
            figures.accept(Figure.lowerIsBetter("fanout_ms" + suffix, millis, "ms"));
            Figure ratio = Figure.higherIsBetter("fanout_of_bare_broadcast" + suffix, bareMillis / millis, "ratio");
            figures.accept(bench.quick() ? ratio : ratio.withGoal(0.8));
            calls(bench, server, feed, suffix, figures);
        }
    }

    private static double median(List<Double> all) {
        int first = all.size() * WARM_UP_TURNS / TURNS;
        return Samples.of(all.subList(first, all.size()).stream()
                        .mapToDouble(Double::doubleValue)
                        .toArray())
                .median();
    }

    /** Returns the bytes of an update on one connection; every update has as many, but for the number's digits. */
    private static int frameBytes(Feed feed, Receivers observers, int connections) throws InterruptedException {
        // So that the numbers that follow have four digits.
        for (int i = 0; i < 1_000; i++) {
            feed.change();
        }
        observers.awaitQuiet();
        long before = observers.received();
        feed.change();
        observers.awaitQuiet();
        long bytes = observers.received() - before;
        if (bytes % connections != 0 || bytes == 0) {
            throw new BenchmarkFailedException(
                    "expected as many bytes on each connection but found " + bytes + " on " + connections);
        }
        return (int) (bytes / connections);
    }

    private static double round(Workbench bench, Receivers receivers, long bytes, Runnable sends)
            throws InterruptedException {
        CountDownLatch all = receivers.after(bytes);
        long start = bench.nanoTime();
        sends.run();
        bench.await(all, "everybody has the update");
        return (bench.nanoTime() - start) / 1e6;
    }

    private static void calls(Workbench bench, StubServer server, Feed feed, String suffix, Consumer<Figure> figures)
            throws InterruptedException, IOException {
        bench.note("calls");
        try (TrebuchetClient client = TrebuchetClient.connect(server.uri().toString())) {
            int count = bench.quick() ? 20 : 2_000;
            callMillis(bench, client, bench.quick() ? 1 : 1_000);
            double idle = percentile99(callMillis(bench, client, count));
            AtomicBoolean over = new AtomicBoolean();
            CountDownLatch ended = new CountDownLatch(1);
            bench.threads().execute(() -> {
                CountDownLatch pause = new CountDownLatch(1);
                try {
                    while (!over.get()) {
                        feed.change();
                        boolean unused = pause.await(BETWEEN_UPDATES.toMillis(), TimeUnit.MILLISECONDS);
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                } finally {
                    ended.countDown();
                }
            });
            double loaded = percentile99(callMillis(bench, client, count));
            over.set(true);
            bench.await(ended, "the updates have ended");
            figures.accept(Figure.lowerIsBetter("call_p99_ms_idle", idle, "ms"));
            figures.accept(Figure.lowerIsBetter("call_p99_ms_with_fanout" + suffix, loaded, "ms"));
            Figure ratio = Figure.lowerIsBetter("call_p99_of_idle" + suffix, loaded / idle, "ratio");
            figures.accept(bench.quick() ? ratio : ratio.withGoal(5));
        }
    }

    /** Calls again and again at a fixed rate, whether the calls before are answered or not, and returns the time of each. */
    private static double[] callMillis(Workbench bench, TrebuchetClient client, int count) throws InterruptedException {
        double[] millis = new double[count];
        CountDownLatch answered = new CountDownLatch(count);
        CountDownLatch never = new CountDownLatch(1);
        long start = bench.nanoTime();
        for (int i = 0; i < count; i++) {
            long due = start + (long) (i * 1e9 / CALLS_PER_SECOND);
            long wait = due - bench.nanoTime();
            if (wait > 0) {
                boolean unused = never.await(wait, TimeUnit.NANOSECONDS);
            }
            int number = i;
            long called = bench.nanoTime();
            CompletionStage<?> unused = client.actor("counter")
                    .call("increment", Integer.class, CallOptions.WHEN_CONNECTED)
                    .handle((value, failure) -> {
                        millis[number] = (bench.nanoTime() - called) / 1e6;
                        answered.countDown();
                        return null;
                    });
        }
        bench.await(answered, "all calls are answered");
        return millis;
    }

    private static double percentile99(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, Math.round(sorted.length * 0.99))];
    }

    private static void idle(int connections, Workbench bench, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        bench.note(connections + " idle connections");
        try (SystemTime time = evenTime();
                StubServer server = server(time, new Feed(), connections)) {
            long before = usedBytes();
            Process peers = OwnProcess.start(
                    IdlePeers.class, Integer.toString(server.uri().getPort()), Integer.toString(connections));
            try {
                bench.awaitUntil(() -> server.connectionCount() == connections, "all are connected");
                double kilobytes = (usedBytes() - before) / 1_000.0 / connections;
                Figure figure = Figure.lowerIsBetter("idle_kb_each_" + connections + "_connections", kilobytes, "kB");
                figures.accept(bench.quick() ? figure : figure.withGoal(20));
            } finally {
                peers.destroy();
            }
        }
    }

    /** Returns the bytes that are in use, on the heap and outside of it, after the garbage is gone. */
    private static long usedBytes() throws InterruptedException {
        CountDownLatch never = new CountDownLatch(1);
        for (int i = 0; i < 3; i++) {
            System.gc();
            boolean unused = never.await(200, TimeUnit.MILLISECONDS);
        }
        long buffers = ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
                .mapToLong(BufferPoolMXBean::getMemoryUsed)
                .sum();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed()
                + ManagementFactory.getMemoryMXBean().getNonHeapMemoryUsage().getUsed()
                + buffers;
    }
}
