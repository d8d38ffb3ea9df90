// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint.LastState;
import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The position that the subscriber of one logical stream has reached, as the checkpoint store shall know it.
 *
 * <p>The client's loop says which streams begin and which updates are on their way; the stream's own executor says which ones the
 * subscriber has taken. A lock guards what both see. The store is changed with it held, so that its changes come in order.
 */
final class CheckpointTrack {
    /** The largest number of streams of which an update may still be taken. The position of an older one is not kept. */
    private static final int MAX_ORIGINS = 16;

    /** The most updates on their way whose cursors are kept; beyond it the position of an update has none, and is resumed by its epoch. */
    private static final int MAX_CURSORS = 10_000;

    private final Checkpoints checkpoints;
    private final TimeSource time;
    private final @Nullable StoredCheckpoint restored;

    private final ReentrantLock lock = new ReentrantLock();
    private final Map<UUID, StreamCheckpoint> origins = new LinkedHashMap<>();
    /** The cursors of the updates that are on their way to the subscriber. */
    private final Map<Name, String> cursors = new LinkedHashMap<>();

    private @Nullable StreamCheckpoint current;
    private @Nullable StoredCheckpoint saved;
    private @Nullable Name offered;
    // The number in a newer stream of the state that was offered last; good as soon as that state has been taken.
    private @Nullable StreamCheckpoint confirmed;
    // Valid for one filter.
    private StreamKey key;
    private @Nullable Name filteredFrom;
    private boolean over;

    /** The name of an update: its stream and its number. */
    private record Name(UUID streamID, long sequence) {}

    CheckpointTrack(StreamKey key, @Nullable StoredCheckpoint restored, Checkpoints checkpoints, TimeSource time) {
        this.key = key;
        this.restored = restored;
        this.checkpoints = checkpoints;
        this.time = time;
        if (restored != null) {
            saved = restored;
            StreamCheckpoint position = restored.position();
            offered = new Name(position.streamID(), position.lastSequence());
            origins.put(position.streamID(), position);
            current = position;
        }
    }

    /** Returns the track of a stream that keeps nothing, since another one has its key. */
    static CheckpointTrack ofNobody(StreamKey key, Checkpoints checkpoints, TimeSource time) {
        CheckpointTrack track = new CheckpointTrack(key, null, checkpoints, time);
        track.over = true;
        return track;
    }

    /** Returns the checkpoint that an earlier run has left, or null for none. */
    @Nullable
    StoredCheckpoint restored() {
        return restored;
    }

    // ---- what the loop says ----

