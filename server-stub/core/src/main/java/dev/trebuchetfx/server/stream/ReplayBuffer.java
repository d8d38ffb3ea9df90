// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.client.wire.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest updates of one stream: a ring of fixed size. Its numbers have no holes.
 *
 * <p>Confined to the turn of the stream's actor.
 */
public final class ReplayBuffer {
    private final @Nullable Update[] ring;
    private int size;
    private long newest;

    /**
     * An empty buffer.
     *
     * @param capacity how many updates are kept; 0 keeps none, so that every missed update costs a restart
     */
    public ReplayBuffer(int capacity) {
        if (capacity < 0) {
            throw new IllegalArgumentException("capacity must not be negative but was " + capacity);
        }
        ring = new Update[capacity];
    }

    /** Adds the next update; the oldest one goes when the ring is full. */
    public void add(Update update) {
        if (size > 0 && update.sequence() != newest + 1) {
            throw new IllegalArgumentException("expected sequence " + (newest + 1) + " but found " + update.sequence());
        }
        newest = update.sequence();
        if (ring.length > 0) {
            ring[slot(newest)] = update;
            size = Math.min(size + 1, ring.length);
        }
    }

    /** Forgets every update. */
    public void clear() {
        Arrays.fill(ring, null);
        size = 0;
    }

    /** How many updates it keeps at most. */
    public int capacity() {
        return ring.length;
    }

    /** How many updates are in it. */
    public int size() {
        return size;
    }

    /** The oldest number in it; only where it is not empty. */
    public long oldest() {
        return newest - size + 1;
    }

    /** Whether everything after {@code last} up to the newest update is here. */
    public boolean reachesBackTo(long last) {
        return size > 0 && Long.compareUnsigned(oldest(), last + 1) <= 0;
    }

    /** The updates after {@code last}, oldest first; as many of them as are here. */
    public List<Update> after(long last) {
        List<Update> updates = new ArrayList<>();
        for (long sequence = newest - size + 1; sequence != newest + 1; sequence++) {
            Update update = ring[slot(sequence)];
            if (update != null && Long.compareUnsigned(sequence, last) > 0) {
                updates.add(update);
            }
        }
        return updates;
    }

    private int slot(long sequence) {
        return (int) Long.remainderUnsigned(sequence, ring.length);
    }

    /**
     * One numbered update.
     *
     * @param sequence unsigned
     * @param data the state's JSON, shared by the streams of one state
     * @param at when it was set
     */
    public record Update(long sequence, Bytes data, Instant at) {}
}
