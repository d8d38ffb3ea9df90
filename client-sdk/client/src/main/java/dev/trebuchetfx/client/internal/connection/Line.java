// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

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
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * One attempt to connect, redirects included, and the connection that it leads to.
 *
 * <p>Owned by the client's loop: every method is called on it. Each redirect raises a generation, and so does the end, by which calls
 * from the transport of an earlier attempt are fenced off.
 */
final class Line {
    /**
     * The largest size of the messages that are read ahead of the loop, in bytes: enough to keep it busy, and little beside the states
     * that an application has.
     */
    private static final long MAX_INBOUND_BYTES = 4L << 20;

    private static final Duration LONGEST_CONNECT = Duration.ofDays(1);

    /** The time from the arrival of a message to the end of its handling, in nanoseconds, after which others may not have been read. */
    private static final long LATE_NANOS = 1_000_000_000;

    private final URI endpoint;
    private final Shared shared;
    private final Owner owner;

    private int generation;
    private @Nullable HeaderRequest headerRequest;
    private @Nullable Destination destination;
    private Transport.@Nullable Attempt attempt;
    private TimeSource.@Nullable Timer timer;
    private @Nullable InboundWindow window;
    private @Nullable Session session;

    /** The objects that all lines of a client share. */
    record Shared(
            ConnectionSettings settings,
            String clientId,
            Transport transport,
            TimeSource time,
            SerialExecutor loop,
            Executor blocking) {}

    /** The owner of a line, which is told what becomes of it, on the loop unless it says otherwise. */
    interface Owner {
        /** Takes the open connection, and gives the line its session. */
        void opened(Line line, TransportConnection connection, Map<String, String> headers);

        /** Takes a message. */
        void message(Line line, Session on, Bytes message);

        /** Takes the end of an attempt for which the application gave no headers. Nothing else follows. */
        void withoutHeaders(Line line, TransportClosed closed);

        /** Takes the end of the attempt, or of the connection. Nothing else follows. */
        void ended(Line line, TransportClosed closed);

        /** Notes a sign of life: a pong, or else a message. Called by any thread. */
        void heard(Line line, boolean pong);
    }

    /**
     * The destination of an attempt.
     *
     * @param headers the headers that the application gives
     * @param redirects the number of redirects that have led there
     */
    private record Destination(ServerAddress address, Map<String, String> headers, int redirects) {}

    /** Makes a line that does nothing until {@link #connect}. */
    Line(URI endpoint, Shared shared, Owner owner) {
        this.endpoint = endpoint;
        this.shared = shared;
        this.owner = owner;
    }

    /** Begins the attempt. */
    void connect() {
        ServerAddress address = ServerAddress.of(endpoint);
        UpgradeHeaders headers = shared.settings().headers();
        if (!headers.areAskedFor()) {
            open(new Destination(address, headers.of(address), 0));
            return;
        }
        int mine = generation;
        HeaderRequest asked = new HeaderRequest(() -> headers.of(address), answer -> shared.loop()
                .execute(() -> ifCurrent(mine, () -> answered(address, answer))));
        headerRequest = asked;
        shared.blocking().execute(asked);
    }

    /** Returns the session, or null before the connection is open. */
    @Nullable
    Session session() {
        return session;
    }

    /** Returns whether messages may have come that were not read, since the client was busy. */
    boolean isBehind() {
        return window != null && window.hasHeldBack();
    }

    /** Gives the line up, whatever its socket says: the owner is told of its end at once. */
    void drop(String why) {
        Transport.Attempt open = attempt;
        ended(new TransportClosed.Ended(1006, why, false));
        if (open != null) {
            open.abort();
        }
    }

    /** Lets go of the line: the owner is told nothing more of it, and what is open is closed, with a closing handshake where one is possible. */
    void leave(String reason) {
        Transport.Attempt open = attempt;
        fence();
        Session left = session;
        if (left != null) {
            left.connection().close(1000, reason);
            if (open != null) {
                shared.time().schedule(shared.settings().closeTimeout(), open::abort);
            }
        } else if (open != null) {
            open.abort();
        }
    }

