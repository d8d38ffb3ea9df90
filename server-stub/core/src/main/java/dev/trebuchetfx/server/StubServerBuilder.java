// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** Sets up a {@link StubServer}. Not safe for use by several threads. */
public final class StubServerBuilder {
    private final Map<String, Object> actors = new LinkedHashMap<>();
    private final Map<String, String> tokens = new HashMap<>();
    private String host = "127.0.0.1";
    private int port;
    private int bufferSize = 100;
    private Duration timeToLive = Duration.ofMinutes(5);
    private @Nullable Integer adminPort;
    private @Nullable SSLContext tls;
    private MessageCompression compression = MessageCompression.OFF;
    private long bufferBytes = 8L << 20;
    private long maxQueuedBytes = 8L << 20;
    private @Nullable Long conflateAboveBytes;
    private long maxReplayBytes = 1L << 20;
    private Duration minHeartbeat = Duration.ofMillis(100);
    private Duration maxHeartbeat = Duration.ofMinutes(5);
    private Duration pingInterval = Duration.ofSeconds(15);
    private Duration drainTimeout = Duration.ofSeconds(10);
    private Duration comeBackWithin = Duration.ofSeconds(10);
    private int maxStreams = 50_000;
    private int maxDetachedStreams = 20_000;
    private int maxWaitingMessages = 10_000;
    private boolean bundledActors;
    private boolean socket = true;
    private @Nullable TimeSource time;
    private @Nullable Executor executor;

    StubServerBuilder() {}

    /** The address to listen on; {@code 127.0.0.1} by default. */
    public StubServerBuilder host(String value) {
        host = value;
        return this;
    }

    /** The port to listen on; 0, the default, takes a free one. */
    public StubServerBuilder port(int value) {
        port = value;
        return this;
    }

    /** How many updates are kept for each stream; 100 by default, 0 keeps none. */
    public StubServerBuilder buffer(int updates) {
        bufferSize = updates;
        return this;
    }

    /**
     * How many bytes the updates kept for one stream have together, before they are written as base64; 8 MiB by default. The
     * oldest ones go first.
     */
    public StubServerBuilder bufferBytes(long value) {
        bufferBytes = value;
        return this;
    }

    /** How long a stream without a connection is kept; 300 s by default. */
    public StubServerBuilder timeToLive(Duration value) {
        timeToLive = value;
        return this;
    }

    /**
     * Lets in who has {@code token}, as {@code principal}; without any token anyone may connect.
     *
     * @throws IllegalArgumentException if another principal has the same token
     */
    public StubServerBuilder token(String principal, String token) {
        String other = tokens.putIfAbsent(token, principal);
        if (other != null && !other.equals(principal)) {
            throw new IllegalArgumentException(
                    "a token must name one principal but '" + principal + "' and '" + other + "' have the same");
        }
        return this;
    }

    /** Serves health, streams and faults over HTTP on loopback; 0 takes a free port. */
    public StubServerBuilder adminPort(int value) {
        adminPort = value;
        return this;
    }

    /** Listens with TLS. */
    public StubServerBuilder tls(SSLContext value) {
        tls = value;
        return this;
    }

    /**
     * What clients are granted that offer to compress messages; {@link MessageCompression#OFF} by default, since each message is
     * compressed anew for each client. Clients that offer nothing get what they always got.
     */
    public StubServerBuilder compression(MessageCompression value) {
        compression = value;
        return this;
    }

    /** A connection for which more bytes than this are queued is closed with code 1013; 8 MiB by default. */
    public StubServerBuilder maxQueuedBytes(long value) {
        maxQueuedBytes = value;
        return this;
    }

    /**
     * While more bytes than this are queued for a connection, its streams wait with their newest state; when half of them have
     * left, it is sent. A peer with the extension is told which numbers were left out; for one without, states are numbered
     * only then. By default an eighth of {@link #maxQueuedBytes}, 1 MiB at most.
     */
    public StubServerBuilder conflateAboveBytes(long value) {
        conflateAboveBytes = value;
        return this;
    }

