// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

/** How far a long piece of work on events is, and whether it is still wanted. One thread works; any thread looks on and cancels. */
public final class WorkProgress {
    private final AtomicLong all = new AtomicLong();
    private final AtomicLong done = new AtomicLong();
    private volatile boolean cancelled;

    /** Says that there are so many more events to go over. For the thread that works. */
    public void expect(long events) {
        all.addAndGet(events);
    }

    /** Says that one more event is done with. For the thread that works. Throws {@link CancellationException} once somebody has cancelled. */
    public void advance() {
        if (cancelled) {
            throw new CancellationException();
        }
        done.incrementAndGet();
    }

    /** Has the work end with the event that it is at. */
    public void cancel() {
        cancelled = true;
    }

    /** How many events are to be gone over, as far as is known. */
    public long all() {
        return all.get();
    }

    public long done() {
        return done.get();
    }

    /** Returns the part that is done, from 0 to 1. */
    public double fraction() {
        long of = all();
        return of == 0 ? 0 : Math.min(1, (double) done() / of);
    }
}
