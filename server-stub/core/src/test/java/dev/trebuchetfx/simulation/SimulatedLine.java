// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.protocol.transport.Transport;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One connection or the attempt at one. Messages arrive in order in each direction; whatever is under way when the line is cut may
 * arrive or not, up to a point of chance.
 */
final class SimulatedLine implements Transport.Attempt {
    private static final int ABNORMAL_CLOSURE = 1006;
    private static final int UNAUTHORIZED = 401;
    /** The time for which a message waits for the one that is to overtake it, so short that nobody takes it for lost. */
    private static final long OVERTAKING = 50 * SimulatedWorld.MILLISECOND;

    private static final long CLOSING_DEADLINE = 300 * SimulatedWorld.MILLISECOND;

    private final SimulatedNetwork network;
    private final SimulatedWorld world;
    private final int number;
    private final String client;
    private final Tokens tokens;
    private @Nullable String principal;
    private final End clientEnd;
    private final End serverEnd;
    private @Nullable SimulatedServer server;
    private boolean severed;
    private boolean successor;
    private long acceptedAt;

    SimulatedLine(SimulatedNetwork network, int number, String client, Tokens tokens, TransportListener listener) {
        this.network = network;
        this.world = network.world();
        this.number = number;
        this.client = client;
        this.tokens = tokens;
        this.clientEnd = new End(true);
        this.serverEnd = new End(false);
        clientEnd.listener = listener;
    }

    String client() {
        return client;
    }

    String name() {
        return "line " + number + " of " + client;
    }

    /** Who opened it, as the client has it. */
    @Nullable
    String principal() {
        return principal;
    }

    /** Returns whether its client had another one open when this one was opened. */
    boolean isSuccessor() {
        return successor;
    }

    /** Returns whether it leads to that server. */
    boolean isTo(SimulatedServer other) {
        return server == other;
    }

    long acceptedAt() {
        return acceptedAt;
    }

    /** Returns whether the client has it open, as far as it knows. */
    boolean isOpenForClient() {
        return !severed && acceptedAt != 0 && !clientEnd.ended;
    }

    boolean isFlowing() {
        return !severed && acceptedAt != 0 && !clientEnd.deaf && !serverEnd.deaf;
    }

    void open(Map<String, String> headers) {
        principal = Principals.in(headers);
        if (network.admission() == SimulatedNetwork.Admission.BLACK_HOLE) {
            network.counts().add(FaultKind.BLACK_HOLE);
            world.say("network", () -> name() + " leads nowhere");
            return;
        }
        world.after(network.delay(), this, () -> arrive(lowerCase(headers)));
    }

    private void arrive(Map<String, String> headers) {
        if (severed) {
            return;
        }
        server = network.server();
        if (server == null || network.admission() == SimulatedNetwork.Admission.REFUSED) {
            network.counts().add(FaultKind.REFUSED_CONNECT);
            end(clientEnd, network.delay(), new TransportClosed.Failed("connection refused", null));
        } else if (network.admission() == SimulatedNetwork.Admission.UNAVAILABLE) {
            network.counts().add(FaultKind.UNAVAILABLE);
            end(
                    clientEnd,
                    network.delay(),
                    new TransportClosed.Refused(503, Map.of("retry-after", "1"), "the server answered 503"));
        } else if (!tokens.accepts(headers.getOrDefault("authorization", ""))) {
            network.counts().add(FaultKind.TOKEN_REFUSED);
            end(
                    clientEnd,
                    network.delay(),
                    new TransportClosed.Refused(
                            UNAUTHORIZED, Map.of(), "the gateway answered 401: the token has expired"));
        } else {
            headers.computeIfPresent("authorization", (name, value) -> Tokens.withoutNumber(value));
            if (network.swallowsHeaders()) {
                network.counts().add(FaultKind.HEADERS_SWALLOWED);
            }
            switch (server.acceptor()
                    .accept(network.mutant().shownTo(network.swallowsHeaders() ? onlyWho(headers) : headers))) {
                case Acceptor.Accepted accepted ->
                    accept(accepted, server.process().name());
                case Acceptor.Refused refused ->
                    end(
                            clientEnd,
                            network.delay(),
                            new TransportClosed.Refused(refused.status(), refused.headers(), refused.why()));
            }
        }
    }

    private void accept(Acceptor.Accepted accepted, String node) {
        acceptedAt = world.now();
        serverEnd.listener = accepted.listener();
        accepted.listener().onOpen(new Connection(serverEnd, clientEnd), Map.of());
        Map<String, String> headers = network.swallowsHeaders() ? Map.of() : lowerCase(accepted.headers());
        clientEnd.inOrder(() -> {
            if (!clientEnd.ended && clientEnd.listener != null) {
                world.say("network", () -> name() + " is open to " + node);
                successor = network.hasAnother(this);
                network.accepted(this);
                tokens.forgiven();
                clientEnd.listener.onOpen(new Connection(clientEnd, serverEnd), headers);
            }
        });
    }

    /** The client drops it at once. */
    @Override
    public void abort() {
        abort(clientEnd, serverEnd);
    }

    private void abort(End own, End peer) {
        severed = true;
        end(own, 0, cutOff());
        end(peer, network.endDelay(), cutOff());
    }

