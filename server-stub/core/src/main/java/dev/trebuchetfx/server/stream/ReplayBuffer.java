// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest updates of one stream: a ring of fixed size, bounded in bytes too. Its numbers have no holes.
 *
 * <p>Confined to the turn of the stream's actor.
 */
public final class ReplayBuffer {
    private final @Nullable Update[] ring;
    private final long maxBytes;
    private int size;
    private long bytes;
    private long newest;

    /**
     * Creates an empty buffer.
     *
     * @param capacity how many updates are kept; 0 keeps none, so that every missed update costs a restart
     * @param maxBytes how many bytes the kept updates have together; an update that is larger is not kept
     */
    public ReplayBuffer(int capacity, long maxBytes) {
        if (capacity < 0 || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "capacity and maxBytes must not be negative but were " + capacity + " and " + maxBytes);
        }
        this.ring = new Update[capacity];
        this.maxBytes = maxBytes;
    }

    /** Adds the next update, and removes the oldest ones as far as there is no room for it. */
    public void add(Update update) {
        if (size > 0 && update.sequence() != newest + 1) {
            throw new IllegalArgumentException("expected sequence " + (newest + 1) + " but found " + update.sequence());
        }
        newest = update.sequence();
        if (ring.length == 0) {
            return;
        }
        if (size == ring.length) {
            // The newest number has moved on, so the oldest one is where the update goes.
            bytes -= bytesAt(slot(newest));
            size--;
        }
        ring[slot(newest)] = update;
        size++;
        bytes += update.data().size();
        while (bytes > maxBytes) {
            int oldest = slot(oldest());
            bytes -= bytesAt(oldest);
            ring[oldest] = null;
            size--;
        }
    }

    /** Forgets every update. */
    public void clear() {
        Arrays.fill(ring, null);
        size = 0;
        bytes = 0;
    }

    /** Returns the number of updates in the buffer. */
    public int size() {
        return size;
    }

    /** Returns how many bytes the updates in the buffer have together. */
    public long bytes() {
        return bytes;
    }

    /** Returns the oldest number in the buffer; only where it is not empty. */
    public long oldest() {
        return newest - size + 1;
    }

    /** Returns the newest update; null where the buffer is empty. */
    public @Nullable Update newest() {
        return size == 0 ? null : ring[slot(newest)];
    }

    /** Returns whether everything after {@code last} up to the newest update is in the buffer. */
    public boolean reachesBackTo(long last) {
        return size > 0 && Long.compareUnsigned(oldest(), last + 1) <= 0;
    }

    /** Returns the update with this number; null where it is not in the buffer. */
    public @Nullable Update at(long sequence) {
        return size > 0 && Long.compareUnsigned(sequence, oldest()) >= 0 && Long.compareUnsigned(sequence, newest) <= 0
                ? ring[slot(sequence)]
                : null;
    }

    /** Returns the updates after {@code last}, oldest first, as far as they are in the buffer. */
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

    private long bytesAt(int slot) {
        Update update = ring[slot];
        return update == null ? 0 : update.data().size();
    }

    private int slot(long sequence) {
        return (int) Long.remainderUnsigned(sequence, ring.length);
    }

    /**
     * An update with its number.
     *
     * @param sequence unsigned
     * @param content the state, shared by the streams of one state
     * @param at when it was set
     * @param leftOut what the stream's filter has left out up to here
     */
    record Update(long sequence, StateContent content, Instant at, LeftOut leftOut) {
        Bytes data() {
            return content.json();
        }
    }
}
