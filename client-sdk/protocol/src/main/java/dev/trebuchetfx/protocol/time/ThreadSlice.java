// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.time;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * The time that a thread computes without a pause. The machine takes turns with platform threads, but not with virtual ones: as many as there are
 * processors keep all others from running for as long as they compute. Confined to the thread that made it.
 */
public final class ThreadSlice {
    private static final long MOST_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private long beganNanos = System.nanoTime();

    /** Begins a slice. */
    public ThreadSlice() {}

    /** Lets other virtual threads run if this one has computed for long. Does nothing on a platform thread. */
    public void letOthersRun() {
        if (System.nanoTime() - beganNanos >= MOST_NANOS
                && Thread.currentThread().isVirtual()) {
            // Not by a yield: those that yield to each other on one processor keep out whoever waits elsewhere.
            LockSupport.parkNanos(this, 1);
            beganNanos = System.nanoTime();
        }
    }
}
