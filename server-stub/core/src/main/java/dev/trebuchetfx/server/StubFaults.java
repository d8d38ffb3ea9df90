// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.server.fault.FaultInjector;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * The faults that can be asked for at one server. Safe for use by any thread.
 *
 * <p>Methods that take a stream's id throw {@link IllegalArgumentException} if the server has no such stream.
 */
public final class StubFaults {
    private final FaultInjector injector;

    StubFaults(FaultInjector injector) {
        this.injector = injector;
    }

    /**
     * Brings any fault about. A paused connection holds what it has to send; once that is more than
     * {@link StubServerBuilder#maxQueuedBytes}, the connection is closed as too slow.
     *
     * @return a future with the number of connections, updates or streams that the fault hits, which completes when it is done
     * @throws IllegalArgumentException if too many faults wait for updates to hit
     */
    public CompletableFuture<Integer> inject(Fault fault) {
        return injector.inject(fault);
    }

    /** Drops every connection without a closing handshake, and returns how many there were. */
    public int cut() {
        return cut(Duration.ZERO);
    }

    /** Drops the connection to which this stream is bound, and returns how many there were, 0 or 1. */
    public int cut(UUID streamId) {
        return cut(Duration.ZERO, streamId);
    }

    /**
     * Drops every connection without a closing handshake, and refuses those clients with status 503 for a while, so that what
     * others change meanwhile is missed. A client is known by the header {@code Trebuchet-Client}, which clients of this project send; one
     * that sends none is not refused.
     *
     * @param keepOut the time for which they are refused from now on, at most a day
     * @return the number of connections that there were
     * @throws IllegalArgumentException if {@code keepOut} is negative or too long
     */
    public int cut(Duration keepOut) {
        return injector.cut(keepOut, null);
    }

    /** Does what {@link #cut(Duration)} does, but only to the connection to which this stream is bound. */
    public int cut(Duration keepOut, UUID streamId) {
        return injector.cut(keepOut, streamId);
    }

    /**
     * Loses the next {@code updates} updates, of whichever streams, on their way to a live connection. They are numbered and
     * buffered all the same, so the client sees a gap and can heal it: replays are not touched.
     *
     * @param updates the number of updates, at least 1
     * @throws IllegalArgumentException if {@code updates} is less than 1, or too many faults wait for updates to hit
     */
    public void drop(int updates) {
        injector.drop(updates, null);
    }

    /** Does what {@link #drop(int)} does, but only to updates of this stream. */
    public void drop(int updates, UUID streamId) {
        injector.drop(updates, streamId);
    }

    /**
     * Forgets every buffer as if the time had passed: a detached stream expires; a bound one goes on, but a later resume that
     * missed something finds it evicted.
     *
     * @return a future with the number of streams, which completes when it is done
     */
    public CompletableFuture<Integer> expire() {
        return injector.expire(null);
    }

    /** Does what {@link #expire()} does, but only to this stream. */
    public CompletableFuture<Integer> expire(UUID streamId) {
        return injector.expire(streamId);
    }
}
