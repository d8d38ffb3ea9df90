// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.fault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The faults that wait for updates to hit. An update is hit by one fault at most: the oldest that fits.
 *
 * <p>Safe for use by any thread. While no fault waits, {@link #take} costs one volatile read.
 */
public final class PendingFaults {
    /** The most faults that may wait. */
    private static final int MOST = 1_000;

    private final Object lock = new Object();
    private final List<Waiting> waiting = new ArrayList<>();
    private volatile boolean isEmpty = true;

    /** A fault and the number of updates that it still has to hit. Guarded by the lock. */
    private static final class Waiting {
        final Fault.OfUpdates fault;
        int left;

        Waiting(Fault.OfUpdates fault) {
            this.fault = fault;
            this.left = fault.updates();
        }
    }

    /**
     * Adds a fault, which waits for its updates.
     *
     * @throws IllegalArgumentException if 1,000 faults wait already
     */
    public void add(Fault.OfUpdates fault) {
        synchronized (lock) {
            if (waiting.size() >= MOST) {
                throw new IllegalArgumentException(
                        MOST + " faults wait for updates already; wait until some have been hit");
            }
            waiting.add(new Waiting(fault));
            isEmpty = false;
        }
    }

    /** Returns whether no fault waits. */
    public boolean isEmpty() {
        return isEmpty;
    }

    /**
     * Takes and returns the fault that hits the next update of this stream; null for none. A fault that hits several updates is taken once
     * for each.
     */
    public Fault.@Nullable OfUpdates take(UUID streamID) {
        if (isEmpty) {
            return null;
        }
        synchronized (lock) {
            Iterator<Waiting> oldestFirst = waiting.iterator();
            while (oldestFirst.hasNext()) {
                Waiting candidate = oldestFirst.next();
                UUID only = candidate.fault.stream();
                if (only == null || only.equals(streamID)) {
                    if (--candidate.left == 0) {
                        oldestFirst.remove();
                        isEmpty = waiting.isEmpty();
                    }
                    return candidate.fault;
                }
            }
            return null;
        }
    }
}
