// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.error.ConnectionRefusedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.internal.time.Durations;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import dev.trebuchetfx.protocol.transport.Transport;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The keeper of one connection: it connects, notices the end, waits as the backoff policy says, and connects again.
 *
 * <p>Owned by the client's loop: every method is called on it. Each attempt raises a generation, by which calls from the transport of
 * an earlier attempt are fenced off.
 */
public final class ConnectionManager {
    private static final Logger LOG = LoggerFactory.getLogger(ConnectionManager.class);

    /**
     * The largest size of the messages that are read ahead of the loop, in bytes: enough to keep it busy, and little beside the states
     * that an application has.
     */
    private static final long MAX_INBOUND_BYTES = 4L << 20;

    private static final Duration LONGEST_CONNECT = Duration.ofDays(1);

    /** The time from the arrival of a message to the end of its handling, in nanoseconds, after which others may not have been read. */
    private static final long LATE_NANOS = 1_000_000_000;

    private final ConnectionSettings settings;
    private final Transport transport;
    private final TimeSource time;
    private final SerialExecutor loop;
    private final Executor blocking;
    private final ConnectionObserver observer;
    private final Liveness liveness;

    // Valid for the client.
    private final String clientId;
    private final RetryPlan plan;
    private ConnectionState state;
    private int connections;

    // Valid for one attempt and the connection that it leads to.
    private int generation;
    private @Nullable HeaderRequest headerRequest;
    private @Nullable Destination destination;
    private Transport.@Nullable Attempt attempt;
    private TimeSource.@Nullable Timer timer;
    private @Nullable InboundWindow window;
    private @Nullable Session session;
    /** The session whose line is about to be dropped, since too much waits to be sent. */
    private @Nullable Session overfull;

    private long connectedAtNanos;
    // Valid while the next attempt is waited for.
    private boolean waiting;
    private long nextAttemptNanos;

