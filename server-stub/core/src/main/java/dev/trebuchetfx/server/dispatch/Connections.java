// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.client.internal.transport.Acceptor;
import dev.trebuchetfx.client.internal.transport.TransportClosed;
import dev.trebuchetfx.client.internal.transport.TransportConnection;
import dev.trebuchetfx.client.internal.transport.TransportListener;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.EnvelopeCodec;
import dev.trebuchetfx.client.wire.WireException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Accepts connections, reads their messages and knows which are open. Safe for use by any thread. */
public final class Connections implements Acceptor {
    /** Marks a peer that speaks the extension, on the upgrade request and on its answer. */
    private static final String EXTENSION_HEADER = "Trebuchet-Ext";

    private static final String EXTENSION_PROFILE = "1";
    private static final int GOING_AWAY = 1001;
    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Dispatcher dispatcher;
    private final EnvelopeCodec codec;
    private final Credentials credentials;
    private final long maxQueuedBytes;
    /** By number, oldest first. */
    private final Map<Long, ClientConnection> open = new ConcurrentSkipListMap<>();

    private final AtomicLong accepted = new AtomicLong();

    /**
     * @param principalsByToken who has which token; empty lets anyone in
     * @param maxQueuedBytes a connection that reads so slowly that more is queued is closed
     */
    public Connections(
            Dispatcher dispatcher, EnvelopeCodec codec, Map<String, String> principalsByToken, long maxQueuedBytes) {
        this.dispatcher = dispatcher;
        this.codec = codec;
        this.credentials = new Credentials(principalsByToken);
        this.maxQueuedBytes = maxQueuedBytes;
    }

    @Override
    public Answer accept(Map<String, String> headers) {
        Optional<String> principal = credentials.principal(headers.get("authorization"));
        if (principal.isEmpty()) {
            return new Refused(
                    401,
                    Map.of("WWW-Authenticate", "Bearer"),
                    "a header 'Authorization: Bearer TOKEN' with a token of this server is required");
        }
        boolean extension = EXTENSION_PROFILE.equals(headers.get("trebuchet-ext"));
        return new Accepted(
                extension ? Map.of(EXTENSION_HEADER, EXTENSION_PROFILE) : Map.of(),
                new Listener(principal.get(), extension));
    }

    /** The connections that are open now. */
    public Collection<ClientConnection> open() {
        return List.copyOf(open.values());
    }

    /** Closes every connection, after what is queued on it. */
    public void close() {
        for (ClientConnection connection : open()) {
            connection.close(GOING_AWAY, "the server is shutting down");
        }
    }

    /** One connection's events, on the transport's thread and one at a time. */
    private final class Listener implements TransportListener {
        private final String principal;
        private final boolean extension;
        private final long number = accepted.incrementAndGet();
        private volatile @Nullable ClientConnection connection;

        Listener(String principal, boolean extension) {
            this.principal = principal;
            this.extension = extension;
        }

        @Override
        public void onOpen(TransportConnection transport, Map<String, String> headers) {
            ClientConnection opened = new ClientConnection(transport, codec, principal, extension, maxQueuedBytes);
            connection = opened;
            open.put(number, opened);
        }

        @Override
        public void onMessage(Bytes message) {
            ClientConnection from = connection;
            if (from == null) {
                return;
            }
            try {
                dispatcher.dispatch(codec.decode(message), from);
            } catch (WireException e) {
                // Nothing tells which call it was, so there is nobody to answer.
                LOG.warn("Dropped a message of {} bytes from {}: {}", message.size(), principal, e.getMessage());
            }
        }

        @Override
        public void onPong() {}

        @Override
        public void onClosed(TransportClosed closed) {
            ClientConnection gone = connection;
            if (gone != null) {
                open.remove(number);
                gone.ended();
            }
        }
    }
}
