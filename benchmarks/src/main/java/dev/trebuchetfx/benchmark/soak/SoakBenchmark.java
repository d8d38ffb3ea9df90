// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.soak;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Workbench;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Measures whether a server and its clients hold more and more while lines are cut all the time. The first third of the time after a
 * warm-up is compared to the last.
 */
public final class SoakBenchmark implements Benchmark {
    private static final Duration QUICK = Duration.ofSeconds(3);
    private static final Duration SHORTEST_WARM_UP = Duration.ofSeconds(10);
    private static final Duration LONGEST_BETWEEN_MEASUREMENTS = Duration.ofMinutes(1);
    private static final int FEWEST_MEASUREMENTS = 6;
    private static final int NANOS_BETWEEN_CHANGES = 20_000_000;
    private static final int CHANGES_BETWEEN_CUTS = 50;
    private static final int CHANGES_BETWEEN_CUTS_QUICK = 10;
    /** Of these cuts, one hits every line, and the others one. */
    private static final int CUTS_TO_ONE_OF_ALL = 2;

    /** Of these cuts, one makes every stream start anew. */
    private static final int CUTS_TO_ONE_WITH_RESTARTS = 15;

    private static final int CUTS_TO_ONE_WITH_RESTARTS_QUICK = 4;

    private final Duration length;
    private int faults;

    /**
     * Creates the benchmark.
     *
     * @param length the time that it takes, but for the start and the last measurement; a smoke test takes 3 s
     */
    public SoakBenchmark(Duration length) {
        this.length = length;
    }

    @Override
    public String name() {
        return "soak";
    }

    @Override
    public String about() {
        return "what a server and clients with 1,000 streams hold while lines are cut each second";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        long total = (bench.quick() ? QUICK : length).toNanos();
        long warmUp = Math.min(total / 2, Math.max(total / 10, SHORTEST_WARM_UP.toNanos()));
        long between = Math.min(LONGEST_BETWEEN_MEASUREMENTS.toNanos(), (total - warmUp) / (FEWEST_MEASUREMENTS - 1));
        List<Checkup> checkups = new ArrayList<>();
        try (SoakFleet fleet = bench.quick() ? new SoakFleet(bench, 2, 5) : new SoakFleet(bench, 10, 50)) {
            bench.note(fleet.size() + " streams");
            long start = bench.nanoTime();
            long end = start + total;
            long next = start + warmUp;
            while (bench.nanoTime() < end || checkups.size() < 2) {
                disturb(bench, fleet, next);
                Checkup checkup = measure(bench, fleet);
                checkups.add(checkup);
                bench.note((bench.nanoTime() - start) / 1_000_000_000 + " s: " + checkup + ", "
                        + fleet.counts().updates().sum() + " updates, " + fleet.cuts() + " cuts");
                next = Math.min(end, bench.nanoTime() + between);
            }
            new SoakReport(bench.quick(), figures).report(fleet, checkups);
        }
    }

    /** Changes states and cuts lines until that time. */
    private void disturb(Workbench bench, SoakFleet fleet, long until) throws InterruptedException {
        int changesToCut = bench.quick() ? CHANGES_BETWEEN_CUTS_QUICK : CHANGES_BETWEEN_CUTS;
        CountDownLatch never = new CountDownLatch(1);
        long due = bench.nanoTime();
        for (int changes = 1; due < until; changes++) {
            fleet.changeOne();
            if (changes % changesToCut == 0) {
                cut(fleet, bench.quick() ? CUTS_TO_ONE_WITH_RESTARTS_QUICK : CUTS_TO_ONE_WITH_RESTARTS);
            }
            // On a machine that is late the rate falls: what was missed is not made up for.
            due = Math.max(due + NANOS_BETWEEN_CHANGES, bench.nanoTime());
            boolean unused = never.await(due - bench.nanoTime(), TimeUnit.NANOSECONDS);
        }
    }

    private void cut(SoakFleet fleet, int toOneWithRestarts) throws InterruptedException {
        faults++;
        if (faults % toOneWithRestarts == 0) {
            fleet.cutAllAndExpire();
        } else if (faults % CUTS_TO_ONE_OF_ALL == 0) {
            fleet.cutAll();
        } else {
            fleet.cutOne();
        }
    }

    private static Checkup measure(Workbench bench, SoakFleet fleet) throws InterruptedException {
        fleet.cutAll();
        long cut = bench.nanoTime();
        fleet.settle();
        double settledMs = (bench.nanoTime() - cut) / 1e6;
        // What is kept for replays depends on the cuts before, and is no growth.
        fleet.fillBuffers();
        return new Checkup(Vitals.measure(), settledMs, fleet.streamsAtServer());
    }
}
