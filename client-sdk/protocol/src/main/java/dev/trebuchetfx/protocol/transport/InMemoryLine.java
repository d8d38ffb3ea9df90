// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import dev.trebuchetfx.protocol.transport.Acceptor.Refused;
import dev.trebuchetfx.protocol.transport.TransportClosed.Ended;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One connection of an {@link InMemoryTransport}, with two ends that have a serial executor each. Safe for use by any thread. */
final class InMemoryLine {
    /** The close code of a connection that broke without a close frame (RFC 6455, section 7.4.1). */
    private static final int ABNORMAL_CLOSURE = 1006;

    private final Executor toServer;
    private final End client;
    private final AtomicBoolean silent = new AtomicBoolean();
    private final Consumer<InMemoryLine> onGone;
    private volatile @Nullable End server;

    InMemoryLine(
            SerialExecutor toServer,
            SerialExecutor toClient,
            TransportListener clientListener,
            Consumer<InMemoryLine> onGone) {
        this.toServer = toServer;
        this.client = new End(toClient, clientListener);
        this.onGone = onGone;
    }

    void toServer(Runnable task) {
        toServer.execute(task);
    }

    /** Opens the line, first at the server's end. Runs on the server's executor. */
    void open(TransportListener serverListener, Map<String, String> headers) {
        End serverEnd = new End(toServer, serverListener);
        server = serverEnd;
        serverListener.onOpen(new Connection(serverEnd, client), headers);
        if (client.ended.get()) {
            // The client aborted the attempt before the server's end was set, so abort() could not end that.
            serverEnd.end(new Ended(ABNORMAL_CLOSURE, "the line was cut"));
            return;
        }
        client.deliver(() -> client.listener.onOpen(new Connection(client, serverEnd), headers));
    }

    void refuse(Refused refused) {
        client.end(new TransportClosed.Refused(refused.status(), refused.headers(), refused.why()));
    }

    void abort() {
        Ended cut = new Ended(ABNORMAL_CLOSURE, "the line was cut");
        // The client's end comes first: open() checks it after it has set the server's end, so at least one of the two
        // methods ends the server's end.
        client.end(cut);
        End serverEnd = server;
        if (serverEnd != null && !silent.get()) {
            serverEnd.end(cut);
        }
    }

    void silence() {
        silent.set(true);
    }

    /** One side of the line, with the messages on their way to it. */
    private final class End {
        private final Executor executor;
        private final TransportListener listener;
        private final AtomicBoolean ended = new AtomicBoolean();
        private final AtomicLong underWay = new AtomicLong();

        End(Executor executor, TransportListener listener) {
            this.executor = executor;
            this.listener = listener;
        }

        /** Runs a delivery on the executor, unless this end has been closed by then. */
        void deliver(Runnable delivery) {
            executor.execute(() -> {
                if (!ended.get()) {
                    delivery.run();
                }
            });
        }

        /** Closes this end at once: messages under way are lost. */
        void end(TransportClosed closed) {
            if (ended.compareAndSet(false, true)) {
                onGone.accept(InMemoryLine.this);
                executor.execute(() -> listener.onClosed(closed));
            }
        }

        /** Closes this end after the messages under way have been delivered. */
        void endInOrder(TransportClosed closed) {
            executor.execute(() -> {
                if (ended.compareAndSet(false, true)) {
                    onGone.accept(InMemoryLine.this);
                    listener.onClosed(closed);
                }
            });
        }
    }

    /** The connection as one side sees it. */
    private final class Connection implements TransportConnection {
        private final End own;
        private final End peer;

        Connection(End own, End peer) {
            this.own = own;
            this.peer = peer;
        }

        @Override
        public void send(Bytes message) {
            if (own.ended.get()) {
                return;
            }
            peer.underWay.addAndGet(message.size());
            if (!silent.get()) {
                peer.executor.execute(() -> {
                    peer.underWay.addAndGet(-message.size());
                    if (!peer.ended.get() && !silent.get()) {
                        peer.listener.onMessage(message);
                    }
                });
            }
        }

        @Override
        public void ping() {
            if (own.ended.get() || silent.get()) {
                return;
            }
            peer.deliver(() -> {
                if (!silent.get()) {
                    own.deliver(own.listener::onPong);
                }
            });
        }

        @Override
        public long queuedBytes() {
            return peer.underWay.get();
        }

        @Override
        public void close(int code, String reason) {
            Ended closed = new Ended(code, reason);
            if (silent.get()) {
                own.end(new Ended(ABNORMAL_CLOSURE, "no answer to the closing handshake: " + reason));
            } else {
                peer.endInOrder(closed);
                own.endInOrder(new Ended(code, reason, false));
            }
        }

        @Override
        public void abort() {
            Ended cut = new Ended(ABNORMAL_CLOSURE, "the line was cut");
            own.end(cut);
            if (!silent.get()) {
                peer.end(cut);
            }
        }
    }
}