    /**
     * The destination of an attempt.
     *
     * @param headers the headers that the application gives
     * @param redirects the number of redirects that have led there
     */
    private record Destination(ServerAddress address, Map<String, String> headers, int redirects) {}

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
        this.clientId = clientId;
        this.transport = transport;
        this.time = time;
        this.loop = loop;
        this.blocking = blocking;
        this.observer = observer;
        this.plan = new RetryPlan(
                settings.endpoints().stream().map(ServerAddress::uri).toList(),
                settings.order(),
                settings.backoff(),
                settings.headers().areAskedFor(),
                time);
        this.state = new ConnectionState.Connecting(plan.current());
        this.liveness = new Liveness(
                settings.heartbeatInterval(), time, loop, blocking, settings.network(), new LivenessActions());
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
        Transport.Attempt open = attempt;
        if (session != from || settings.endpoints().size() < 2 || open == null) {
            return;
        }
        ended(new TransportClosed.Ended(RetryTimes.SERVICE_RESTART, why));
        from.connection().close(1000, "going elsewhere");
        time.schedule(settings.closeTimeout(), open::abort);
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
        if (session == on && overfull != on) {
            overfull = on;
            int mine = generation;
            // The caller may be in the middle of a change that the end of the session would disturb.
            loop.execute(() -> ifCurrent(
                    mine,
                    () -> drop("the server does not read: " + queued + " bytes wait to be sent, and "
                            + settings.maxQueuedBytes() + " may")));
        }
        return false;
    }

    /** Ends the connection for good: nothing is tried again. */
    public void close() {
        if (state instanceof ConnectionState.Closed) {
            return;
        }
        Session ended = session;
        Transport.Attempt open = attempt;
        beginGeneration();
        liveness.stop();
        session = null;
        if (ended != null) {
            ended.connection().close(1000, "client closed");
            if (open != null) {
                time.schedule(settings.closeTimeout(), open::abort);
            }
            observer.onDisconnected(ended, "the client was closed");
        } else if (open != null) {
            open.abort();
        }
        moveTo(new ConnectionState.Closed());
    }

    /** Ends the attempt or the session that is open, whatever its socket says; another attempt follows. */
    private void drop(String why) {
        Transport.Attempt open = attempt;
        ended(new TransportClosed.Ended(1006, why));
        if (open != null) {
            open.abort();
        }
    }

    private void beginGeneration() {
        generation++;
        attempt = null;
        waiting = false;
        destination = null;
        if (headerRequest != null) {
            headerRequest.cancel();
            headerRequest = null;
        }
        if (window != null) {
            window.close();
            window = null;
        }
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
    }

    private void connect() {
        beginGeneration();
        ServerAddress address = ServerAddress.of(plan.current());
        UpgradeHeaders headers = settings.headers();
        if (!headers.areAskedFor()) {
            open(new Destination(address, headers.of(address), 0));
            return;
        }
        int mine = generation;
        HeaderRequest asked = new HeaderRequest(
                () -> headers.of(address),
                answer -> loop.execute(() -> ifCurrent(mine, () -> answered(address, answer))));
        headerRequest = asked;
        blocking.execute(asked);
    }

    private void answered(ServerAddress address, HeaderRequest.Answer answer) {
        headerRequest = null;
        switch (answer) {
            case HeaderRequest.Given(Map<String, String> headers) -> open(new Destination(address, headers, 0));
            case HeaderRequest.NotGiven(Throwable error) -> {
                TransportClosed none = new TransportClosed.Failed(
                        "the supplier of the token or the headers gave none: " + ForeignCode.describeWithKind(error),
                        error);
                follow(planned(() -> plan.failedWithoutToken(none), none));
            }
        }
    }

    private void open(Destination to) {
        destination = to;
        int mine = generation;
        Map<String, String> headers = new LinkedHashMap<>(to.headers());
        headers.put("Trebuchet-Ext", "1");
        headers.put("Trebuchet-Client", clientId);
        // Sockets count the milliseconds of a timeout in an int.
        Duration timeout =
                settings.connectTimeout().compareTo(LONGEST_CONNECT) > 0 ? LONGEST_CONNECT : settings.connectTimeout();
        var target = new TransportTarget(to.address(), headers, timeout, settings.sslContext());
        // The transport has a limit of its own; this one holds even where a transport never answers.
        timer = time.schedule(timeout.plusSeconds(1), () -> loop.execute(() -> ifCurrent(mine, this::connectTimedOut)));
        window = new InboundWindow(MAX_INBOUND_BYTES);
        attempt = transport.open(target, new Callbacks(mine, window));
    }

    private void connectTimedOut() {
        if (session == null) {
            drop("no answer within " + Durations.inWords(settings.connectTimeout()));
        }
    }

    private void opened(TransportConnection connection, Map<String, String> headers) {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        connections++;
        plan.opened();
        connectedAtNanos = time.nanoTime();
        liveness.sessionOpened();
        session = new Session(connections, plan.current(), connection, "1".equals(headers.get("trebuchet-ext")));
        moveTo(new ConnectionState.Connected(plan.current()));
        observer.onConnected(session);
    }

    private void ended(TransportClosed closed) {
        Destination asked = destination;
        if (session == null && asked != null && closed instanceof TransportClosed.Refused refused) {
            Redirects.Decision decision =
                    Redirects.of(asked.address(), refused, asked.redirects()).orElse(null);
            if (decision instanceof Redirects.Follow(ServerAddress to)) {
                beginGeneration();
                open(new Destination(
                        to, Redirects.headersFor(asked.address(), to, asked.headers()), asked.redirects() + 1));
                return;
            }
            if (decision instanceof Redirects.Refuse(String why)) {
                over(new TransportClosed.Refused(refused.status(), refused.headers(), refused.why() + ", and " + why));
                return;
            }
        }
        over(closed);
    }

    private void over(TransportClosed closed) {
        Session lost = session;
        beginGeneration();
        liveness.sessionEnded();
        session = null;
        if (lost != null) {
            observer.onDisconnected(lost, closed.why());
        }
        boolean wasOpen = lost != null && closed instanceof TransportClosed.Ended;
        Duration held = Duration.ofNanos(time.nanoTime() - connectedAtNanos);
        follow(planned(() -> wasOpen ? plan.lost((TransportClosed.Ended) closed, held) : plan.failed(closed), closed));
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
        beginGeneration();
        waiting = true;
        Duration delay = TimeSource.bounded(next.delay());
        nextAttemptNanos = time.nanoTime() + delay.toNanos();
        Instant at = time.instant().plus(delay);
        moveTo(new ConnectionState.Reconnecting(next.number(), next.endpoint(), at, next.why()));
        int mine = generation;
        timer = time.schedule(delay, () -> loop.execute(() -> ifCurrent(mine, this::connect)));
    }

    private void moveTo(ConnectionState next) {
        state = next;
        observer.onStateChanged(connections, next);
    }

    private void ifCurrent(int expected, Runnable action) {
        if (expected == generation) {
            action.run();
        }
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
            return window != null && window.hasHeldBack();
        }

        @Override
        public void silent(String why) {
            if (session != null) {
                drop(why);
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

    /** The listener of one attempt, which brings the transport's calls onto the loop as long as its attempt is the current one. */
    private final class Callbacks implements TransportListener {
        private final int mine;
        private final InboundWindow window;

        Callbacks(int mine, InboundWindow window) {
            this.mine = mine;
            this.window = window;
        }

        @Override
        public void onOpen(TransportConnection connection, Map<String, String> headers) {
            loop.executeHere(() -> {
                if (mine == generation) {
                    opened(connection, headers);
                } else {
                    connection.abort();
                }
            });
        }

        @Override
        public void onMessage(Bytes message) {
            liveness.heard();
            if (!window.enter(message.size())) {
                return;
            }
            long came = time.nanoTime();
            // The thread that read the message handles it, if the loop has nothing else to do: a change of threads
            // takes longer than most messages.
            loop.executeHere(() -> {
                try {
                    ifCurrent(mine, () -> message(message));
                } catch (OutOfMemoryError e) {
                    // The state that the message was about is in doubt: the next session asks for it.
                    ifCurrent(
                            mine,
                            () -> drop("this client has too little memory for a message of " + message.size()
                                    + " bytes: " + ForeignCode.describe(e)));
                } finally {
                    window.leave(message.size(), time.nanoTime() - came > LATE_NANOS);
                }
            });
        }

        private void message(Bytes message) {
            if (session != null) {
                observer.onMessage(session, message);
            }
        }

        @Override
        public void onPong() {
            liveness.answered();
        }

        @Override
        public void onClosed(TransportClosed closed) {
            loop.execute(() -> ifCurrent(mine, () -> ended(closed)));
        }
    }
}
