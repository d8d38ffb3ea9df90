// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.error.ConnectionRefusedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import dev.trebuchetfx.protocol.transport.Transport;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keeper of one connection: it connects, notices the end, waits as the backoff policy says, and connects again. A connection that has
 * become old gives way to its successor, which is opened beside it.
 *
 * <p>Owned by the client's loop: every method is called on it.
 */
public final class ConnectionManager {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionManager.class);

    private final ConnectionSettings settings;
    private final TimeSource time;
    private final SerialExecutor loop;
    private final ConnectionObserver observer;
    private final Line.Shared shared;
    private final Liveness liveness;
    private final LineMemory memory;

    // Valid for the client.
    private final RetryPlan plan;
    private ConnectionState state;
    private int connections;
    /** The lines whose successors carry the streams, and on which calls wait for their answers. */
    private final Set<Line> retired = new LinkedHashSet<>();

    // Valid for one attempt and the connection that it leads to.
    private volatile @Nullable Line line;
    private @Nullable Session session;
    private final Successor successor;
    /** The session whose line is about to be dropped, since too much waits to be sent. */
    private @Nullable Session overfull;

    private long connectedAtNanos;

    // Valid while the next attempt is waited for.
    private boolean waiting;
    private TimeSource.@Nullable Timer wait;
    private int waits;
    private long nextAttemptNanos;

    /**
     * Creates a manager that does nothing until {@link #start}.
     *
     * @param clientId the id of this client, in each of its connections; it identifies, it does not authorize
     * @param loop the owner of this object's state
     * @param blocking the executor on which the suppliers of tokens and headers may take their time
     */
    public ConnectionManager(
            ConnectionSettings settings,
            String clientId,
            Transport transport,
            TimeSource time,
            SerialExecutor loop,
            Executor blocking,
            ConnectionObserver observer) {
        this.settings = settings;
        this.time = time;
        this.loop = loop;
        this.observer = observer;
        this.shared = new Line.Shared(settings, clientId, transport, time, loop, blocking);
        this.memory = new LineMemory(settings.line());
        this.plan = new RetryPlan(
                settings.endpoints().stream().map(ServerAddress::uri).toList(),
                settings.order(),
                settings.backoff(),
                settings.headers().areAskedFor(),
                time);
        this.state = new ConnectionState.Connecting(plan.current());
        this.liveness = new Liveness(
                settings.heartbeatInterval(), time, loop, blocking, settings.network(), new LivenessActions());
        this.successor = new Successor(time, loop, settings.backoff(), this::newLine);
    }

    /** Begins the first attempt. */
    public void start() {
        moveTo(state);
        liveness.start();
        connect();
    }

    /** Returns the session that is open, or null where none is. */
    public @Nullable Session session() {
        return session;
    }

    /** Returns the state of the connection. */
    public ConnectionState state() {
        return state;
    }

    /** Ends a wait, or being offline, with an attempt at once. */
    public void reconnectNow() {
        if (waiting || state instanceof ConnectionState.Offline) {
            RetryPlan.Attempt first = plan.anew("asked to connect now");
            moveTo(new ConnectionState.Reconnecting(first.number(), first.endpoint(), time.instant(), first.why()));
            connect();
        }
    }

    /** Leaves a server for another one, if there is another one to go to. */
    public void goElsewhere(Session from, String why) {
        Line left = line;
        if (session != from || settings.endpoints().size() < 2 || left == null) {
            return;
        }
        left.leave("going elsewhere");
        over(new TransportClosed.Ended(RetryTimes.SERVICE_RESTART, why, false));
    }

    /** Closes the lines that have successors and on which nothing is waited for any more. */
    public void closeRetired(Predicate<Session> isInUse) {
        for (Line old : List.copyOf(retired)) {
            Session on = old.session();
            if (on == null || !isInUse.test(on)) {
                retired.remove(old);
                old.leave("went on with another connection");
            }
        }
    }

    /**
     * Returns whether the line takes another message. If too much waits to be sent already, the line is dropped soon, as one that is dead: a
     * server that does not read must not fill the memory of this client.
     */
    public boolean hasRoom(Session on) {
        long queued = on.connection().queuedBytes();
        if (queued < settings.maxQueuedBytes()) {
            return true;
        }
        Line full = line;
        if (session == on && overfull != on && full != null) {
            overfull = on;
            // The caller may be in the middle of a change that the end of the session would disturb.
            full.soon(() -> full.drop("the server does not read: " + queued + " bytes wait to be sent, and "
                    + settings.maxQueuedBytes() + " may"));
        }
        return false;
    }

    /** Ends the connection for good: nothing is tried again. */
    public void close() {
        if (state instanceof ConnectionState.Closed) {
            return;
        }
        Session ended = session;
        Line open = line;
        stopWaiting();
        successor.end();
        liveness.stop();
        session = null;
        line = null;
        if (open != null) {
            open.leave("client closed");
        }
        retired.forEach(old -> old.leave("client closed"));
        retired.clear();
        if (ended != null) {
            observer.onDisconnected(ended, "the client was closed");
        }
        moveTo(new ConnectionState.Closed());
    }

    private void stopWaiting() {
        waits++;
        waiting = false;
        if (wait != null) {
            wait.cancel();
            wait = null;
        }
    }

    private void connect() {
        stopWaiting();
        Line next = newLine();
        line = next;
        next.connect();
    }

    private Session begin(Line opened, TransportConnection connection, Map<String, String> headers) {
        connections++;
        plan.opened();
        connectedAtNanos = time.nanoTime();
        liveness.sessionOpened();
        Session begun = new Session(
                connections,
                plan.current(),
                connection,
                memory.of(plan.current()),
                "1".equals(headers.get("trebuchet-ext")),
                connectedAtNanos);
        session = begun;
        opened.carries(begun);
        successor.after(begun.line().longestLife());
        moveTo(new ConnectionState.Connected(plan.current()));
        return begun;
    }

    private Line newLine() {
        return new Line(plan.current(), shared, new LineOwner());
    }

    /** Takes a line that was opened beside the one in use, whose place it takes. */
    private void replace(Line next, TransportConnection connection, Map<String, String> headers) {
        Line old = line;
        Session before = session;
        line = next;
        liveness.sessionEnded();
        Session begun = begin(next, connection, headers);
        if (old == null || before == null) {
            observer.onConnected(begun);
        } else {
            retired.add(old);
            observer.onReplaced(before, begun);
        }
    }

    private void over(TransportClosed closed) {
        Session lost = session;
        line = null;
        session = null;
        stopWaiting();
        successor.end();
        liveness.sessionEnded();
        if (lost != null) {
            ended(lost, closed);
        }
        boolean wasOpen = lost != null && closed instanceof TransportClosed.Ended;
        Duration held = Duration.ofNanos(time.nanoTime() - connectedAtNanos);
        follow(planned(() -> wasOpen ? plan.lost((TransportClosed.Ended) closed, held) : plan.failed(closed), closed));
    }

    private void ended(Session lost, TransportClosed closed) {
        String learned = memory.learn(lost, closed);
        if (learned != null) {
            observer.onLineAdapted(lost, learned);
        }
        observer.onDisconnected(lost, closed.why());
    }

    /** Returns the next step of the plan. A plan that fails counts as a failed attempt: without a next step the client would be over. */
    private RetryPlan.Next planned(Supplier<RetryPlan.Next> next, TransportClosed closed) {
        try {
            return next.get();
        } catch (RuntimeException e) {
            ForeignCode.log(LOG, "The next attempt to connect could not be planned; it follows after a while", e);
            return plan.failedInside(closed);
        }
    }

    private void follow(RetryPlan.Next next) {
        switch (next) {
            case RetryPlan.Attempt again -> await(again);
            case RetryPlan.GiveUp(String why) -> {
                moveTo(new ConnectionState.Offline(why));
                observer.onOffline(new ConnectionRefusedException(why + " (" + plan.endpoints() + ")"));
            }
        }
    }

    private void await(RetryPlan.Attempt next) {
        stopWaiting();
        waiting = true;
        Duration delay = TimeSource.bounded(next.delay());
        nextAttemptNanos = time.nanoTime() + delay.toNanos();
        Instant at = time.instant().plus(delay);
        moveTo(new ConnectionState.Reconnecting(next.number(), next.endpoint(), at, next.why()));
        int mine = waits;
        wait = time.schedule(
                delay,
                () -> loop.execute(() -> {
                    if (mine == waits) {
                        connect();
                    }
                }));
    }

    private void moveTo(ConnectionState next) {
        state = next;
        observer.onStateChanged(connections, next);
    }

    /** The actions on a line that may be dead, and on a network that may be there again. */
    private final class LivenessActions implements Liveness.Actions {
        @Override
        public void ping() {
            if (session != null) {
                session.connection().ping();
            }
        }

        @Override
        public boolean isBehind() {
            Line current = line;
            return current != null && current.isBehind();
        }

        @Override
        public void silent(String why) {
            Line silent = line;
            if (session != null && silent != null) {
                silent.drop(why);
            }
        }

        @Override
        public void wake(String why) {
            if (waiting) {
                RetryPlan.Attempt sooner = plan.hurried(Duration.ofNanos(nextAttemptNanos - time.nanoTime()), why);
                if (sooner != null) {
                    await(sooner);
                }
            }
        }
    }

    /** The news of a line: whether it is the one in use, its successor or its predecessor decides what that means. */
    private final class LineOwner implements Line.Owner {
        @Override
        public void opened(Line opened, TransportConnection connection, Map<String, String> headers) {
            if (opened == line) {
                observer.onConnected(begin(opened, connection, headers));
            } else {
                replace(opened, connection, headers);
            }
        }

        @Override
        public void message(Line from, Session on, Bytes message) {
            observer.onMessage(on, message);
        }

        @Override
        public void withoutHeaders(Line failed, TransportClosed closed) {
            if (failed == line) {
                line = null;
                follow(planned(() -> plan.failedWithoutToken(closed), closed));
            } else {
                successor.failed();
            }
        }

        @Override
        public void ended(Line ended, TransportClosed closed) {
            if (ended == line) {
                over(closed);
            } else if (retired.remove(ended)) {
                Session left = ended.session();
                if (left != null) {
                    ConnectionManager.this.ended(left, closed);
                }
            } else {
                successor.failed();
            }
        }

        @Override
        public void heard(Line from, boolean pong) {
            if (from != line) {
                return;
            }
            if (pong) {
                liveness.answered();
            } else {
                liveness.heard();
            }
        }
    }
}