    /** Notes that the server numbers anew from {@code origin}: the kept position can't be resumed from any more. */
    void started(StreamCheckpoint origin) {
        lock.lock();
        try {
            origins.put(origin.streamID(), origin);
            if (origins.size() > MAX_ORIGINS) {
                origins.remove(origins.keySet().iterator().next());
            }
            current = origin;
            confirmed = null;
            if (saved != null && saved.resumable()) {
                save(saved.notResumable());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that this update is on its way to the subscriber. */
    void offered(UUID streamID, long sequence, @Nullable String cursor) {
        lock.lock();
        try {
            if (cursor != null) {
                cursors.put(new Name(streamID, sequence), cursor);
                if (cursors.size() > MAX_CURSORS) {
                    cursors.remove(cursors.keySet().iterator().next());
                }
            }
            offered = new Name(streamID, sequence);
            confirmed = null;
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the state offered last is the one of {@code position} too, and is not offered again. */
    void confirmed(StreamCheckpoint position) {
        lock.lock();
        try {
            StoredCheckpoint last = saved;
            if (last != null && nameOf(last.position()).equals(offered)) {
                keep(position, last.lastState());
            } else {
                confirmed = position;
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that another filter decides: the checkpoint has another key, and the states up to here don't belong to it.
     *
     * @param fromSequence the number of the first update that belongs to the filter, unsigned
     */
    void filteredBy(@Nullable StreamFilter filter, UUID streamID, long fromSequence) {
        lock.lock();
        try {
            StreamKey before = key;
            key = new StreamKey(before.scope(), before.actor(), before.targetIdentifier(), filter, before.arguments());
            filteredFrom = new Name(streamID, fromSequence);
            if (over || before.equals(key)) {
                return;
            }
            checkpoints.store(store -> store.remove(before));
            over = !checkpoints.exchange(before, key);
            StoredCheckpoint last = saved;
            if (last != null) {
                save(new StoredCheckpoint(key, last.position(), last.resumable(), null, time.instant()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the server has the stream and vouches for the position now. */
    void vouchedFor() {
        lock.lock();
        try {
            if (saved != null && current != null && saved.resumable() && isCurrent(saved.position())) {
                save(saved.goodAt(time.instant()));
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the server can do nothing with the kept position: it is not resumed from again. */
    void unusable() {
        lock.lock();
        try {
            if (saved != null && saved.resumable()) {
                save(saved.notResumable());
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes the checkpoint, since the stream is over for good. */
    void forget() {
        lock.lock();
        try {
            if (!over) {
                over = true;
                checkpoints.store(store -> store.remove(key));
                checkpoints.release(key);
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- what the subscriber's side says ----

    /** Keeps the position and the state of an update that every listener has taken. */
    void taken(StreamEvent.Update<StateValue> update) {
        lock.lock();
        try {
            StreamCheckpoint origin = origins.get(update.streamID());
            StoredCheckpoint before = saved;
            if (origin == null || (before != null && isNoFurther(update, before.position()))) {
                return;
            }
            Instant now = time.instant();
            StreamCheckpoint position = origin.advancedTo(update.sequence(), now, cursorOf(update));
            if (confirmed != null && nameOf(position).equals(offered)) {
                position = confirmed;
                confirmed = null;
            }
            // Events come in order, so nothing more will be taken of the streams before this one.
            while (!origins.keySet().iterator().next().equals(origin.streamID())) {
                origins.remove(origins.keySet().iterator().next());
            }
            keep(
                    position,
                    isOfThisFilter(update)
                            ? LastState.lazily(
                                    update.value()::json, update.value().size(), update.serverTime())
                            : null);
        } finally {
            lock.unlock();
        }
    }

    /** Returns the cursor that came with an update; null for none. Those of the updates before it are let go. */
    private @Nullable String cursorOf(StreamEvent.Update<?> update) {
        Name name = new Name(update.streamID(), update.sequence());
        String cursor = cursors.get(name);
        if (cursor != null) {
            Iterator<Name> oldest = cursors.keySet().iterator();
            boolean reached = false;
            while (!reached) {
                reached = oldest.next().equals(name);
                oldest.remove();
            }
        }
        return cursor;
    }

    private boolean isOfThisFilter(StreamEvent.Update<?> update) {
        return filteredFrom == null
                || !filteredFrom.streamID().equals(update.streamID())
                || Long.compareUnsigned(update.sequence(), filteredFrom.sequence()) >= 0;
    }

    private void keep(StreamCheckpoint position, @Nullable LastState state) {
        save(new StoredCheckpoint(key, position, isCurrent(position), state, time.instant()));
    }

    private void save(StoredCheckpoint checkpoint) {
        saved = checkpoint;
        if (!over) {
            checkpoints.store(store -> store.save(checkpoint));
        }
    }

    private boolean isCurrent(StreamCheckpoint position) {
        return current != null && current.streamID().equals(position.streamID());
    }

    private static boolean isNoFurther(StreamEvent.Update<?> update, StreamCheckpoint than) {
        return update.streamID().equals(than.streamID())
                && Long.compareUnsigned(update.sequence(), than.lastSequence()) <= 0;
    }

    private static Name nameOf(StreamCheckpoint position) {
        return new Name(position.streamID(), position.lastSequence());
    }
}
