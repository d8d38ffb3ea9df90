// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.GatewayLimits;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.function.Function;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A builder of {@link StubServer}s. What can't be used is refused by {@link #start}. Not safe for use by several threads. */
public final class StubServerBuilder {
    private final Map<String, Object> actors = new LinkedHashMap<>();
    private final Map<String, Function<String, ? extends Object>> families = new LinkedHashMap<>();
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
    private ServerLimits limits = ServerLimits.DEFAULT;
    private @Nullable Authorizer authorizer;
    private @Nullable GatewayLimits gateway;
    private final Set<String> allowedOrigins = new LinkedHashSet<>();
    private final Set<String> allowedHosts = new LinkedHashSet<>();
    private @Nullable ActorStateStore store;
    private Duration storeTimeout = Duration.ofSeconds(10);
    private Duration sleepAfter = Duration.ofSeconds(60);
    private boolean bundledActors;
    private boolean socket = true;
    private @Nullable TimeSource time;
    private @Nullable Executor executor;

    StubServerBuilder() {}

    /** Sets the address to listen on; {@code 127.0.0.1} by default. */
    public StubServerBuilder host(String value) {
        host = value;
        return this;
    }

    /** Sets the port to listen on, 0 to 65535; 0, the default, takes a free one. */
    public StubServerBuilder port(int value) {
        port = value;
        return this;
    }

    /** Sets how many updates are kept for each stream, for a replay; 100 by default, 0 keeps none. */
    public StubServerBuilder buffer(int updates) {
        bufferSize = updates;
        return this;
    }

    /**
     * Sets how many bytes the updates kept for one stream may have together, counted without base64; 8 MiB by default. The oldest
     * updates go first.
     */
    public StubServerBuilder bufferBytes(long value) {
        bufferBytes = value;
        return this;
    }

    /** Sets how long a stream without a connection is kept; 300 s by default, zero or more. */
    public StubServerBuilder timeToLive(Duration value) {
        timeToLive = value;
        return this;
    }

    /**
     * Lets in clients that send {@code token}, as {@code principal}. Without any token anyone may connect, as one principal.
     *
     * @param token at least one character, all of them visible ASCII, so that it can be sent in a header
     * @throws IllegalArgumentException if the token can't be sent, or another principal has the same
     */
    public StubServerBuilder token(String principal, String token) {
        if (token.isEmpty() || !token.chars().allMatch(character -> character > ' ' && character < 0x7F)) {
            // What was found is not repeated: it may be a secret.
            throw new IllegalArgumentException(
                    "a token must consist of visible ASCII characters without spaces; no client could send this one");
        }
        String other = tokens.putIfAbsent(token, principal);
        if (other != null && !other.equals(principal)) {
            throw new IllegalArgumentException(
                    "a token must name one principal but '" + principal + "' and '" + other + "' have the same");
        }
        return this;
    }

    /** Serves health, streams and faults over HTTP on this port of loopback; 0 takes a free one. By default there is no such port. */
    public StubServerBuilder adminPort(int value) {
        adminPort = value;
        return this;
    }

    /** Listens with TLS, for {@code wss:}. By default it listens without. */
    public StubServerBuilder tls(SSLContext value) {
        tls = value;
        return this;
    }

    /**
     * Sets the compression for clients that offer it; {@link MessageCompression#OFF} by default, since each message is compressed
     * anew for each client. Clients that offer none get none.
     */
    public StubServerBuilder compression(MessageCompression value) {
        compression = value;
        return this;
    }

    /** Sets how many bytes may be queued for a connection before it is closed with code 1013; at least 1, 8 MiB by default. */
    public StubServerBuilder maxQueuedBytes(long value) {
        maxQueuedBytes = value;
        return this;
    }

    /**
     * Sets how many bytes may be queued for a connection before its streams wait, each with its newest state. When no more than half as many
     * are queued, that state is sent. A client with the extension is told which numbers were left out; for one without, states are
     * numbered only when they are sent. By default an eighth of {@link #maxQueuedBytes}, 1 MiB at most.
     */
    public StubServerBuilder conflateAboveBytes(long value) {
        conflateAboveBytes = value;
        return this;
    }

    /**
     * Sets how many bytes a replay may have; 1 MiB by default. A resume that would replay more is answered with the full state, where that
     * is smaller and the client has the extension. The client then reports the updates between as lost, though the full state supersedes
     * them; {@link Long#MAX_VALUE} replays them all the same.
     */
    public StubServerBuilder maxReplayBytes(long value) {
        maxReplayBytes = value;
        return this;
    }

    /** Sets the shortest and the longest interval between heartbeats that a client gets, whatever it asks for; 100 ms and 5 min by default. */
    public StubServerBuilder heartbeat(Duration least, Duration most) {
        minHeartbeat = least;
        maxHeartbeat = most;
        return this;
    }

    /**
     * Sets the interval in which a connection is looked after; 15 s by default. Each is pinged twice in this time. One that died without
     * closing is dropped within twice this time; its streams wait for a resume as after any cut.
     */
    public StubServerBuilder pingInterval(Duration value) {
        pingInterval = value;
        return this;
    }

    /** Sets how long {@link StubServer#close} waits for calls that are under way; 10 s by default. */
    public StubServerBuilder drainTimeout(Duration value) {
        drainTimeout = value;
        return this;
    }

    /**
     * Sets the time over which a closing server spreads the return of its clients, at least 1 s, 10 s by default. Each client is told to
     * come back after a time that is drawn from 1 s to this one.
     */
    public StubServerBuilder comeBackWithin(Duration value) {
        comeBackWithin = value;
        return this;
    }

    /** Sets how many streams there may be at one time; 50,000 by default. */
    public StubServerBuilder maxStreams(int value) {
        maxStreams = value;
        return this;
    }