    /** Runs an action on the loop after what is under way, unless the line has ended by then. */
    void soon(Runnable action) {
        int mine = generation;
        shared.loop().execute(() -> ifCurrent(mine, action));
    }

    private void fence() {
        generation++;
        attempt = null;
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

    private void answered(ServerAddress address, HeaderRequest.Answer answer) {
        headerRequest = null;
        switch (answer) {
            case HeaderRequest.Given(Map<String, String> headers) -> open(new Destination(address, headers, 0));
            case HeaderRequest.NotGiven(Throwable error) -> {
                fence();
                owner.withoutHeaders(
                        this,
                        new TransportClosed.Failed(
                                "the supplier of the token or the headers gave none: "
                                        + ForeignCode.describeWithKind(error),
                                error));
            }
        }
    }

    private void open(Destination to) {
        destination = to;
        int mine = generation;
        Map<String, String> headers = new LinkedHashMap<>(to.headers());
        headers.put("Trebuchet-Ext", "1");
        headers.put("Trebuchet-Client", shared.clientId());
        // Sockets count the milliseconds of a timeout in an int.
        Duration asked = shared.settings().connectTimeout();
        Duration timeout = asked.compareTo(LONGEST_CONNECT) > 0 ? LONGEST_CONNECT : asked;
        var target = new TransportTarget(
                to.address(), headers, timeout, shared.settings().sslContext());
        // The transport has a limit of its own; this one holds even where a transport never answers.
        timer = shared.time().schedule(timeout.plusSeconds(1), () -> shared.loop()
                .execute(() -> ifCurrent(mine, () -> drop("no answer within " + Durations.inWords(asked)))));
        window = new InboundWindow(MAX_INBOUND_BYTES);
        attempt = shared.transport().open(target, new Callbacks(mine, window));
    }

    private void opened(TransportConnection connection, Map<String, String> headers) {
        if (timer != null) {
            timer.cancel();
            timer = null;
        }
        owner.opened(this, connection, headers);
    }

    /** Takes the session of the connection that was opened. */
    void carries(Session opened) {
        session = opened;
    }

    private void ended(TransportClosed closed) {
        Destination asked = destination;
        if (session == null && asked != null && closed instanceof TransportClosed.Refused refused) {
            Redirects.Decision decision =
                    Redirects.of(asked.address(), refused, asked.redirects()).orElse(null);
            if (decision instanceof Redirects.Follow(ServerAddress to)) {
                fence();
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
        fence();
        owner.ended(this, closed);
    }

    private void ifCurrent(int expected, Runnable action) {
        if (expected == generation) {
            action.run();
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
            shared.loop().executeHere(() -> {
                if (mine == generation) {
                    opened(connection, headers);
                } else {
                    connection.abort();
                }
            });
        }

        @Override
        public void onMessage(Bytes message) {
            owner.heard(Line.this, false);
            if (!window.enter(message.size())) {
                return;
            }
            long came = shared.time().nanoTime();
            // The thread that read the message handles it, if the loop has nothing else to do: a change of threads
            // takes longer than most messages.
            shared.loop().executeHere(() -> {
                try {
                    ifCurrent(mine, () -> message(message));
                } catch (OutOfMemoryError e) {
                    // The state that the message was about is in doubt: the next session asks for it.
                    ifCurrent(
                            mine,
                            () -> drop("this client has too little memory for a message of " + message.size()
                                    + " bytes: " + ForeignCode.describe(e)));
                } finally {
                    window.leave(message.size(), shared.time().nanoTime() - came > LATE_NANOS);
                }
            });
        }

        private void message(Bytes message) {
            Session on = session;
            if (on != null) {
                on.markHeard();
                owner.message(Line.this, on, message);
            }
        }

        @Override
        public void onPong() {
            owner.heard(Line.this, true);
        }

        @Override
        public void onClosed(TransportClosed closed) {
            shared.loop().execute(() -> ifCurrent(mine, () -> ended(closed)));
        }
    }
}
