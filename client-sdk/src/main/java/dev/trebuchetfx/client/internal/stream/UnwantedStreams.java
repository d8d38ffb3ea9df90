// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.internal.time.TimeSource;
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

    private final TimeSource time;
    private final Duration patience;
    /** Since when each is unknown, or was told last; oldest first. */
    private final Map<UUID, Long> since = new LinkedHashMap<>();

    UnwantedStreams(TimeSource time, Duration patience) {
        this.time = time;
        this.patience = patience;
    }

    /** From now on what comes of it is late. */
    void begins(UUID streamID) {
        since.remove(streamID);
        if (since.size() == MAX_REMEMBERED) {
            since.remove(since.keySet().iterator().next());
        }
        since.put(streamID, time.nanoTime());
    }

    /** The server speaks of it: whether it has done so for too long. */
    boolean isOverdue(UUID streamID) {
        Long known = since.get(streamID);
        if (known != null) {
            return isLongAgo(known);
        }
        if (since.size() < MAX_REMEMBERED || isLongAgo(since.values().iterator().next())) {
            begins(streamID);
        }
        return false;
    }

    private boolean isLongAgo(long at) {
        return time.nanoTime() - at >= patience.toNanos();
    }

    /** The session is over: nothing of it comes any more. */
    void clear() {
        since.clear();
    }
}
