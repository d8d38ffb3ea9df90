// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * The watch for events that no socket tells: a line that has died without closing, the end of a sleep, another network.
 *
 * <p>It ticks twice in each heartbeat interval. Each tick pings, whatever else flows; silence for one and a half intervals, which is
 * three pings without an answer, ends the session, at the latest two intervals after the line has died. A line on which updates still
 * come, but pings are not answered, is dead in one direction, and ends after three intervals. A tick that comes late itself, as after a
 * pause of the process, proves nothing: it pings first.
 *
 * <p>Owned by the client's loop, except for {@link #heard} and {@link #answered}.
 */
final class Liveness {
    /** The difference between the progress of the wall clock and the monotonic clock that tells of a sleep, or of a clock that was set. */
    private static final Duration CLOCK_JUMP = Duration.ofSeconds(5);

    private static final Duration LONGEST_INTERVAL = TimeSource.A_CENTURY.dividedBy(4);

    /** The time in which a suspect line must answer. */
    private static final Duration SUSPECT_FOR = Duration.ofSeconds(2);

    private final Duration interval;
    private final TimeSource time;
    private final Executor loop;
    private final Executor blocking;
    private final NetworkProbe network;
    private final Actions actions;

    private TimeSource.@Nullable Timer ticker;
    private TimeSource.@Nullable Timer suspicion;
    private Instant lastWall;
    private long lastNanos;
    private long dueNanos;
    private @Nullable Object lastNetwork;
    private boolean probing;
    private boolean open;
    private boolean stopped;
    private volatile long heardNanos;
    private volatile long answeredNanos;

    /** The actions that follow from what was noticed. */
    interface Actions {
        /** Sends a ping, if a session is open. */
        void ping();

        /** Returns whether messages may have come that were not read, since the client was busy. */
        boolean isBehind();

        /** Ends the open session, on which nothing came for too long. */
        void silent(String why);

        /** Lets a wait for the next attempt end early, since the network may be there again. */
        void wake(String why);
    }

    Liveness(
            Duration interval,
            TimeSource time,
            Executor loop,
            Executor blocking,
            NetworkProbe network,
            Actions actions) {
        // The interval is bounded, since three of them are waited for.
        this.interval = interval.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : interval;
        this.time = time;
        this.loop = loop;
        this.blocking = blocking;
        this.network = network;
        this.actions = actions;
        this.lastWall = time.instant();
        this.lastNanos = time.nanoTime();
    }

    /** Begins to watch, until {@link #stop}. */
    void start() {
        lastWall = time.instant();
        lastNanos = time.nanoTime();
        probeNetwork();
        next();
    }

    void stop() {
        stopped = true;
        if (ticker != null) {
            ticker.cancel();
        }
        sessionEnded();
    }

    void sessionOpened() {
        heardNanos = time.nanoTime();
        answeredNanos = heardNanos;
        open = true;
    }

    void sessionEnded() {
        open = false;
        if (suspicion != null) {
            suspicion.cancel();
            suspicion = null;
        }
    }

    /** Notes that a pong or a message came. May be called by any thread. */
    void heard() {
        heardNanos = time.nanoTime();
    }

    /** Notes that a pong came, which shows that messages of this side arrive too. May be called by any thread. */
    void answered() {
        answeredNanos = time.nanoTime();
        heard();
    }

    private void next() {
        dueNanos = time.nanoTime() + interval.dividedBy(2).toNanos();
        ticker = time.schedule(interval.dividedBy(2), () -> loop.execute(this::tick));
    }

    private void tick() {
        if (stopped) {
            // The tick was on its way when it was cancelled.
            return;
        }
        boolean late = time.nanoTime() - dueNanos > interval.dividedBy(2).toNanos();
        next();
        lookAtClock();
        probeNetwork();
        if (!open) {
            return;
        }
        if (late || actions.isBehind()) {
            // The client itself stood still, and what came meanwhile may still wait to be read: it pings first.
            answered();
        }
        long silence = time.nanoTime() - heardNanos;
        long unanswered = time.nanoTime() - answeredNanos;
        if (silence >= interval.multipliedBy(3).dividedBy(2).toNanos()) {
            actions.silent("nothing came for " + Duration.ofNanos(silence).toMillis() + " ms, pings included");
        } else if (unanswered >= interval.multipliedBy(3).toNanos()) {
            // Updates still come, but nothing that the client asks for would arrive. The limit is patient, since a pong
            // may queue behind a lot of data.
            actions.silent(
                    "no ping was answered for " + Duration.ofNanos(unanswered).toMillis() + " ms");
        } else {
            actions.ping();
        }
    }

    private void lookAtClock() {
        Instant wall = time.instant();
        long nanos = time.nanoTime();
        Duration jump = Duration.between(lastWall, wall).minusNanos(nanos - lastNanos);
        lastWall = wall;
        lastNanos = nanos;
        if (jump.abs().compareTo(CLOCK_JUMP) > 0) {
            suspect("the clock jumped by " + jump.toSeconds() + " s, as after a sleep");
        }
    }

    private void probeNetwork() {
        if (probing) {
            return;
        }
        probing = true;
        blocking.execute(() -> {
            Object found = fingerprint();
            loop.execute(() -> {
                probing = false;
                boolean changed = lastNetwork != null && !lastNetwork.equals(found);
                lastNetwork = found;
                if (changed) {
                    suspect("the network has changed");
                }
            });
        });
    }

    private Object fingerprint() {
        try {
            return network.fingerprint();
        } catch (Throwable e) {
            return "unknown";
        }
    }

    /** Asks the open line for a sign of life, which must come soon; without a line, lets the client try at once. */
    private void suspect(String why) {
        if (!open) {
            actions.wake(why);
            return;
        }
        long since = time.nanoTime();
        actions.ping();
        if (suspicion != null) {
            suspicion.cancel();
        }
        suspicion = time.schedule(
                SUSPECT_FOR,
                () -> loop.execute(() -> {
                    if (!open || heardNanos - since >= 0) {
                        return;
                    }
                    if (time.nanoTime() - since > SUSPECT_FOR.multipliedBy(2).toNanos()) {
                        // The client itself stood still, and an answer may still wait to be read.
                        suspect(why);
                    } else {
                        actions.silent(why + ", and the line did not answer");
                    }
                }));
    }
}
