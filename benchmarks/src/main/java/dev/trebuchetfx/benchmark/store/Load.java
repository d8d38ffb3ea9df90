// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Workbench;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** Measured operations of several callers, each of which began its next one when the one before had ended. Immutable. */
final class Load {
    private final double seconds;
    /** The time of each operation, in order of size. */
    private final long[] nanos;

    private Load(double seconds, LongStream nanos) {
        this.seconds = seconds;
        this.nanos = nanos.sorted().toArray();
    }

    /** An operation of one caller. */
    @FunctionalInterface
    interface Operation {
        void run() throws Exception;
    }

    /**
     * Lets each caller repeat its operation on a platform thread of its own.
     *
     * @throws BenchmarkFailedException if an operation fails
     */
    static Load of(Workbench bench, List<? extends Operation> callers, Duration time) throws InterruptedException {
        List<long[]> all = new ArrayList<>();
        AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        CountDownLatch ended = new CountDownLatch(callers.size());
        long start = bench.nanoTime();
        for (Operation caller : callers) {
            Thread.ofPlatform().daemon().name("bench-caller").start(() -> {
                try {
                    long[] own = repeated(bench, caller, start + time.toNanos());
                    synchronized (all) {
                        all.add(own);
                    }
                } catch (Throwable e) {
                    failure.compareAndSet(null, e);
                } finally {
                    ended.countDown();
                }
            });
        }
        bench.await(ended, "all callers have ended");
        double seconds = (bench.nanoTime() - start) / 1e9;
        Throwable first = failure.get();
        if (first != null) {
            throw new BenchmarkFailedException("expected that each call is done but one failed: " + first, first);
        }
        synchronized (all) {
            return new Load(seconds, all.stream().flatMapToLong(Arrays::stream));
        }
    }

    private static long[] repeated(Workbench bench, Operation operation, long until) throws Exception {
        long[] nanos = new long[1_024];
        int count = 0;
        long now = bench.nanoTime();
        do {
            operation.run();
            long end = bench.nanoTime();
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, 2 * count);
            }
            nanos[count++] = end - now;
            now = end;
        } while (now < until);
        return Arrays.copyOf(nanos, count);
    }

    /** Returns the operations of several measurements together. */
    static Load joined(List<Load> loads) {
        return new Load(
                loads.stream().mapToDouble(load -> load.seconds).sum(),
                loads.stream().flatMapToLong(load -> Arrays.stream(load.nanos)));
    }

    /** Returns the number of operations. */
    int count() {
        return nanos.length;
    }

    double perSecond() {
        return nanos.length / seconds;
    }

    /** Returns the time within which so many of a hundred operations ended, in milliseconds. */
    double percentileMillis(double percent) {
        return nanos[(int) Math.min(nanos.length - 1L, Math.round(nanos.length * percent / 100))] / 1e6;
    }
}
