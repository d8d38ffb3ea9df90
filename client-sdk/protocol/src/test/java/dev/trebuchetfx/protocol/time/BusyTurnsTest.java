// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Virtual threads are not taken turns with by the machine: whoever computes without an end must let the others have theirs. */
@Timeout(60)
class BusyTurnsTest {
    private static final int BUSY = 4 * Runtime.getRuntime().availableProcessors();

    private final Executor threads = VirtualThreads.named("busy");
    private final AtomicBoolean over = new AtomicBoolean();
    private final AtomicInteger begun = new AtomicInteger();

    @Test
    void executorsThatAlwaysHaveTasksLetOthersRun() throws Exception {
        // From a virtual thread, so that they wait where its processor looks first.
        threads.execute(() -> {
            for (int i = 0; i < BUSY; i++) {
                refill(new SerialExecutor(threads));
            }
        });
        assertThat(othersRun()).isTrue();
    }

    private void refill(SerialExecutor turns) {
        turns.execute(() -> {
            begun.incrementAndGet();
            again(turns);
        });
    }

    private void again(SerialExecutor turns) {
        compute();
        if (!over.get()) {
            turns.execute(() -> again(turns));
        }
    }

    @Test
    void aTaskThatTakesLongLetsOthersRun() throws Exception {
        threads.execute(() -> {
            for (int i = 0; i < BUSY; i++) {
                threads.execute(() -> {
                    begun.incrementAndGet();
                    ThreadSlice slice = new ThreadSlice();
                    while (!over.get()) {
                        compute();
                        slice.letOthersRun();
                    }
                });
            }
        });
        assertThat(othersRun()).isTrue();
    }

    /** Computes for two milliseconds of the machine's clock, as a costly filter does. */
    private static void compute() {
        long began = System.nanoTime();
        while (System.nanoTime() - began < TimeUnit.MILLISECONDS.toNanos(2)) {
            Thread.onSpinWait();
        }
    }

    /** Returns whether a new thread runs, within a time that is ample even on a loaded machine. */
    private boolean othersRun() throws InterruptedException {
        try {
            while (begun.get() < Runtime.getRuntime().availableProcessors()) {
                Thread.onSpinWait();
            }
            CountDownLatch ran = new CountDownLatch(1);
            threads.execute(ran::countDown);
            return ran.await(20, TimeUnit.SECONDS);
        } finally {
            over.set(true);
        }
    }
}
