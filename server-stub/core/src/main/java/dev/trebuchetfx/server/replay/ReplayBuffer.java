// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.replay;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.server.change.StateContent;
import dev.trebuchetfx.server.replay.ReplayBudget.Entry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The newest updates of one stream: a ring of fixed size, bounded in bytes too. Its numbers have no holes. The budget of all streams may take
 * the oldest ones away at any moment; a method that returns several updates returns what there was at one moment.
 *
 * <p>Confined to the turn of the stream's actor.
 */
public final class ReplayBuffer {
    private static final @Nullable Entry[] NOTHING = new Entry[0];

    private final int capacity;
    private final long maxBytes;
    private final String principal;
    private final ReplayBudget budget;
    /** Made with the first update: a stream whose updates are in a log needs none. */
    private @Nullable Entry[] ring = NOTHING;

    private int size;
    private long bytes;
    private long newest;
    /** The number of updates that the budget had evicted when this buffer looked for its own among them. */
    private long lookedAfter;

    /**
     * Creates an empty buffer.
     *
     * @param capacity how many updates are kept; 0 keeps none, so that every missed update costs a restart
     * @param maxBytes how many bytes the kept updates have together; an update that is larger is not kept
     * @param principal the principal to whom the stream belongs
     * @param budget the bound of all buffers together
     */
    public ReplayBuffer(int capacity, long maxBytes, String principal, ReplayBudget budget) {
        if (capacity < 0 || maxBytes < 0) {
            throw new IllegalArgumentException(
                    "capacity and maxBytes must not be negative but were " + capacity + " and " + maxBytes);
        }
        this.capacity = capacity;
        this.maxBytes = maxBytes;
        this.principal = principal;
        this.budget = budget;
    }

    /** Adds the next update, and removes the oldest ones as far as there is no room for it. */
    public void add(Update update) {
        if (size > 0 && update.sequence() != newest + 1) {
            throw new IllegalArgumentException("expected sequence " + (newest + 1) + " but found " + update.sequence());
        }
        int added = update.data().size();
        Entry replaced = null;
        while (size > 0 && (size == capacity || bytes + added > maxBytes)) {
            release(replaced);
            replaced = takeOldest();
        }
        newest = update.sequence();
        if (capacity > 0 && added <= maxBytes) {
            if (ring.length == 0) {
                ring = new Entry[capacity];
            }
            ring[slot(newest)] = budget.keep(principal, update, replaced);
            size++;
            bytes += added;
        } else {
            release(replaced);
        }
    }

    /** Notes that an update has the next number and is kept elsewhere. What was kept here does not lead on over it, so it is forgotten. */
    public void passOver(long sequence) {
        clear();
        newest = sequence;
    }

    /** Forgets every update. */
    public void clear() {
        while (size > 0) {
            removeOldest();
        }
    }

    /** Returns the number of updates in the buffer. */
    public int size() {
        long evicted = budget.evicted();
        if (evicted != lookedAfter) {
            // Not each time: of many streams the oldest update is out of the processor's cache.
            lookedAfter = evicted;
            while (size > 0 && updateAt(newest - size + 1) == null) {
                removeOldest();
            }
        }
        return size;
    }

    /** Returns how many bytes the updates in the buffer have together. */
    public long bytes() {
        return size() == 0 ? 0 : bytes;
    }

    /** Returns the oldest number in the buffer; null where it is empty. */
    public @Nullable Long oldest() {
        int now = size();
        return now == 0 ? null : Long.valueOf(newest - now + 1);
    }

    /** Returns the newest update; null where the buffer is empty. */
    public @Nullable Update newest() {
        return at(newest);
    }

    /** Returns the update with this number; null where it is not in the buffer. */
    public @Nullable Update at(long sequence) {
        return size > 0
                        && Long.compareUnsigned(sequence, newest - size + 1) >= 0
                        && Long.compareUnsigned(sequence, newest) <= 0
                ? updateAt(sequence)
                : null;
    }

    /** Returns the updates after {@code last} up to the newest one, oldest first, as far back as they are in the buffer. */
    public List<Update> after(long last) {
        List<Update> updates = new ArrayList<>();
        long oldest = newest - size + 1;
        // From the newest one backwards, since the oldest ones may go meanwhile.
        for (long sequence = newest; size > 0 && sequence != oldest - 1; sequence--) {
            Update update = updateAt(sequence);
            if (update == null || Long.compareUnsigned(sequence, last) <= 0) {
                break;
            }
            updates.add(update);
        }
        Collections.reverse(updates);
        return updates;
    }

    private void removeOldest() {
        release(takeOldest());
    }

    private @Nullable Entry takeOldest() {
        int oldest = slot(newest - size + 1);
        Entry entry = ring[oldest];
        ring[oldest] = null;
        size--;
        if (entry != null) {
            bytes -= entry.size();
        }
        return entry;
    }

    private void release(@Nullable Entry entry) {
        if (entry != null) {
            budget.release(entry);
        }
    }

    private @Nullable Update updateAt(long sequence) {
        Entry entry = ring[slot(sequence)];
        return entry == null ? null : entry.update();
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
     * @param position the position in the actor's log; null where the state is not stored
     */
    public record Update(
            long sequence,
            StateContent content,
            Instant at,
            LeftOut leftOut,
            @Nullable Position position) {
        public Update(long sequence, StateContent content, Instant at, LeftOut leftOut) {
            this(sequence, content, at, leftOut, null);
        }

        /** Returns the state as it travels. */
        public Bytes data() {
            return content.json();
        }
    }
}
