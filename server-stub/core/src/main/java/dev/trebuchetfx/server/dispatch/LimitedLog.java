// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The log of one connection: at most one line a second of each kind, and no more than the server's connections may write together. The next
 * line says how many were left out. Safe for use by any thread; its monitor guards the counts and is never held while a line is written.
 */
final class LimitedLog {
    private final BiConsumer<Kind, String> lines;
    private final TokenBucket together;
    private final TrafficCounts counts;
    private final TimeSource time;
    private final Map<Kind, Written> written = new EnumMap<>(Kind.class);

    /** The kinds of lines, each with a limit of its own. */
    enum Kind {
        UNREADABLE("unreadable messages"),
        TOO_MUCH("closed connections"),
        SILENT("silent connections"),
        AUTHORIZER("failures of the authorizer");

        private final String plural;

        Kind(String plural) {
            this.plural = plural;
        }
    }

    /** The time of the last line, and the number of those that were left out since. */
    private static final class Written {
        private long atNanos;
        private long leftOut;
    }

    /**
     * Creates the log of a connection.
     *
     * @param lines writes a line
     * @param together the rate of all connections together
     */
    LimitedLog(BiConsumer<Kind, String> lines, TokenBucket together, TrafficCounts counts, TimeSource time) {
        this.lines = lines;
        this.together = together;
        this.counts = counts;
        this.time = time;
    }

    /** Writes a line, or leaves it out. */
    void say(Kind kind, String line) {
        long leftOut = admit(kind);
        if (leftOut == 0) {
            lines.accept(kind, line);
        } else if (leftOut > 0) {
            lines.accept(kind, line + " (" + leftOut + " more lines about " + kind.plural + " were left out)");
        }
    }

    /** Writes what was left out since the last lines, as the connection has ended. */
    void end(String who) {
        for (Kind kind : Kind.values()) {
            long leftOut = takeLeftOut(kind);
            if (leftOut > 0 && together.tryTake()) {
                lines.accept(
                        kind,
                        leftOut + " more lines about " + kind.plural + " were left out, from a connection of " + who
                                + " that has ended");
            }
        }
    }

    /** Returns how many lines were left out before this one; negative where it is left out itself. */
    private synchronized long admit(Kind kind) {
        long now = time.nanoTime();
        Written last = written.get(kind);
        boolean due = last == null || now - last.atNanos >= TimeUnit.SECONDS.toNanos(1);
        if (last == null) {
            last = new Written();
            written.put(kind, last);
        }
        if (!due || !together.tryTake()) {
            last.leftOut++;
            counts.lineLeftOut();
            return -1;
        }
        long leftOut = last.leftOut;
        last.atNanos = now;
        last.leftOut = 0;
        return leftOut;
    }

    private synchronized long takeLeftOut(Kind kind) {
        Written last = written.get(kind);
        if (last == null) {
            return 0;
        }
        long leftOut = last.leftOut;
        last.leftOut = 0;
        return leftOut;
    }
}
