// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Notices what no socket tells: a line that has died without closing, the end of a sleep, another network.
 *
 * <p>It ticks twice in each heartbeat interval. Each tick pings, whatever else flows; silence for one and a half intervals, so
 * three pings without an answer, ends the session, at the latest two intervals after the line has died. Owned by the client's
 * loop, but for {@link #heard} and {@link #answered}. A line on which updates still come, but pings are not answered, is dead
 * in one direction, and ends after three intervals. A tick that comes late itself, as after a pause of the process, is no evidence of anything:
 * it pings first.
 */
final class Liveness {
    /** Wall-clock time that passed beside the monotonic clock's: a machine that slept, or a clock that was set. */
    private static final Duration CLOCK_JUMP = Duration.ofSeconds(5);

    private static final Duration LONGEST_INTERVAL = TimeSource.A_CENTURY.dividedBy(4);

    /** How long a line that is suspect has for an answer. */
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

    /** What is done about it. */
    interface Actions {
        /** Sends a ping, if a session is open. */
        void ping();

        /** Whether something may have come that was not read, since we had enough to do. */
        boolean isBehind();

        /** Nothing came for too long on the open session. */
        void silent(String why);

        /** The network may be there again: a wait for the next attempt can end. */
        void wake(String why);
    }

    Liveness(
            Duration interval,
            TimeSource time,
            Executor loop,
            Executor blocking,
            NetworkProbe network,
            Actions actions) {
        // Three of them are waited for.
        this.interval = interval.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : interval;
        this.time = time;
        this.loop = loop;
        this.blocking = blocking;
        this.network = network;
        this.actions = actions;
        this.lastWall = time.instant();
        this.lastNanos = time.nanoTime();
    }

    /** Begins to watch; until {@link #stop}. */
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

    /** Something came, a pong or a message. By any thread. */
    void heard() {
        heardNanos = time.nanoTime();
    }

    /** A pong came: what we send arrives, too. By any thread. */
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
            // It was on its way when it was cancelled.
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
            // Where we stood still ourselves, what came meanwhile may still wait to be read: ask first.
            answered();
        }
        long silence = time.nanoTime() - heardNanos;
        long unanswered = time.nanoTime() - answeredNanos;
        if (silence >= interval.multipliedBy(3).dividedBy(2).toNanos()) {
            actions.silent("nothing came for " + Duration.ofNanos(silence).toMillis() + " ms, pings included");
        } else if (unanswered >= interval.multipliedBy(3).toNanos()) {
            // Updates still come, but nothing that we ask for would arrive. A pong may queue behind a lot of data: be
            // patient.
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

    /** The open line must show soon that it lives; a client without one tries at once. */
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
                        // We stood still ourselves: what it answered may still wait to be read.
                        suspect(why);
                    } else {
                        actions.silent(why + ", and the line did not answer");
                    }
                }));
    }
}
