// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.gateway;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.lambdalocal.LambdaLocal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Changes at a fixed rate, and the way of each to many connections. Owned by the benchmark's thread. */
final class GatewayLoad {
    private static final double WRITES_PER_SECOND = 5;
    private static final CallOptions WHEN_CONNECTED = CallOptions.WHEN_CONNECTED;

    private final Workbench bench;
    private final LambdaLocal emulator;
    private final TrebuchetClient writer;

    GatewayLoad(Workbench bench, LambdaLocal emulator, TrebuchetClient writer) {
        this.bench = bench;
        this.emulator = emulator;
        this.writer = writer;
    }

    void measure(int connections, int writes, Consumer<Figure> figures) throws InterruptedException {
        String suffix = "_" + connections + "_connections";
        int first = writer.actor("counter")
                        .call("increment", Integer.class, WHEN_CONNECTED)
                        .join()
                + 1;
        try (ObservingSockets observers = ObservingSockets.connect(bench, emulator.uri(), connections, first, writes)) {
            long postsBefore = emulator.gateway().postCount();
            bench.note(writes + " changes, " + WRITES_PER_SECOND + " a second");
            long start = bench.nanoTime();
            AtomicLongArray wroteNanos = write(first, writes);
            double written = (bench.nanoTime() - start) / 1e9;
            observers.awaitNewest(first + writes - 1);
            double shown = (bench.nanoTime() - start) / 1e9;
            // Each call had an answer, which is a post too.
            long posts = emulator.gateway().postCount() - postsBefore - writes;
            long lost = 0;
            List<Double> millis = new ArrayList<>();
            for (ObservingSocket observer : observers.all()) {
                lost += observer.lost();
                for (int i = 0; i < writes; i++) {
                    Long came = observer.cameNanos(first + i);
                    if (came != null) {
                        millis.add((came - wroteNanos.get(i)) / 1e6);
                    }
                }
            }
            double[] all = millis.stream().mapToDouble(Double::doubleValue).toArray();
            figures.accept(Figure.higherIsBetter("writes_per_s" + suffix, writes / written, "1/s"));
            figures.accept(Figure.higherIsBetter("updates_per_s" + suffix, all.length / shown, "1/s"));
            figures.accept(Figure.lowerIsBetter("write_to_window_p50_ms" + suffix, percentile(all, 0.5), "ms"));
            figures.accept(Figure.lowerIsBetter("write_to_window_p99_ms" + suffix, percentile(all, 0.99), "ms"));
            figures.accept(Figure.lowerIsBetter("posts_per_update" + suffix, (double) posts / all.length, "ratio"));
            figures.accept(Figure.lowerIsBetter(
                    "updates_left_out" + suffix, (double) connections * writes - all.length, "updates"));
            figures.accept(Figure.lowerIsBetter("updates_lost" + suffix, (double) lost, "updates")
                    .withGoal(0));
        }
    }

    /** Changes the counter at fixed times, whether the changes before are answered or not, and returns when each count was asked for. */
    private AtomicLongArray write(int first, int writes) throws InterruptedException {
        AtomicLongArray wroteNanos = new AtomicLongArray(writes);
        AtomicReference<@Nullable String> failure = new AtomicReference<>();
        CountDownLatch answered = new CountDownLatch(writes);
        CountDownLatch never = new CountDownLatch(1);
        long start = bench.nanoTime();
        for (int i = 0; i < writes; i++) {
            long due = start + (long) (i * 1e9 / WRITES_PER_SECOND);
            boolean unused = never.await(due - bench.nanoTime(), TimeUnit.NANOSECONDS);
            long called = bench.nanoTime();
            var unusedAnswer = writer.actor("counter")
                    .call("increment", Integer.class, WHEN_CONNECTED)
                    .whenComplete((count, failed) -> {
                        if (count != null && count >= first && count < first + writes) {
                            wroteNanos.set(count - first, called);
                        } else {
                            failure.set(failed == null ? "the unexpected count " + count : failed.toString());
                        }
                        answered.countDown();
                    });
        }
        bench.await(answered, "all calls are answered");
        String wrong = failure.get();
        if (wrong != null) {
            throw new BenchmarkFailedException("expected each call to add one but found " + wrong);
        }
        return wroteNanos;
    }

    /** Returns the value below which that share of the values lies. */
    static double percentile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[(int) Math.min(sorted.length - 1L, (long) (sorted.length * share))];
    }
}
