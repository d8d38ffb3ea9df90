// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * Streams that the server sends though nobody here knows them, as when a {@code streamStart} was lost. What is late, or has overtaken
 * its {@code streamStart}, is none of them: so a stream must have been unknown for a while before the server is told to end it, and it
 * is told again only after as long.
 *
 * <p>Owned by the client's loop.
 */
final class UnwantedStreams {
    /** Streams that are looked at; where there are more within the time, the others must wait. */
    static final int MAX_REMEMBERED = 1_000;

    private static final Duration BETWEEN_ENDS = Duration.ofMillis(100);

    private final TimeSource time;
    private final Duration patience;
    private final Allowance ends;
    private final Map<UUID, Since> since = new LinkedHashMap<>();

    /** Since when a stream is unknown, or the server was told last to end it; oldest first. */
    private record Since(long nanos, boolean told) {}

    UnwantedStreams(TimeSource time, Duration patience) {
        this.time = time;
        this.patience = patience;
        this.ends = new Allowance(time, MAX_REMEMBERED, BETWEEN_ENDS);
    }

    /** From now on what comes of it is late. */
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

    /** The server speaks of it: whether it has done so for too long. */
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
     * The server has begun a stream that nobody awaits, or goes on with one.
     *
     * @return whether it is told to end it: not where it was just told, nor where it begins another one for each that is ended
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

    /** The session is over: nothing of it comes any more. */
    void clear() {
        since.clear();
    }
}