    /** Sets how many streams without a connection there may be at one time; 20,000 by default. The one detached longest expires first. */
    public StubServerBuilder maxDetachedStreams(int value) {
        maxDetachedStreams = value;
        return this;
    }

    /** Sets how many messages may wait for one actor; 10,000 by default. A call that comes when so many wait gets an error. */
    public StubServerBuilder maxWaitingMessages(int value) {
        maxWaitingMessages = value;
        return this;
    }

    /** Sets the limits that hold against hostile peers; {@link ServerLimits#DEFAULT} by default. */
    public StubServerBuilder limits(ServerLimits value) {
        limits = value;
        return this;
    }

    /**
     * Lets the server speak as a gateway does, so that clients can be tried against one: it closes a connection with 1003 on a binary message,
     * with 1009 on a frame or message that is too large, and with 1001 when it was idle or has lasted too long. It sends text, and neither
     * compression nor the header {@code Trebuchet-Ext} is agreed on. By default it does none of this.
     */
    public StubServerBuilder gateway(GatewayLimits value) {
        gateway = value;
        return this;
    }

    /** Sets the rules that say which principal may call and observe what; by default everything is allowed to everybody. */
    public StubServerBuilder authorizer(Authorizer value) {
        authorizer = value;
        return this;
    }

    /**
     * Lets web pages of this origin connect, beside programs, which send no {@code Origin}; by default no page may. May be called several
     * times.
     *
     * @param origin scheme, host and, where it is not the scheme's usual one, port: {@code https://app.example.com} or
     *     {@code http://localhost:3000}
     * @throws IllegalArgumentException if it is no such origin
     */
    public StubServerBuilder allowOrigin(String origin) {
        if (!isOrigin(origin)) {
            throw new IllegalArgumentException(
                    "an origin must be like https://app.example.com or http://localhost:3000 but was '" + origin + "'");
        }
        allowedOrigins.add(origin.toLowerCase(Locale.ROOT));
        return this;
    }

    /**
     * Lets clients ask for the server by this name too, in the header {@code Host}, when it listens on loopback; by default only by
     * {@code localhost} or a loopback address. May be called several times.
     *
     * @param host a name or an address, without a port
     * @throws IllegalArgumentException if it is blank or has a port, a path or a space
     */
    public StubServerBuilder allowHost(String host) {
        boolean isAddress = host.startsWith("[") && host.endsWith("]");
        if (host.isBlank() || host.contains("/") || host.contains(" ") || (host.contains(":") && !isAddress)) {
            throw new IllegalArgumentException(
                    "a host must be a name without a port, like todos.example.com, but was '" + host + "'");
        }
        allowedHosts.add(host.toLowerCase(Locale.ROOT));
        return this;
    }

    private static boolean isOrigin(String origin) {
        try {
            URI uri = new URI(origin);
            return uri.getScheme() != null
                    && uri.getHost() != null
                    && uri.getUserInfo() == null
                    && uri.getRawPath().isEmpty()
                    && uri.getRawQuery() == null
                    && uri.getRawFragment() == null;
        } catch (URISyntaxException e) {
            return false;
        }
    }

    /**
     * Exposes a plain object as an actor, see {@link StubServer#expose}.
     *
     * @throws IllegalArgumentException if the name is taken
     */
    public StubServerBuilder expose(String name, Object actor) {
        if (actors.putIfAbsent(name, actor) != null) {
            throw new IllegalArgumentException("an actor named '" + name + "' is exposed already");
        }
        return this;
    }

    /**
     * Exposes actors that are made on demand, one for each key, see {@link StubServer#expose(String, Function)}.
     *
     * @throws IllegalArgumentException if the pattern is taken
     */
    public StubServerBuilder expose(String pattern, Function<String, ? extends Object> factory) {
        if (families.putIfAbsent(pattern, factory) != null) {
            throw new IllegalArgumentException("actors named '" + pattern + "' are exposed already");
        }
        return this;
    }

    /**
     * Sets the store in which the states of {@link dev.trebuchetfx.server.actor.StatefulActor}s are kept; by default they are kept in memory
     * and end with the server. Servers with stores of one database are nodes of one cluster. The caller closes the store after the server.
     */
    public StubServerBuilder store(ActorStateStore value) {
        store = value;
        return this;
    }

    /** Sets how long the store may take for one answer, after which the outcome counts as unknown; 10 s by default. */
    public StubServerBuilder storeTimeout(Duration value) {
        storeTimeout = value;
        return this;
    }

    /** Sets after how long an actor that nobody uses sleeps: it is forgotten here, and loaded from the store at its next use; 60 s by default. */
    public StubServerBuilder sleepAfter(Duration value) {
        sleepAfter = value;
        return this;
    }

    /** Exposes the bundled actors {@code todos}, {@code todos/NAME} for any name, {@code counter}, {@code ticker} and {@code prices}. */
    public StubServerBuilder bundledActors() {
        bundledActors = true;
        return this;
    }

    /** Opens no socket: clients reach the server through {@link StubServer#acceptor} alone. */
    public StubServerBuilder withoutSocket() {
        socket = false;
        return this;
    }

    /** Sets the source of time and chance, which the caller closes; by default the system's. */
    public StubServerBuilder time(TimeSource value) {
        time = value;
        return this;
    }

    /** Sets what lends the threads on which actors run and connections are looked after; by default virtual threads. The server does not shut it down. */
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
            families.forEach(server::expose);
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
                maxWaitingMessages,
                store,
                storeTimeout,
                sleepAfter,
                limits,
                authorizer,
                gateway,
                allowedOrigins,
                allowedHosts);
    }
}
