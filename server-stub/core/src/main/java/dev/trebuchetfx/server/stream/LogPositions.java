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
import java.util.UUID;
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
    private final FirstLife firstLife;

    /** @param keeper the keeper of the actor's state; null if it is not stored, and so has no positions */
    LogPositions(SubscriptionRequest request, FilterStage filter, TimeSource time, @Nullable StateKeeper keeper) {
        this.firstLife = FirstLife.of(request.firstLife());
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
     * @param leftOut the number of updates that the stream has left out between the first of them and the second
     * @param newest the newest number, unsigned, which rises with what passes
     */
    void comeThroughFormer(List<FeedState> former, long leftOut, LongSupplier newest, @Nullable Outlet way)
            throws ActorCallException {
        reached = former.getFirst().stored();
        firstLife.comesTo(reached);
        if (firstLife.isAtOrigin) {
            firstLife.leftOut = leftOut;
        }
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

    /**
     * Returns the number of updates that the stream has left out between the state before the first version and the life of a version, or is to leave
     * out if it is still there; -1 where it has not come directly from there to that life.
     */
    long leftOutAfterOrigin(HeldState of) {
        return firstLife.leftOutBefore(of.version());
    }

    /** Returns the way from the state before the first version, for a node that goes on; null for none. */
    @Nullable
    String firstLife() {
        return firstLife.text();
    }

    /**
     * Returns the number of updates that a stream has left out, or leaves out, between the state before the first version and the life of a version, where
     * nodes have come with it from one to the next; -1 where it has not come directly from there to that life.
     *
     * @param way what the last node knew, as it was kept
     */
    static long leftOutAfterOrigin(@Nullable String way, HeldState of) {
        FirstLife known = FirstLife.of(way);
        return known.isAtOrigin ? 0 : known.leftOutBefore(of.version());
    }

    /** The life into which a stream has come from the state before the first version. */
    private static final class FirstLife {
        private static final String AT_ORIGIN = "before";
        private static final String LEFT = "left";

        private boolean isAtOrigin;
        private boolean hasLeft;
        private long leftOut;
        private @Nullable UUID generation;

        /** Reads what was kept; a text that is none is that of a stream that can't tell. */
        static FirstLife of(@Nullable String text) {
            FirstLife life = new FirstLife();
            if (text != null) {
                life.isAtOrigin = text.equals(AT_ORIGIN);
                life.hasLeft = !life.isAtOrigin;
                int space = text.indexOf(' ');
                try {
                    life.leftOut = space < 0 ? 0 : Long.parseLong(text.substring(space + 1));
                    life.generation = space < 0 ? null : UUID.fromString(text.substring(0, space));
                } catch (IllegalArgumentException malformed) {
                    life.generation = null;
                }
            }
            return life;
        }

        @Nullable
        String text() {
            if (isAtOrigin) {
                return AT_ORIGIN;
            }
            return generation == null ? hasLeft ? LEFT : null : generation + " " + leftOut;
        }

        long leftOutBefore(@Nullable StateVersion version) {
            if (isAtOrigin) {
                return StreamOpener.PERHAPS_A_LIFE;
            }
            return version != null && version.generation().equals(generation) ? leftOut : -1;
        }

        void comesTo(@Nullable HeldState stored) {
            StateVersion version = stored == null ? null : stored.version();
            if (version == null) {
                // Who is there a second time can't be told from who is there still.
                isAtOrigin = !hasLeft;
                generation = null;
            } else if (isAtOrigin) {
                isAtOrigin = false;
                hasLeft = true;
                generation = version.number() == 1 ? version.generation() : null;
            }
        }
    }

    /** Tells the outlet how far the stream has come, unless something waits in the filter, which has not come through then. */
    void comeThrough(@Nullable HeldState stored, long newest, @Nullable Outlet way) {
        firstLife.comesTo(stored);
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
