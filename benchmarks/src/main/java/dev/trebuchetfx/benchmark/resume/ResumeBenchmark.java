// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.resume;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.benchmark.bare.BareSockets;
import dev.trebuchetfx.benchmark.bare.BareSockets.Frames;
import dev.trebuchetfx.benchmark.bare.BareWebSockets;
import dev.trebuchetfx.benchmark.bare.SlowLine;
import dev.trebuchetfx.benchmark.resume.Fleet.CatchUp;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * From the new connection's open until every stream has caught up with what it missed: each listener has been told every
 * update, and that its stream is live.
 *
 * <p>Client and server run in this one process and meet over a loopback socket. One process has one clock, so that what the
 * server did before the client came back is certain; it also makes both share heap and cores, which is the harder case.
 */
public final class ResumeBenchmark implements Benchmark {
    private static final int MISSED = 10;

    /** About the size of a resume of one stream. */
    private static final int REQUEST_BYTES = 450;

    /** A line's latency, one way. */
    private static final Duration FAR = Duration.ofMillis(10);

    @Override
    public String name() {
        return "resume";
    }

    @Override
    public String about() {
        return "from a new connection's open to caught up, for 1, 100 and 10,000 streams that missed 10 updates each";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        one(bench, figures);
        oneFarAway(bench, figures);
        some(bench.quick() ? 10 : 100, bench, figures);
        many(bench.quick() ? 100 : 10_000, bench, figures);
    }

    private static void one(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        bench.note("1 stream");
        try (BareWebSockets bare = new BareWebSockets(bench);
                Fleet fleet = new Fleet(bench, 1)) {
            double roundTrip = Samples.of(
                            bench.warmUps(200), bench.times(201), () -> bare.roundTripMillis(REQUEST_BYTES, 1))
                    .median();
            double millis = Samples.of(bench.warmUps(200), bench.times(201), () -> catchUp(fleet))
                    .median();
            figures.accept(Figure.lowerIsBetter("bare_round_trip_ms", roundTrip, "ms"));
            figures.accept(Figure.lowerIsBetter("catch_up_ms_1_stream", millis, "ms"));
            figures.accept(Figure.lowerIsBetter("catch_up_round_trips_1_stream", millis / roundTrip, "round trips")
                    .withGoal(2));
            figures.accept(threads("1_stream", fleet));
        }
    }

    /** Measures over a line that takes most of the time, so that the round trips of the protocol count. */
    private static void oneFarAway(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        bench.note("1 stream, " + FAR.toMillis() + " ms away each way");
        try (BareWebSockets bare = new BareWebSockets(bench);
                SlowLine line = new SlowLine(bench, bare.uri(), FAR);
                Fleet fleet = new Fleet(bench, 1, FAR)) {
            double roundTrip = Samples.of(
                            bench.warmUps(5), bench.times(51), () -> bare.roundTripMillis(line.uri(), REQUEST_BYTES, 1))
                    .median();
            double millis = Samples.of(bench.warmUps(5), bench.times(51), () -> catchUp(fleet))
                    .median();
            figures.accept(Figure.lowerIsBetter("bare_round_trip_ms_10_ms_away", roundTrip, "ms"));
            figures.accept(Figure.lowerIsBetter("catch_up_ms_1_stream_10_ms_away", millis, "ms"));
            figures.accept(
                    Figure.lowerIsBetter("catch_up_round_trips_1_stream_10_ms_away", millis / roundTrip, "round trips")
                            .withGoal(2));
        }
    }

    private static void some(int streams, Workbench bench, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        bench.note(streams + " streams");
        try (Fleet fleet = new Fleet(bench, streams)) {
            Samples millis = Samples.of(bench.warmUps(20), bench.times(21), () -> catchUp(fleet));
            figures.accept(Figure.lowerIsBetter("catch_up_ms_" + streams + "_streams", millis.median(), "ms"));
        }
    }

    private static void many(int streams, Workbench bench, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        String suffix = "_" + streams + "_streams";
        try (Fleet fleet = new Fleet(bench, streams);
                BareSockets bare = new BareSockets(bench)) {
            for (int i = 0; i < bench.warmUps(5); i++) {
                bench.note(streams + " streams, warming up: " + Math.round(catchUp(fleet)) + " ms");
            }
            List<CatchUp> runs = new ArrayList<>();
            for (int i = 0; i < bench.times(5); i++) {
                runs.add(fleet.cutAndCatchUp(MISSED, null));
                bench.note(streams + " streams: " + Math.round(runs.getLast().millis()) + " ms");
            }
            Figure millis = Figure.lowerIsBetter("catch_up_ms" + suffix, median(runs, CatchUp::millis), "ms");
            figures.accept(bench.quick() ? millis : millis.withGoal(1_000));
            figures.accept(Figure.lowerIsBetter("catch_up_cpu_ms" + suffix, median(runs, CatchUp::cpuMillis), "ms"));
            figures.accept(threads(streams + "_streams", fleet));
            Frames frames = frames(fleet);
            figures.accept(Figure.lowerIsBetter("bytes_sent" + suffix, sum(frames.requests()), "bytes"));
            figures.accept(Figure.lowerIsBetter("bytes_received" + suffix, sum(frames.answers()), "bytes"));
            Samples bareMillis = Samples.of(bench.warmUps(5), bench.times(5), () -> bare.exchange(frames));
            figures.accept(Figure.lowerIsBetter("same_bytes_bare_sockets_ms", bareMillis.median(), "ms"));
        }
    }

    /** Returns the bytes on the line, from a run of its own, since a client that is watched does more. */
    private static Frames frames(Fleet fleet) throws InterruptedException {
        FrameLog log = new FrameLog();
        fleet.cutAndCatchUp(MISSED, log);
        return log.frames();
    }

    private static double median(List<CatchUp> runs, ToDoubleFunction<CatchUp> what) {
        return Samples.of(runs.stream().mapToDouble(what).toArray()).median();
    }

    private static double sum(List<Integer> sizes) {
        return sizes.stream().mapToDouble(Integer::doubleValue).sum();
    }

    private static double catchUp(Fleet fleet) throws InterruptedException {
        return fleet.cutAndCatchUp(MISSED, null).millis();
    }

    private static Figure threads(String streams, Fleet fleet) throws InterruptedException {
        int threads = fleet.cutAndCatchUp(MISSED, null).threads();
        return Figure.lowerIsBetter("client_threads_" + streams, threads, "threads");
    }
}
