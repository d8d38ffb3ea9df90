// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateVersion;
import java.util.UUID;

/**
 * The positions of a stream that comes through versions without an update, since its filter leaves them out. A new cursor is made only
 * before the log may forget the one that the client has.
 *
 * <p>Confined to the turns of the stream's actor.
 */
final class QuietPositions {
    /** The share of the log over which a client's cursor may lie back. */
    private static final int SHARE = 4;

    private final LogRetention log = LogRetention.DEFAULT;
    private final TimeSource time;
    private long version;
    private long madeAt;

    QuietPositions(TimeSource time) {
        this.time = time;
        this.madeAt = time.nanoTime();
    }

    /** Notes that the client gets a cursor with an update. */
    void told(long through) {
        version = through;
        madeAt = time.nanoTime();
    }

    /** Tells the outlet how far the stream has come without an update; only while nothing waits in the filter. */
    void comeThrough(HeldState stored, FilterStage filter, long newest, Outlet way) {
        StateVersion through = stored.version();
        UUID writeId = stored.writeId();
        if (through == null || writeId == null || !way.declaresSkips()) {
            return;
        }
        String cursor = null;
        if (through.number() - version >= log.versions() / SHARE
                || time.nanoTime() - madeAt >= log.age().toNanos() / SHARE) {
            cursor = Cursor.of(through, writeId, filter.plan(), filter.mark(), time)
                    .text();
            told(through.number());
        }
        Outlet.Quiet before = way.quiet();
        way.tellQuietly(new Outlet.Quiet(
                newest,
                cursor == null && before != null && before.sequence() == newest ? before.cursor() : cursor,
                through.number()));
    }
}
