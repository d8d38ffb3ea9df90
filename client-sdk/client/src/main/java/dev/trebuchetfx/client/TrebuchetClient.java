// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.internal.ClientEngine;
import dev.trebuchetfx.client.internal.EngineSettings;
import dev.trebuchetfx.client.internal.PayloadMapper;
import dev.trebuchetfx.client.internal.PeerJson;
import dev.trebuchetfx.client.internal.connection.ConnectionSettings;
import dev.trebuchetfx.client.internal.connection.NetworkProbe;
import dev.trebuchetfx.client.internal.connection.UpgradeHeaders;
import dev.trebuchetfx.client.internal.stream.Checkpoints;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.internal.time.Durations;
import dev.trebuchetfx.client.internal.time.LentExecutor;
import dev.trebuchetfx.client.internal.transport.ProxyRoutes;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.EndpointOrder;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.Taps;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.protocol.transport.ServerAddress;
import dev.trebuchetfx.protocol.transport.Transport;
import java.net.ProxySelector;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connection to a Trebuchet server that keeps itself alive.
 *
 * <p>It connects at once and in the background, and again whenever the connection is lost, until {@link #close()}. Safe for
 * use by any thread.
 */
public final class TrebuchetClient implements AutoCloseable {
    /** The longest time for the closing handshake, after which the line is dropped. */
    private static final Duration CLOSE_TIMEOUT = Duration.ofMillis(400);

    private final ClientEngine engine;
    private final PayloadMapper payloads;
    private final Executor callbacks;
    private final TapHub taps;
    private final CallOptions calls;

    private TrebuchetClient(
            ClientEngine engine, PayloadMapper payloads, Executor callbacks, TapHub taps, CallOptions calls) {
        this.calls = calls;
        this.engine = engine;
        this.payloads = payloads;
        this.callbacks = callbacks;
        this.taps = taps;
    }

    /** Starts a client of the server at {@code endpoint}, {@code ws:} or {@code wss:}, with every default. */
    public static TrebuchetClient connect(String endpoint) {
        return builder(URI.create(endpoint)).build();
    }

    /**
     * Returns a builder of a client of one server, or of several that stand in for each other.
     *
     * <p>Where an endpoint can't be reached the next one is tried at once, each once in a round; after a round that failed, and
     * after a connection that was lost, comes the {@linkplain Builder#backoff backoff}. The endpoint of a connection that has held
     * is tried first from then on. One that has named a time to come back, by {@code Retry-After} or when it closed the connection, is
     * left alone until then. Streams go on at the next endpoint as they would at the same one: they resume, and the server
     * says whether it knows them.
     *
     * @param endpoint the address, {@code ws://[user:password@]host[:port][/path]} or {@code wss:…}; user and password are sent as
     *     {@code Authorization: Basic …} and shown nowhere
     * @param others more endpoints; by default each client draws its own {@linkplain Builder#endpointOrder order}
     */
    public static Builder builder(URI endpoint, URI... others) {
        List<URI> all = new ArrayList<>(List.of(endpoint));
        all.addAll(List.of(others));
        return builder(all);
    }

    /** Returns a builder as {@link #builder(URI, URI...)} does, with at least one endpoint. */
    public static Builder builder(List<URI> endpoints) {
        return new Builder(endpoints);
    }

    /** Returns a reference to an actor by the name under which the server exposes it. */
    public ActorRef actor(String name) {
        return actor(ActorId.of(name));
    }

    /** Returns a reference to an actor by its whole id. */
    public ActorRef actor(ActorId id) {
        return new EngineActorRef(engine, payloads, callbacks, id, calls);
    }

    /** Returns the current state of the connection. */
    public ConnectionState connectionState() {
        return engine.state();
    }

    /** Adds a listener that hears the current state and then each change, in order, one at a time, on the client's executor. */
    public Registration onConnectionState(Consumer<ConnectionState> listener) {
        return ConnectionWatch.listen(engine, callbacks, listener);
    }

    /**
     * Returns a future that completes when there is a connection, at once if there is one, on the client's executor. It fails with a
     * {@link dev.trebuchetfx.client.error.ClientClosedException} if the client is closed before that. It waits for ever otherwise: give it a time by
     * {@code orTimeout}.
     */
    public CompletableFuture<Void> whenConnected() {
        return ConnectionWatch.connected(engine, callbacks);
    }

    /** Tries to connect now, if there is no connection: ends a backoff wait, or being offline. */
    public void reconnectNow() {
        engine.reconnectNow();
    }

    /** Returns the place where taps are attached, which see everything that this client does. */
    public Taps taps() {
        return taps;
    }

    /** Returns the mapper that turns arguments, results and states into JSON and back. */
    public JsonMapper mapper() {
        return payloads.mapper();
    }

    /**
     * Closes the connection, completes pending calls and streams with an error, and ends the client's threads. Returns at once.
     *
     * <p>The server is not told to end streams, and their checkpoints stay: a client of the next run resumes them.
     */
    @Override
    public void close() {
        engine.close();
    }

    /** A builder of a client; each setting has a sensible default. Not safe for use by several threads. */
    public static final class Builder {
        private final List<ServerAddress> endpoints;
        private final Map<String, String> headers = UpgradeHeaders.caselessMap();
        private final TapHub taps = new TapHub();
        private EndpointOrder order = EndpointOrder.SHUFFLED;
        private String name;
        private @Nullable Supplier<Map<String, String>> headerSupplier;
        private @Nullable Supplier<@Nullable String> token;
        private ProxyRoutes proxies =
                ProxyRoutes.ofSystem(ProxySelector::getDefault, System::getProperty, System::getenv);
        private Duration connectTimeout = Duration.ofSeconds(10);
        private Duration callTimeout = Duration.ofSeconds(30);
        private Duration resumeTimeout = Duration.ofSeconds(5);
        private Duration heartbeat = Duration.ofSeconds(15);
        private int maxMessageBytes = WireLimits.DEFAULT.maxFrameBytes();
        private long maxQueuedBytes = 8L << 20;
        private CheckpointStore checkpoints = new InMemoryCheckpointStore();
        private @Nullable String checkpointScope;
        private Duration checkpointMaxAge = Duration.ofMinutes(5);
        private LineOptions line = LineOptions.DEFAULT;
        private BackoffPolicy backoff = BackoffPolicy.DEFAULT;
        private MessageCompression compression = MessageCompression.ON;
        private InstantSource clock = InstantSource.system();
        private @Nullable Executor executor;
        private JsonMapper mapper = PeerJson.mapper();
        private CallOptions calls = CallOptions.DEFAULT;
        private @Nullable SSLContext sslContext;
        private @Nullable ClientSeams seams;

        private Builder(List<URI> given) {
            if (given.isEmpty()) {
                throw new IllegalArgumentException("expected at least one endpoint but there was none");
            }
            this.endpoints = given.stream().map(ServerAddress::of).distinct().toList();
            if (endpoints.stream().map(ServerAddress::uri).distinct().count() < endpoints.size()) {
                throw new IllegalArgumentException(
                        "expected each endpoint once, but one is given with different users: " + endpoints);
            }
            this.name = endpoints.getFirst().host();
        }

        /** Sets a name for threads and logs; the default is the first endpoint's host. */
        public Builder name(String name) {
            this.name = name;
            return this;
        }

        /** Sets the order in which several endpoints are tried; default {@link EndpointOrder#SHUFFLED}, so that clients share them. */
        public Builder endpointOrder(EndpointOrder order) {
            this.order = order;
            return this;
        }

        /**
         * Sends a header with each upgrade request. A name given twice, in whatever case, has the later value. White space at the ends of the
         * value is left out.
         *
         * @throws IllegalArgumentException if the name is no header's, or is one that the client gives itself, or the value has a line
         *     end or anything else than visible ASCII; the message does not have the value
         */
        public Builder header(String name, String value) {
            String checked = UpgradeHeaders.checked(name, value);
            headers.remove(name);
            headers.put(name, checked);
            return this;
        }

        /**
         * Asks for headers before each attempt to connect, off any lock; each replaces one given by {@link #header}. The supplier may take
         * its time, and is interrupted when the client is closed. What it throws, and headers that can't be sent, make the attempt fail.
         */
        public Builder headers(Supplier<Map<String, String>> supplier) {
            this.headerSupplier = supplier;
            return this;
        }

        /**
         * Asks for a token before each attempt to connect, off any lock. It is sent as {@code Authorization: Bearer …} unless null, without
         * white space at its ends, and replaces whatever else gives that header. The supplier may take its time, since it may have to ask
         * somebody, and is interrupted when the client is closed. What it throws, and a token with a line end or anything else than visible
         * ASCII, make the attempt fail.
         */
        public Builder token(Supplier<@Nullable String> supplier) {
            this.token = supplier;
            return this;
        }

        /**
         * Connects by an HTTP proxy, whatever the system says.
         *
         * @param proxy {@code http://[user:password@]host[:port]}
         * @throws IllegalArgumentException if it is no such address
         */
        public Builder proxy(URI proxy) {
            this.proxies = ProxyRoutes.by(proxy);
            return this;
        }

        /**
         * Connects by the HTTP or SOCKS proxies that {@code selector} names, the first of them for each server; {@code ProxySelector.of(null)}
         * names none. It is asked for {@code http:} and {@code https:} addresses, and may block. The default goes by the system's selector with
         * its properties ({@code https.proxyHost}, {@code http.nonProxyHosts}, {@code https.proxyUser} …), and where they are not set by the
         * variables {@code HTTPS_PROXY}, {@code HTTP_PROXY}, {@code ALL_PROXY} and {@code NO_PROXY}.
         */
        public Builder proxy(ProxySelector selector) {
            this.proxies = ProxyRoutes.by(selector);
            return this;
        }

        /** Sets the longest time from the first byte to the end of the upgrade; default 10 s. */
        public Builder connectTimeout(Duration timeout) {
            this.connectTimeout = positive("connectTimeout", timeout);
            return this;
        }

        /** Sets the timeout of calls whose options have none; default 30 s. */
        public Builder callTimeout(Duration timeout) {
            this.callTimeout = positive("callTimeout", timeout);
            return this;
        }

        /** Sets the time to wait for the answer to a resume before the stream is invoked afresh; default 5 s. */
        public Builder resumeTimeout(Duration timeout) {
            this.resumeTimeout = positive("resumeTimeout", timeout);
            return this;
        }

        /**
         * Sets how often a quiet line is checked; default 15 s. A line that has died without closing is noticed within twice
         * this time, and an update lost before a silence within once, at a server with the extension.
         */
        public Builder heartbeat(Duration interval) {
            this.heartbeat = positive("heartbeat", interval);
            return this;
        }

        /**
         * Sets the most bytes of a message of the server, whole and inflated; default 64 MiB. A larger one ends the connection with the code
         * 1009. Memory is taken as the message arrives, about twice its size until it is whole.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxMessageBytes(int bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxMessageBytes must be at least 1 but was " + bytes);
            }
            this.maxMessageBytes = bytes;
            return this;
        }

        /**
         * Sets the bytes that may wait to be sent; default 8 MiB. If a message is to be sent while so many wait, the server does not read: the
         * line is dropped, calls under way end as on any lost line, and the {@linkplain #backoff backoff} follows. One message may exceed it.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxQueuedBytes(long bytes) {
            if (bytes < 1) {
                throw new IllegalArgumentException("maxQueuedBytes must be at least 1 but was " + bytes);
            }
            this.maxQueuedBytes = bytes;
            return this;
        }

        /** Sets the rules of connections to servers that ask for special ones; default {@link LineOptions#DEFAULT}. */
        public Builder line(LineOptions rules) {
            this.line = rules;
            return this;
        }

        /** Sets the wait before each attempt to connect again; default {@link BackoffPolicy#DEFAULT}. */
        public Builder backoff(BackoffPolicy policy) {
            this.backoff = policy;
            return this;
        }

        /**
         * Sets the compression of messages that is offered to the server; default {@link MessageCompression#ON}. Nothing is compressed
         * unless the server agrees.
         */
        public Builder compression(MessageCompression offered) {
            this.compression = offered;
            return this;
        }

        /**
         * Sets the store that keeps the position and the last state of each stream; the default store ends with the client.
         *
         * <p>With a {@link dev.trebuchetfx.client.checkpoint.FileCheckpointStore} a stream that is observed again, by a client
         * of the next run, begins with the last state that its subscriber has taken, as a replay and stale, and resumes from
         * there. A stream that is closed, or that the server ends, leaves nothing: to go on later, close the client and not the
         * streams. {@link #build} reads the store; the client never closes it.
         */
        public Builder checkpoints(CheckpointStore store) {
            this.checkpoints = store;
            return this;
        }

        /**
         * Sets the owner of the states in the checkpoints; the default is the first endpoint given, without its query.
         *
         * <p>A stream begins only with a state of its own scope. Include the user where several use one file.
         */
        public Builder checkpointScope(String scope) {
            this.checkpointScope = scope;
            return this;
        }

        /**
         * Sets the age up to which a checkpoint is resumed from, by the client's clock; default 300 s, as long as servers keep a stream.
         * The state of an older one is still shown first, as stale, and the server is asked for the full state.
         */
        public Builder checkpointMaxAge(Duration age) {
            this.checkpointMaxAge = positive("checkpointMaxAge", age);
            return this;
        }

        /** Sets the wall clock that dates events; timers use the system's monotonic clock. */
        public Builder clock(InstantSource clock) {
            this.clock = clock;
            return this;
        }

        /**
         * Sets the executor that calls listeners and completes futures; default: virtual threads. The client does not shut it down. A task
         * that it rejects runs on a virtual thread, since somebody waits for it.
         */
        public Builder executor(Executor executor) {
            this.executor = executor;
            return this;
        }

        /** Attaches a tap that sees everything from the beginning. */
        public Builder tap(Tap tap) {
            taps.attach(tap);
            return this;
        }

        /** Sets the mapper of arguments, results and states; the default writes dates and ids as a Swift peer does. */
        public Builder mapper(JsonMapper mapper) {
            this.mapper = mapper;
            return this;
        }

        /**
         * Changes the mapper that is the default, or was given before: {@code mapper(json -> json.addModule(…))}.
         *
         * @param change is given a builder with the settings so far, and returns it
         */
        public Builder mapper(UnaryOperator<JsonMapper.Builder> change) {
            this.mapper = change.apply(mapper.rebuild()).build();
            return this;
        }

        /**
         * Lets JSON that does not fit its type be an error that names the property: one that the type does not have, and one that is missing and neither optional nor
         * {@code @Nullable}. By default the first is ignored and the second is null, or 0.
         */
        public Builder strictJson() {
            return mapper(PeerJson::strict);
        }

        /**
         * Sets the options of calls that are given none, such as {@link CallOptions#WHEN_CONNECTED}; default {@link CallOptions#DEFAULT}. Methods of
         * {@linkplain ActorRef#as interfaces} with {@link RemoteMethod} have those of the annotation.
         */
        public Builder callOptions(CallOptions options) {
            this.calls = options;
            return this;
        }

        /** Sets the TLS context for {@code wss:}; the default trusts what the platform trusts. Host names are verified in any case. */
        public Builder sslContext(SSLContext context) {
            this.sslContext = context;
            return this;
        }

        /**
         * Sets a time, a transport and threads of the caller's, for tests: with a
         * {@link dev.trebuchetfx.protocol.time.ManualTime}, an {@link dev.trebuchetfx.protocol.transport.InMemoryTransport} and
         * {@code Runnable::run} everything happens in the test's thread, and a run can be repeated. The network counts as never
         * changing. The caller closes what it gives.
         *
         * @param threads runs the client and its listeners, in place of an {@link #executor} given earlier
         */
        public Builder simulated(TimeSource time, Transport transport, Executor threads) {
            return seams(time, transport, threads, () -> "simulated").executor(threads);
        }

        /** Sets time, transport and the loop's threads in place of the real ones, for tests of this library. */
        Builder seams(TimeSource time, Transport transport, Executor loopThreads, NetworkProbe network) {
            this.seams = new ClientSeams(time, transport, loopThreads, network, () -> {});
            return this;
        }

        /** Starts the client. */
        public TrebuchetClient build() {
            ClientSeams made = seams == null
                    ? ClientSeams.real(name, clock, maxMessageBytes, compression, proxies, CLOSE_TIMEOUT)
                    : seams;
            Executor own = VirtualThreads.named("trebuchet-" + name + "-callback");
            Executor callbacks = executor == null ? own : new LentExecutor(executor, own);
            ClientEngine engine = new ClientEngine(new EngineSettings(
                    new ConnectionSettings(
                            endpoints,
                            order,
                            new UpgradeHeaders(endpoints, headers, headerSupplier, token),
                            connectTimeout,
                            CLOSE_TIMEOUT,
                            heartbeat,
                            maxQueuedBytes,
                            line,
                            made.network(),
                            backoff,
                            sslContext),
                    made.transport(),
                    made.time(),
                    made.loopThreads(),
                    taps,
                    new WireLimits(
                            maxMessageBytes,
                            WireLimits.DEFAULT.maxNestingDepth(),
                            WireLimits.DEFAULT.maxStringLength()),
                    callTimeout,
                    resumeTimeout,
                    Checkpoints.Settings.of(
                            checkpoints, checkpointScope, endpoints.getFirst().uri(), checkpointMaxAge),
                    made.onClosed()));
            engine.start();
            return new TrebuchetClient(engine, new PayloadMapper(mapper), callbacks, taps, calls);
        }

        private static Duration positive(String what, Duration value) {
            if (value.isNegative() || value.isZero()) {
                throw new IllegalArgumentException(what + " must be positive but was " + Durations.inWords(value));
            }
            return TimeSource.bounded(value);
        }
    }
}
