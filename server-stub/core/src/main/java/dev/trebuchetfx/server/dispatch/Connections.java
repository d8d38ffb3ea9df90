// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The open connections of a server: it accepts them and hands their messages to the {@link Dispatcher}. Safe for use by any thread. */
public final class Connections implements Acceptor {
    /** Marks a peer that speaks the extension, on the upgrade request and on its answer. */
    private static final String EXTENSION_HEADER = "Trebuchet-Ext";

    private static final String EXTENSION_PROFILE = "1";
    private static final int GOING_AWAY = 1001;

    /** A UUID has 36 characters; what is much longer is no name that a client of ours would send. */
    private static final int MAX_NAME_LENGTH = 64;

    /** The most lines about connections in a second, so that a peer gains nothing by many of them. */
    private static final int LOG_LINES_PER_SECOND = 100;

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

    private final Dispatcher dispatcher;
    private final EnvelopeCodec codec;
    private final Credentials credentials;
    private final ConnectionHooks hooks;
    private final ClientConnectionSettings settings;
    private final TimeSource time;
    private final Executor executor;
    /** The open connections by number, oldest first. */
    private final Map<Long, ClientConnection> open = new ConcurrentSkipListMap<>();

    private final MessageRates rates;
    private final TokenBucket logLines;
    private final TrafficCounts counts = new TrafficCounts();
    private final AtomicLong accepted = new AtomicLong();

    /**
     * Creates a server's connections; none is open.
     *
     * @param credentials what an upgrade request proves
     * @param hooks the places at which connections can be disturbed
     * @param executor lends the threads on which connections do what their timers call for
     */
    public Connections(
            Dispatcher dispatcher,
            EnvelopeCodec codec,
            Credentials credentials,
            ClientConnectionSettings settings,
            ConnectionHooks hooks,
            TimeSource time,
            Executor executor) {
        this.dispatcher = dispatcher;
        this.codec = codec;
        this.hooks = hooks;
        this.credentials = credentials;
        this.settings = settings;
        this.time = time;
        this.executor = executor;
        this.rates = new MessageRates(settings.maxMessagesPerSecond(), time);
        this.logLines = new TokenBucket(LOG_LINES_PER_SECOND, time);
    }

    @Override
    public Answer accept(Map<String, String> headers) {
        Optional<String> principal = credentials.principal(headers);
        if (principal.isEmpty()) {
            return new Refused(
                    401,
                    Map.of("WWW-Authenticate", "Bearer"),
                    "a header 'Authorization: Bearer TOKEN' with a token of this server is required");
        }
        if (dispatcher.isDraining()) {
            return new Refused(
                    503, Map.of("Retry-After", Long.toString(comeBackSeconds())), "the server is shutting down");
        }
        if (rates.connections(principal.get()) >= settings.maxConnections()) {
            return new Refused(
                    503,
                    Map.of("Retry-After", "1"),
                    "this principal has " + settings.maxConnections()
                            + " connections, which is the limit: others must find room");
        }
        String client = clientName(headers.get("trebuchet-client"));
        Optional<Refused> refusal = hooks.refusal(client);
        if (refusal.isPresent()) {
            return refusal.get();
        }
        boolean extension = EXTENSION_PROFILE.equals(headers.get("trebuchet-ext"));
        return new Accepted(
                extension ? Map.of(EXTENSION_HEADER, EXTENSION_PROFILE) : Map.of(),
                new Listener(new ClientConnection.Peer(principal.get(), client, extension)));
    }

    private static void log(LimitedLog.Kind kind, String line) {
        if (kind == LimitedLog.Kind.SILENT) {
            LOG.info(line);
        } else {
            LOG.warn(line);
        }
    }

    /** Returns the name in a {@code Trebuchet-Client} header, in one form; null for a client that gives none. */
    private static @Nullable String clientName(@Nullable String header) {
        return header == null || header.isBlank() || header.length() > MAX_NAME_LENGTH
                ? null
                : header.trim().toUpperCase(Locale.ROOT);
    }

    /** Returns the connections that are open now, oldest first. */
    public Collection<ClientConnection> open() {
        return List.copyOf(open.values());
    }

    /**
     * The load that the connections are.
     *
     * @param mostStreamsOfOne the streams of the connection that has the most
     * @param queuedBytes the bytes that wait to leave, on all of them
     * @param mostQueuedBytesOfOne the bytes that wait on the connection on which the most do
     */
    public record Load(int connections, int mostStreamsOfOne, long queuedBytes, long mostQueuedBytesOfOne) {}

    /** Returns what the connections take up now. */
    public Load load() {
        int connections = 0;
        int mostStreams = 0;
        long queued = 0;
        long mostQueued = 0;
        for (ClientConnection each : open.values()) {
            long own = each.queuedBytes();
            connections++;
            mostStreams = Math.max(mostStreams, each.streams());
            queued += own;
            mostQueued = Math.max(mostQueued, own);
        }
        return new Load(connections, mostStreams, queued, mostQueued);
    }

    /** Returns the settings of all connections. */
    public ClientConnectionSettings settings() {
        return settings;
    }

    /** Returns the counts of what came in. */
    public TrafficCounts counts() {
        return counts;
    }

    /** Returns the number of bytes that wait to leave, on all connections together. */
    public long queuedBytes() {
        return open.values().stream().mapToLong(ClientConnection::queuedBytes).sum();
    }

    /** Closes every connection, after what is queued on it. */
    public void close() {
        for (ClientConnection connection : open()) {
            connection.close(GOING_AWAY, "the server is shutting down; come back in " + comeBackSeconds() + " s");
        }
    }

    /** Returns the seconds after which a client may come back; drawn anew for each, so that they don't come back all at once. */
    private long comeBackSeconds() {
        return time.random().nextLong(1, settings.comeBackWithin().toSeconds() + 1);
    }

    /** A listener to one connection, called on the transport's thread, one call at a time. */
    private final class Listener implements TransportListener {
        private final long number = accepted.incrementAndGet();
        private final ClientConnection.Peer peer;
        private volatile @Nullable ClientConnection connection;
        private volatile @Nullable Incoming incoming;

        Listener(ClientConnection.Peer peer) {
            this.peer = peer;
        }

        @Override
        public void onOpen(TransportConnection transport, Map<String, String> headers) {
            LimitedLog log = new LimitedLog(Connections::log, logLines, counts, time);
            ClientConnection opened =
                    new ClientConnection(transport, hooks.line(transport), codec, peer, settings, log, time, executor);
            connection = opened;
            // First, since the client may know already that it is connected, and ask how many are.
            open.put(number, opened);
            incoming = new Incoming(opened, codec, dispatcher, rates.join(peer.principal()), counts);
            opened.opened();
        }

        @Override
        public void onMessage(Bytes message) {
            Incoming into = incoming;
            if (into != null) {
                into.message(message);
            }
        }

        @Override
        public void onPong() {
            ClientConnection from = connection;
            if (from != null) {
                from.heard();
            }
        }

        @Override
        public void onClosed(TransportClosed closed) {
            ClientConnection gone = connection;
            if (gone != null) {
                open.remove(number);
                gone.ended();
                rates.leave(peer.principal());
            }
        }
    }
}
