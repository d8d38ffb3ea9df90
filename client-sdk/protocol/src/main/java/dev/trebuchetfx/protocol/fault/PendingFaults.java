// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.fault;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Faults that wait for updates to hit. The oldest that fits an update hits it; one update is hit once.
 *
 * <p>Safe for use by any thread. Asking costs one read while nothing waits.
 */
public final class PendingFaults {
    private static final int MOST = 1_000;

    private final Object lock = new Object();
    private final List<Waiting> waiting = new ArrayList<>();
    private volatile boolean isEmpty = true;

    private static final class Waiting {
        final Fault.OfUpdates fault;
        int left;

        Waiting(Fault.OfUpdates fault) {
            this.fault = fault;
            this.left = fault.updates();
        }
    }

    /**
     * Lets a fault wait for its updates.
     *
     * @throws IllegalArgumentException if too many wait already
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

    /** Whether none waits. */
    public boolean isEmpty() {
        return isEmpty;
    }

    /** The fault that hits the next update of this stream, which is used up by it; null for none. */
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
