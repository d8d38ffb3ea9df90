// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The plan by which a connection gets a successor before it becomes too old. An attempt that fails is repeated after a while, and the
 * connection in use is left alone.
 *
 * <p>Owned by the client's loop.
 */
final class Successor {
    /** The share of the longest life after which a successor is due at the earliest; the rest is drawn, since many clients connect at once. */
    private static final double EARLIEST = 0.8;

    private final TimeSource time;
    private final Executor loop;
    private final BackoffPolicy backoff;
    private final Supplier<Line> lines;

    // Valid for one session.
    private int generation;
    private int failures;
    private TimeSource.@Nullable Timer timer;
    private @Nullable Line dialled;

    /**
     * Creates a plan without a session.
     *
     * @param lines makes lines that have not begun
     */
    Successor(TimeSource time, Executor loop, BackoffPolicy backoff, Supplier<Line> lines) {
        this.time = time;
        this.loop = loop;
        this.backoff = backoff;
        this.lines = lines;
    }

    /** Takes a new session, which may become as old as this; zero for any age. */
    void after(Duration longestLife) {
        forget();
        if (!longestLife.isZero()) {
            double share = EARLIEST + (1 - EARLIEST) * time.random().nextDouble();
            in(Duration.ofNanos((long) (longestLife.toNanos() * share)));
        }
    }

    /** Takes the end of the session: an attempt under way is given up. */
    void end() {
        Line under = dialled;
        forget();
        if (under != null) {
            under.leave("the connection that it was to replace has ended");
        }
    }

    /** Takes the failure of the attempt, and plans the next one. */
    void failed() {
        dialled = null;
        failures++;
        // Half of the wait is certain, since the connection in use is good and nobody is in a hurry.
        Duration most = backoff.ceiling(failures);
        in(most.dividedBy(2).plus(Duration.ofNanos(time.random().nextLong(most.toNanos() / 2 + 1))));
    }

    private void forget() {
        generation++;
        failures = 0;
        dialled = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void in(Duration delay) {
        int mine = generation;
        timer = time.schedule(
                delay,
                () -> loop.execute(() -> {
                    if (mine == generation) {
                        timer = null;
                        Line next = lines.get();
                        // The attempt may fail, or even lead to a connection, before it returns.
                        dialled = next;
                        next.connect();
                    }
                }));
    }
}
