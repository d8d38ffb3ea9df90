// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.time.Duration;

/**
 * The bounds of an actor's log. An entry is kept as long as it is within all three; beside those, the log keeps what is needed to make the
 * state of the oldest entry within them: the newest whole state before it, and the patches between. Whoever
 * writes patches therefore writes a whole state now and then, or the log only grows. A store may keep somewhat more, since it need not look
 * at each write.
 *
 * @param versions the most versions, 1 or more
 * @param age the longest time since an entry was stored
 * @param bytes the most bytes of content that the entries of one actor have together, 0 or more; the newest entry is kept in any case
 */
public record LogRetention(int versions, Duration age, long bytes) {
    /**
     * 4,000 versions, 5 minutes and 8 MiB: a stream of an actor that changes ten times a second can be replayed over 5 minutes, as far as
     * its changes have 2 kB or less.
     */
    public static final LogRetention DEFAULT = new LogRetention(4_000, Duration.ofMinutes(5), 8L << 20);

    public LogRetention {
        if (versions < 1 || age.isNegative() || bytes < 0) {
            throw new IllegalArgumentException(
                    "a log's retention must be 1 version or more, with an age and bytes of 0 or more, but was "
                            + versions + " versions, " + age + " and " + bytes + " bytes");
        }
    }
}