    /**
     * A resume that would replay more bytes than this is answered with the full state, where that is smaller and the peer has
     * the extension; 1 MiB by default. The updates between are then reported lost by the client: every one of them was
     * superseded, but {@link Long#MAX_VALUE} replays them all the same.
     */
    public StubServerBuilder maxReplayBytes(long value) {
        maxReplayBytes = value;
        return this;
    }

    /** The bounds of the interval between heartbeats for which a client may ask; 100 ms and 5 min by default. */
    public StubServerBuilder heartbeat(Duration least, Duration most) {
        minHeartbeat = least;
        maxHeartbeat = most;
        return this;
    }

    /**
     * How often a connection is looked after; 15 s by default. Each is pinged twice in this time. One that died without closing
     * is dropped within twice this time; its streams go on as after any cut.
     */
    public StubServerBuilder pingInterval(Duration value) {
        pingInterval = value;
        return this;
    }

    /** How long {@link StubServer#close} waits for calls that are under way; 10 s by default. */
    public StubServerBuilder drainTimeout(Duration value) {
        drainTimeout = value;
        return this;
    }

    /**
     * Over how long a closing server spreads the return of its clients: each is told to come back after a time drawn from 1 s to
     * this one; 10 s by default.
     */
    public StubServerBuilder comeBackWithin(Duration value) {
        comeBackWithin = value;
        return this;
    }

    /** How many streams there may be at one time; 50,000 by default. */
    public StubServerBuilder maxStreams(int value) {
        maxStreams = value;
        return this;
    }

    /** How many streams without a connection there may be at one time; 20,000 by default. */
    public StubServerBuilder maxDetachedStreams(int value) {
        maxDetachedStreams = value;
        return this;
    }

    /** How many messages may wait for one actor; 10,000 by default. */
    public StubServerBuilder maxWaitingMessages(int value) {
        maxWaitingMessages = value;
        return this;
    }

    /** Exposes a plain object under a name, see {@link StubServer#expose}. */
    public StubServerBuilder expose(String name, Object actor) {
        if (actors.putIfAbsent(name, actor) != null) {
            throw new IllegalArgumentException("an actor named '" + name + "' is exposed already");
        }
        return this;
    }

    /** Exposes {@code todos}, {@code counter}, {@code ticker} and {@code prices}. */
    public StubServerBuilder bundledActors() {
        bundledActors = true;
        return this;
    }

    /** Opens no socket: the server is reached through {@link StubServer#acceptor} alone. */
    public StubServerBuilder withoutSocket() {
        socket = false;
        return this;
    }

    /** Time and chance from a source of the caller's, who also closes it; the system's by default. */
    public StubServerBuilder time(TimeSource value) {
        time = value;
        return this;
    }

    /** Lends the threads on which actors run; virtual threads by default. */
    public StubServerBuilder executor(Executor value) {
        executor = value;
        return this;
    }

    /**
     * Starts the server; it accepts connections when this returns.
     *
     * @throws IllegalArgumentException if an option or an actor is not usable
     * @throws IOException if it can't listen, because the port is taken for instance
     */
    public StubServer start() throws IOException {
        StubServer server = new StubServer(options(), time, executor);
        try {
            if (bundledActors) {
                server.exposeBundledActors();
            }
            actors.forEach(server::expose);
            server.listen(socket);
        } catch (IOException | RuntimeException e) {
            server.close();
            throw e;
        }
        return server;
    }

    private StubServerOptions options() {
        long conflateAbove = conflateAboveBytes == null ? Math.min(1L << 20, maxQueuedBytes / 8) : conflateAboveBytes;
        return new StubServerOptions(
                host,
                port,
                bufferSize,
                bufferBytes,
                timeToLive,
                tokens,
                adminPort,
                tls,
                compression,
                maxQueuedBytes,
                conflateAbove,
                maxReplayBytes,
                minHeartbeat,
                maxHeartbeat,
                pingInterval,
                drainTimeout,
                comeBackWithin,
                maxStreams,
                maxDetachedStreams,
                maxWaitingMessages);
    }
}
