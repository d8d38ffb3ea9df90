// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

/** The progress of a long piece of work on events, which can be cancelled. One thread works; any thread may read the progress or cancel. */
public final class WorkProgress {
    private final AtomicLong all = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean cancelled;

    /** Adds to the number of events that are expected. Called by the thread that works. */
    public void expect(long events) {
        all.addAndGet(events);
    }

    /**
     * Counts one more event as done. Called by the thread that works.
     *
     * @throws CancellationException if the work was cancelled
     */
    public void advance() {
        if (cancelled) {
            throw new CancellationException();
        }
        done.incrementAndGet();
    }

    /** Cancels the work, which ends at its next event. */
    public void cancel() {
        cancelled = true;
    }

    /** Returns the number of events that are expected, as far as it is known. */
    public long all() {
        return all.get();
    }

    /** Returns the number of events that are done. */
    public long done() {
        return done.get();
    }

    /** Returns the fraction that is done, from 0 to 1. */
    public double fraction() {
        long of = all();
        return of == 0 ? 0 : Math.min(1, (double) done() / of);
    }
}
