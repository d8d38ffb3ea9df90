// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.internal.patience.Allowance;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The streams that the server sends though nobody here knows them, as when a {@code streamStart} was lost. A message that is late, or
 * has overtaken its {@code streamStart}, makes none: so a stream must have been unknown for a while before the server is told to end
 * it, and it is told again only after as long.
 *
 * <p>Owned by the client's loop.
 */
final class UnwantedStreams {
    /** The largest number of streams that are watched; where there are more within the time, the others must wait. */
    static final int MAX_REMEMBERED = 1_000;

    private static final Duration BETWEEN_ENDS = Duration.ofMillis(100);

    private final TimeSource time;
    private final Duration patience;
    private final Allowance ends;
    private final Map<UUID, Since> since = new LinkedHashMap<>();

    /** The time since which a stream is unknown, or at which the server was last told to end it. */
    private record Since(long nanos, boolean told) {}

    UnwantedStreams(TimeSource time, Duration patience) {
        this.time = time;
        this.patience = patience;
        this.ends = new Allowance(time, MAX_REMEMBERED, BETWEEN_ENDS);
    }

    /** Begins to watch a stream: what comes of it from now on may be late. */
    void begins(UUID streamID) {
        remember(streamID, false);
    }

    private void remember(UUID streamID, boolean told) {
        since.remove(streamID);
        if (since.size() == MAX_REMEMBERED) {
            since.remove(since.keySet().iterator().next());
        }
        since.put(streamID, new Since(time.nanoTime(), told));
    }

    /** Notes that the server speaks of a stream, and returns whether it has done so for too long. */
    boolean isOverdue(UUID streamID) {
        Since known = since.get(streamID);
        if (known != null) {
            return isLongAgo(known);
        }
        if (since.size() < MAX_REMEMBERED || isLongAgo(since.values().iterator().next())) {
            begins(streamID);
        }
        return false;
    }

    /**
     * Decides on a stream that the server has begun though nobody awaits it, or goes on with.
     *
     * @return true if the server is told to end it; false where it was just told, or begins another one for each that is ended
     */
    boolean ends(UUID streamID) {
        Since known = since.get(streamID);
        if ((known != null && known.told() && !isLongAgo(known))
                || !ends.pause().isZero()) {
            return false;
        }
        ends.use();
        remember(streamID, true);
        return true;
    }

    private boolean isLongAgo(Since known) {
        return time.nanoTime() - known.nanos() >= patience.toNanos();
    }

    /** Forgets all streams, since the session is over and nothing of them comes any more. */
    void clear() {
        since.clear();
    }
}
