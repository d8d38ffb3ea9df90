// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.StreamEvent;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The version of the stored actor's state up to which the subscriber of one logical stream has come, and the calls that wait for it.
 *
 * <p>The client's loop says which updates are on their way; the stream's own executor says which ones the subscriber has taken. A lock
 * guards what both see.
 */
final class ShownVersions {
    /** The version up to which a subscriber has come that has taken no state. */
    private static final long NOTHING = -1;

    /** The version up to which a subscriber has come with any state. */
    private static final long ANY = 0;

    private final Executor loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final List<Waiter> waiters = new ArrayList<>();

    // What the loop says.
    private @Nullable Mark offered;
    private @Nullable Quiet quiet;
    private @Nullable String epoch;
    /** The stream whose states belong to another generation than the shown one, until one of them is shown. */
    private @Nullable UUID successor;

    private boolean over;

    // What the subscriber's side says.
    private @Nullable Mark taken;
    private long shown = NOTHING;

    /** The place of an update: its stream and its number. */
    private record Mark(UUID streamID, long sequence) {}

    /** A version up to which the stream has come after the update at {@code after}, without another one. */
    private record Quiet(@Nullable Mark after, long version) {}

    private record Waiter(long version, CompletableFuture<@Nullable Void> done) {}

    ShownVersions(Executor loop) {
        this.loop = loop;
    }

    // ---- what the loop says ----

    /**
     * Completes {@code done} on the loop when the subscriber has come through {@code version}, or it has become certain that waiting for it is of no
     * use. Does not keep what somebody else has completed.
     */
    void await(long version, CompletableFuture<@Nullable Void> done) {
        lock.lock();
        try {
            waiters.removeIf(waiter -> waiter.done().isDone());
            waiters.add(new Waiter(version, done));
            if (over) {
                release(Long.MAX_VALUE);
            } else if (successor == null) {
                release(shown);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the server numbers anew. Versions of another generation can't be compared with those before. */
    void began(UUID streamID, @Nullable String newEpoch) {
        lock.lock();
        try {
            if (epoch == null) {
                // What was answered before the first stream may be of any generation: an answer names none.
                waiters.replaceAll(waiter -> new Waiter(ANY, waiter.done()));
            } else if (!epoch.equals(newEpoch)) {
                successor = streamID;
            }
            epoch = newEpoch;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes the position that an earlier run has kept, with the epoch in which it holds.
     *
     * @param hasState whether the state at that position was kept too, and is on its way to the subscriber
     */
    void restored(StreamCheckpoint position, boolean hasState) {
        lock.lock();
        try {
            epoch = position.epoch();
            if (hasState) {
                offered = new Mark(position.streamID(), position.lastSequence());
            }
        } finally {
            lock.unlock();
        }
    }

    /**
     * Notes that an update is on its way to the subscriber. Without a version it is of a state that is not stored: what is stored after the first call
     * never comes without one, so that nothing that is awaited here will come.
     */
    void offered(UUID streamID, long sequence, @Nullable Long version) {
        lock.lock();
        try {
            offered = new Mark(streamID, sequence);
            quiet = null;
            if (version == null) {
                release(Long.MAX_VALUE);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Notes that the stream has come through a version without an update. */
    void cameThrough(long version) {
        lock.lock();
        try {
            Quiet through = new Quiet(offered, version);
            quiet = through;
            if (Objects.equals(taken, offered)) {
                showQuiet(through);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Lets every call go, since the stream is over. */
    void over() {
        lock.lock();
        try {
            over = true;
            release(Long.MAX_VALUE);
        } finally {
            lock.unlock();
        }
    }

    // ---- what the subscriber's side says ----

    /** Notes that every listener has taken an update. */
    void taken(StreamEvent.Update<?> update) {
        lock.lock();
        try {
            Mark before = taken;
            Mark now = new Mark(update.streamID(), update.sequence());
            taken = now;
            Long version = update.version();
            if (version != null) {
                // Within one stream versions rise, but for an actor that was deleted and made again.
                boolean overtaken = now.streamID().equals(successor)
                        || (before != null && now.streamID().equals(before.streamID()) && version < shown);
                show(version, overtaken);
            }
            if (quiet != null && now.equals(quiet.after())) {
                showQuiet(quiet);
            }
        } finally {
            lock.unlock();
        }
    }

    private void showQuiet(Quiet through) {
        quiet = null;
        show(through.version(), successor != null || through.version() < shown);
    }

    private void show(long version, boolean overtaken) {
        shown = version;
        if (overtaken) {
            successor = null;
        }
        release(overtaken ? Long.MAX_VALUE : version);
    }

    private void release(long through) {
        for (Iterator<Waiter> each = waiters.iterator(); each.hasNext(); ) {
            Waiter waiter = each.next();
            if (waiter.version() <= through) {
                each.remove();
                loop.execute(() -> waiter.done().complete(null));
            }
        }
    }
}
