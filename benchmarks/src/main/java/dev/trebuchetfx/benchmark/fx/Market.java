// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.fx;

import dev.trebuchetfx.benchmark.Workbench;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes states at an even rate, in each of which some rows have changed, and hands over the newest one whenever the receiver is ready, as a
 * client does. Used by one thread.
 */
final class Market {
    private static final int ROWS_OF_A_STATE = 100;
    private static final long NANOS = 1_000_000_000L;

    private final Workbench bench;
    private List<Row> newest;
    private int place;

    Market(Workbench bench, int rows) {
        this.bench = bench;
        this.newest = Row.many(rows);
    }

    List<Row> newest() {
        return newest;
    }

    /** Changes {@code aSecond} rows a second for so long; returns when the receiver has the last state. */
    long run(int aSecond, int seconds, Consumer<List<Row>> receiver) throws InterruptedException {
        AtomicReference<@Nullable List<Row>> next = new AtomicReference<>();
        CountDownLatch done = new CountDownLatch(1);
        AtomicBoolean over = new AtomicBoolean();
        Semaphore ready = new Semaphore(0);
        bench.threads().execute(() -> {
            while (true) {
                ready.acquireUninterruptibly();
                List<Row> taken = next.getAndSet(null);
                if (taken != null) {
                    receiver.accept(taken);
                } else if (over.get()) {
                    done.countDown();
                    return;
                }
            }
        });
        long start = bench.nanoTime();
        long changed = 0;
        long all = (long) aSecond * seconds;
        CountDownLatch never = new CountDownLatch(1);
        while (changed < all) {
            long due = Math.min(all, (bench.nanoTime() - start) * aSecond / NANOS);
            while (changed + ROWS_OF_A_STATE <= due) {
                newest = withChanges();
                if (next.getAndSet(newest) == null) {
                    ready.release();
                }
                changed += ROWS_OF_A_STATE;
            }
            boolean unused = never.await(200, TimeUnit.MICROSECONDS);
        }
        over.set(true);
        ready.release();
        bench.await(done, "the receiver has the last state");
        return changed;
    }

    /** Every hundredth row changes, so that those that show do as well as those that don't. */
    private List<Row> withChanges() {
        List<Row> next = new ArrayList<>(newest);
        int step = Math.max(1, next.size() / ROWS_OF_A_STATE);
        for (int i = place % step; i < next.size(); i += step) {
            next.set(i, next.get(i).moved());
        }
        place++;
        return next;
    }
}
