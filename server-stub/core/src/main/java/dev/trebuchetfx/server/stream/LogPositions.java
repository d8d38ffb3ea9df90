// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.replay.Position;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateVersion;
import java.time.Instant;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The positions in the actor's log that the client of one stream has: with each update, and as the stream comes through versions without an
 * update, since its filter leaves them out. Without an update a new cursor is made only before the log may forget the one that the client has.
 *
 * <p>Confined to the turns of the stream's actor.
 */
final class LogPositions {
    /** The share of the log over which a client's cursor may lie back. */
    private static final int SHARE = 4;

    private final FilterStage filter;
    private final TimeSource time;
    private final LogRetention log;
    private long version;
    private long madeAt;
    private @Nullable HeldState reached;

    /** @param keeper the keeper of the actor's state; null if it is not stored, and so has no positions */
    LogPositions(FilterStage filter, TimeSource time, @Nullable StateKeeper keeper) {
        this.filter = filter;
        this.time = time;
        this.log = keeper == null ? LogRetention.DEFAULT : keeper.retention();
        this.madeAt = time.nanoTime();
    }

    /** Returns the position of a version that passes the filter now; null where the state is in no log. */
    @Nullable
    Position of(@Nullable HeldState stored) {
        if (stored == null) {
            return null;
        }
        Cursor cursor = Cursor.of(stored, filter.plan(), filter.mark(), time);
        told(cursor.number());
        return new Position(cursor.text(), cursor.number());
    }

    /** Goes on from the position that a client has. */
    void goOnFrom(Cursor cursor) {
        filter.goOnFrom(cursor.markBy(time));
        told(cursor.number());
    }

    /**
     * Offers former states to the filter, which decides on each as it would have decided when it was stored.
     *
     * @param former the state that the client has, and those that follow it
     * @param newest the newest number, unsigned, which rises with what passes
     */
    void comeThroughFormer(List<FeedState> former, LongSupplier newest, @Nullable Outlet way)
            throws ActorCallException {
        reached = former.getFirst().stored();
        for (FeedState state : former.subList(1, former.size())) {
            HeldState stored = state.stored();
            Instant at = stored == null ? null : stored.storedAt();
            filter.offerFormer(state, at == null ? time.nanoTime() : Cursor.nanosOf(at, time));
            comeThrough(stored, newest.getAsLong(), way);
            reached = stored;
        }
        filter.caughtUp();
    }

    /** Returns the last of the former states that it has come through; null where there was none. */
    @Nullable
    HeldState reached() {
        return reached;
    }

    private void told(long through) {
        version = through;
        madeAt = time.nanoTime();
    }

    /** Tells the outlet how far the stream has come, unless something waits in the filter, which has not come through then. */
    void comeThrough(@Nullable HeldState stored, long newest, @Nullable Outlet way) {
        StateVersion through = stored == null ? null : stored.version();
        if (way == null || filter.isWaiting() || stored == null || through == null || !way.declaresSkips()) {
            return;
        }
        if (through.number() == version) {
            // The update of this version has told it.
            return;
        }
        String cursor = null;
        if (through.number() - version >= log.versions() / SHARE
                || time.nanoTime() - madeAt >= TimeSource.bounded(log.age()).toNanos() / SHARE) {
            cursor = Cursor.of(stored, filter.plan(), filter.mark(), time).text();
            told(through.number());
        }
        Outlet.Quiet before = way.quiet();
        way.tellQuietly(new Outlet.Quiet(
                newest,
                cursor == null && before != null && before.sequence() == newest ? before.cursor() : cursor,
                through.number()));
    }
}
