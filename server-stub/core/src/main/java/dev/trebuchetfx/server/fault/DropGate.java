// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.fault;

import dev.trebuchetfx.server.stream.DeliveryGate;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Loses the next updates of every stream together, or of one. Safe for use by any thread. */
public final class DropGate implements DeliveryGate {
    private static final int MAX_STREAMS = 1_000;

    private final AtomicInteger ofAny = new AtomicInteger();
    private final Map<UUID, AtomicInteger> ofOne = new ConcurrentHashMap<>();

    /**
     * Loses more updates.
     *
     * @param streamId null for whichever stream comes first
     */
    void drop(int updates, @Nullable UUID streamId) {
        if (streamId == null) {
            ofAny.addAndGet(updates);
            return;
        }
        if (ofOne.size() >= MAX_STREAMS && !ofOne.containsKey(streamId)) {
            throw new IllegalArgumentException("drop faults wait for " + MAX_STREAMS + " streams already");
        }
        ofOne.computeIfAbsent(streamId, id -> new AtomicInteger()).addAndGet(updates);
    }

    @Override
    public boolean withholds(UUID streamId) {
        AtomicInteger own = ofOne.get(streamId);
        if (own != null) {
            int left = own.decrementAndGet();
            if (left <= 0) {
                ofOne.remove(streamId, own);
            }
            if (left >= 0) {
                return true;
            }
        }
        return ofAny.get() > 0 && ofAny.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
    }
}
