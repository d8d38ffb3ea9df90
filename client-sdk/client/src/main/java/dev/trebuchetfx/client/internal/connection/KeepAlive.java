// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The watch that lets no session be without a message of the client for longer than its rules allow.
 *
 * <p>Owned by the client's loop.
 */
public final class KeepAlive {
    private final TimeSource time;
    private final Executor loop;
    private final Consumer<Session> speak;

    // Valid for one session.
    private @Nullable Session session;
    private TimeSource.@Nullable Timer timer;

    /**
     * Creates a watch without a session.
     *
     * @param speak sends at least one message on a session that has been quiet for too long
     */
    public KeepAlive(TimeSource time, Executor loop, Consumer<Session> speak) {
        this.time = time;
        this.loop = loop;
        this.speak = speak;
    }

    /** Takes a new session, in place of the one before. */
    public void begin(Session next) {
        stop();
        session = next;
        if (!next.line().keepAlive().isZero()) {
            lookIn(next.line().keepAlive(), next);
        }
    }

    /** Takes the end of a session. */
    public void end(Session ended) {
        if (session == ended) {
            stop();
        }
    }

    private void stop() {
        session = null;
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void lookIn(Duration delay, Session on) {
        timer = time.schedule(
                delay,
                () -> loop.execute(() -> {
                    if (session == on) {
                        look(on);
                    }
                }));
    }

    private void look(Session on) {
        Duration most = on.line().keepAlive();
        Duration quiet = Duration.ofNanos(time.nanoTime() - on.sentNanos());
        if (quiet.compareTo(most) >= 0) {
            speak.accept(on);
            if (session == on) {
                // Otherwise the message has ended the session.
                lookIn(most, on);
            }
        } else {
            lookIn(most.minus(quiet), on);
        }
    }
}
