// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Instant;

/**
 * A walk through an actor's log in a database from the newest entry to older ones, which finds the oldest one to keep. Confined to the thread that trims
 * the log.
 */
public final class LogTrimming {
    /** The most versions between two looks at a log: a look costs time for each entry that is kept. */
    private static final int MAX_VERSIONS_BETWEEN = 256;

    /** The part of the retention that a log may have beyond it, about. */
    private static final int SHARE = 8;

    private final LogRetention retention;
    private final Instant oldestTime;
    private int versions;
    private long bytes;
    private boolean isPastRetention;
    private boolean isRebuilt;

    /** Begins at the newest entry, with the time that it is now by the clock of the log. */
    public LogTrimming(LogRetention retention, Instant now) {
        this.retention = retention;
        this.oldestTime = now.minus(TimeSource.bounded(retention.age()));
    }

    /**
     * Returns whether the log is to be trimmed with the write of a version, so that it never grows far past its retention: the more
     * often, the larger the contents are.
     */
    public static boolean isDue(LogRetention retention, long number, long contentBytes) {
        long fitting = retention.bytes() / SHARE / Math.max(1, contentBytes);
        long between = Math.clamp(Math.min(fitting, retention.versions() / SHARE), 1, MAX_VERSIONS_BETWEEN);
        // A power of two, so that versions with more between two trims have theirs among those with fewer.
        return number % Long.highestOneBit(between) == 0;
    }

    /** Returns whether the next older entry is kept. After the first one that is not, all older ones are not. */
    public boolean keeps(boolean isPatch, long contentBytes, Instant storedAt) {
        versions++;
        bytes += contentBytes;
        isPastRetention |= versions > 1
                && (versions > retention.versions() || storedAt.isBefore(oldestTime) || bytes > retention.bytes());
        if (isPastRetention && isRebuilt) {
            return false;
        }
        isRebuilt = !isPatch;
        return true;
    }
}