    /** A reset, of which both sides hear, after as much of what is under way as chance will have. */
    void cut() {
        world.say("network", () -> name() + " is cut");
        severed = true;
        end(clientEnd, network.delay(), cutOff());
        end(serverEnd, network.endDelay(), cutOff());
    }

    /** Nothing arrives any more in one or both directions, and nobody is told until the line is cut. */
    void silence(boolean towardsClient, boolean towardsServer) {
        world.say(
                "network",
                () -> name() + " is dead" + (towardsClient ? " towards the client" : "")
                        + (towardsServer ? " towards the server" : ""));
        clientEnd.deaf |= towardsClient;
        serverEnd.deaf |= towardsServer;
    }

    /** Whoever has not heard of the end hears of it now; a line that works is left alone. */
    void settle() {
        if (severed || clientEnd.deaf || serverEnd.deaf) {
            severed = true;
            end(clientEnd, network.delay(), cutOff());
            end(serverEnd, network.delay(), cutOff());
        }
    }

    private void end(End which, long delay, TransportClosed how) {
        world.after(delay, this, () -> {
            if (!which.ended) {
                which.ended = true;
                if (which.listener != null) {
                    world.say("network", () -> name() + " has ended for the " + which.side() + ": " + how.why());
                    if (which.isClient
                            && how instanceof TransportClosed.Refused refused
                            && refused.status() == UNAUTHORIZED
                            && !network.hasAnother(this)) {
                        tokens.refused();
                    }
                    which.listener.onClosed(how);
                }
                // A line that was never accepted has no server's end.
                if (clientEnd.ended && (serverEnd.ended || serverEnd.listener == null)) {
                    network.forget(this);
                }
            }
        });
    }

    /** A gateway that passes no headers of its own accord passes this one, or nobody could connect. */
    private static Map<String, String> onlyWho(Map<String, String> headers) {
        String who = headers.get("authorization");
        return who == null ? Map.of() : Map.of("authorization", who);
    }

    private static TransportClosed cutOff() {
        return new TransportClosed.Ended(ABNORMAL_CLOSURE, "the line was cut");
    }

    private static Map<String, String> lowerCase(Map<String, String> headers) {
        return headers.entrySet().stream()
                .collect(Collectors.toMap(entry -> entry.getKey().toLowerCase(Locale.ROOT), Map.Entry::getValue));
    }

    /** What arrives at one side. */
    private final class End {
        private final boolean isClient;
        private @Nullable TransportListener listener;
        private boolean ended;
        private boolean deaf;
        private long lastArrival;
        private long underWay;
        /** The message that waits for the next one, which is to arrive before it. */
        private @Nullable Runnable overtaken;

        End(boolean isClient) {
            this.isClient = isClient;
        }

        String side() {
            return isClient ? "client" : "server";
        }

        /** Runs it after what is under way. */
        void inOrder(Runnable arrival) {
            lastArrival = Math.max(world.now() + network.delay(), lastArrival + 1);
            world.after(lastArrival - world.now(), SimulatedLine.this, arrival);
        }

        private void letNextOvertake(Runnable arrival) {
            overtaken = arrival;
            world.after(OVERTAKING, SimulatedLine.this, () -> {
                if (overtaken == arrival) {
                    overtaken = null;
                    inOrder(arrival);
                }
            });
        }

        private void followOvertaken() {
            Runnable arrival = overtaken;
            if (arrival != null) {
                overtaken = null;
                lastArrival++;
                world.after(lastArrival - world.now(), SimulatedLine.this, arrival);
            }
        }

        void send(Bytes message) {
            for (Wire.Copy copy : network.wire().pass(SimulatedLine.this, isClient, message)) {
                int size = copy.message().size();
                underWay += size;
                Runnable arrival = () -> {
                    if (!ended && !deaf && listener != null) {
                        underWay -= size;
                        listener.onMessage(copy.message());
                    }
                };
                if (copy.overtaken() && overtaken == null) {
                    letNextOvertake(arrival);
                } else if (copy.delay() == 0) {
                    inOrder(arrival);
                    followOvertaken();
                } else {
                    world.after(copy.delay(), SimulatedLine.this, arrival);
                }
            }
        }
    }

    /** One side's view of the line. */
    private final class Connection implements TransportConnection {
        private final End own;
        private final End peer;

        Connection(End own, End peer) {
            this.own = own;
            this.peer = peer;
        }

        private boolean isOver() {
            return own.ended || severed;
        }

        @Override
        public void send(Bytes message) {
            if (!isOver()) {
                peer.send(message);
            }
        }

        @Override
        public void ping() {
            if (!isOver()) {
                peer.inOrder(() -> {
                    if (!peer.ended && !peer.deaf && !severed) {
                        own.inOrder(() -> {
                            if (!own.ended && !own.deaf && own.listener != null) {
                                own.listener.onPong();
                            }
                        });
                    }
                });
            }
        }

        @Override
        public long queuedBytes() {
            return peer.underWay;
        }

        @Override
        public void close(int code, String reason) {
            if (isOver()) {
                return;
            }
            severed = true;
            TransportClosed closed = new TransportClosed.Ended(code, reason);
            if (!peer.deaf) {
                peer.inOrder(() -> end(peer, 0, closed));
            }
            end(own, CLOSING_DEADLINE, closed);
        }

        @Override
        public void abort() {
            if (!isOver()) {
                SimulatedLine.this.abort(own, peer);
            }
        }
    }
}
