// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.protocol.codec.EncodedData;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.protocol.transport.GatewayLimits;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.admin.AdminApi;
import dev.trebuchetfx.server.admin.AdminServer;
import dev.trebuchetfx.server.admin.MetricSource;
import dev.trebuchetfx.server.admin.ServerMetrics;
import dev.trebuchetfx.server.admin.SocketMetrics;
import dev.trebuchetfx.server.admin.StoreMetrics;
import dev.trebuchetfx.server.demo.Counter;
import dev.trebuchetfx.server.demo.Prices;
import dev.trebuchetfx.server.demo.Ticker;
import dev.trebuchetfx.server.demo.TodoList;
import dev.trebuchetfx.server.dispatch.AccessControl;
import dev.trebuchetfx.server.dispatch.BearerTokens;
import dev.trebuchetfx.server.dispatch.ClientConnectionSettings;
import dev.trebuchetfx.server.dispatch.Connections;
import dev.trebuchetfx.server.dispatch.Dispatcher;
import dev.trebuchetfx.server.fault.FaultHooks;
import dev.trebuchetfx.server.fault.FaultInjector;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.actor.ActorRegistry;
import dev.trebuchetfx.server.internal.persistence.AwakeActors;
import dev.trebuchetfx.server.internal.persistence.Persistence;
import dev.trebuchetfx.server.internal.persistence.StoreAccess;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StoreRules;
import dev.trebuchetfx.server.stream.ServerStream;
import dev.trebuchetfx.server.stream.ServerStreamRegistry;
import dev.trebuchetfx.server.stream.StreamSettings;
import dev.trebuchetfx.server.stream.Streams;
import dev.trebuchetfx.server.transport.SocketLoad;
import dev.trebuchetfx.server.transport.SocketServer;
import dev.trebuchetfx.server.transport.SocketSettings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A server of the protocol in this JVM, for tests and for trying things out. Actors are plain objects; their states stream, with
 * replay after a cut.
 *
 * <p>From the most common need to the rarest:
 *
 * <ol>
 *   <li>{@code StubServer.builder().bundledActors().start()} has a todo list, a counter, a ticker and prices.
 *   <li>{@link StubServerBuilder#expose} makes a class of yours callable: its public methods by name, and each
 *       {@code observe…} method that returns a {@link dev.trebuchetfx.server.actor.StreamedState} as a stream.
 *   <li>{@link #faults()} cuts lines, loses updates and forgets buffers; {@link #streams()} shows what the server has.
 *   <li>{@link StubServerBuilder#buffer}, {@link StubServerBuilder#timeToLive} and the limits make the rare cases common.
 *   <li>{@link StubServerBuilder#time}, {@link StubServerBuilder#executor} and {@link #acceptor()} put time, threads and the
 *       transport into the hands of a test.
 * </ol>
 *
 * <p>Safe for use by any thread.
 */
public final class StubServer implements AutoCloseable {
    private final StubServerOptions options;
    private final TimeSource time;
    private final @Nullable SystemTime ownTime;
    private final Executor executor;
    private final Supplier<UUID> ids;
    private final Persistence persistence;
    private final StateChangeSource changes;
    private final ActorRegistry actors;
    private final ServerStreamRegistry registry;
    private final Dispatcher dispatcher;
    private final Connections connections;
    private final FaultInjector injector;
    private final String epoch;
    private final AtomicBoolean draining = new AtomicBoolean();
    private final CompletableFuture<Void> drained = new CompletableFuture<>();
    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch allClosed = new CountDownLatch(1);

    private volatile TimeSource.@Nullable Timer sweep;
    private volatile @Nullable SocketServer socket;
    private volatile @Nullable AdminServer admin;
    private volatile @Nullable URI uri;

    StubServer(StubServerOptions options, @Nullable TimeSource givenTime, @Nullable Executor givenExecutor) {
        this.options = options;
        if (givenTime == null) {
            SystemTime system = new SystemTime("trebuchet-server-timers", Clock.systemUTC());
            this.ownTime = system;
            this.time = system;
        } else {
            this.ownTime = null;
            this.time = givenTime;
        }
        // Never shut down: its threads end with their tasks, and a connection's end may still come after close().
        this.executor = givenExecutor == null ? VirtualThreads.named("trebuchet-server") : givenExecutor;
        this.ids = () -> randomId(time);
        this.epoch = ids.get().toString();
        ActorStateStore given = options.store();
        ActorStateStore store = given == null ? inMemory(time, ids) : given;
        // A store in memory answers at once, so no other thread is needed.
        StoreAccess access = new StoreAccess(
                store, given == null ? Runnable::run : executor, time, options.storeTimeout(), given != null);
        this.persistence = new Persistence(access, new AwakeActors(access), true);
        this.changes = store.changes();
        this.actors = new ActorRegistry(
                executor,
                ids,
                options.maxWaitingMessages(),
                mostOfOne(options, ActorRegistry.MAX_ON_DEMAND),
                persistence);
        this.registry = new ServerStreamRegistry(new StreamSettings(
                epoch,
                options.bufferSize(),
                options.bufferBytes(),
                options.timeToLive(),
                options.maxStreams(),
                options.maxDetachedStreams(),
                options.maxReplayBytes(),
                options.limits().maxReplayBufferBytes(),
                options.limits().maxStreamsPerPrincipal(),
                options.minHeartbeat(),
                options.maxHeartbeat()));
        FaultHooks faults = new FaultHooks(time);
        Streams streams = new Streams(actors, registry, time, ids, faults, EncodedData::of);
        Authorizer authorizer = options.authorizer();
        this.dispatcher = new Dispatcher(
                actors,
                streams,
                authorizer == null ? null : new AccessControl(Authorizers.rule(authorizer), time, executor));
        this.connections = new Connections(
                dispatcher,
                new EnvelopeCodec(WireLimits.DEFAULT),
                new BearerTokens(options.tokens()),
                new ClientConnectionSettings(
                        options.pingInterval(),
                        options.conflateAboveBytes(),
                        options.maxQueuedBytes(),
                        options.comeBackWithin(),
                        options.limits().maxStreamsPerConnection(),
                        mostOfOne(options, options.limits().maxConnections()),
                        options.limits().maxMessagesPerSecond()),
                faults,
                time,
                executor);
        this.injector = new FaultInjector(connections, registry, streams, faults);
    }

    /** Returns how many of something one principal may have: all but a tenth where there are others, who must find room. */
    private static int mostOfOne(StubServerOptions options, int most) {
        boolean alone = Set.copyOf(options.tokens().values()).size() < 2;
        return alone ? most : most - most / 10;
    }

    /** Returns a store of this server's own. Nobody else reads its logs, so it keeps little of them, and peers can't fill the heap with states. */
    private static ActorStateStore inMemory(TimeSource time, Supplier<UUID> ids) {
        return new InMemoryStateStore(
                new LogRetention(64, Duration.ofMinutes(1), 1L << 20),
                time,
                ids,
                StoreRules.MAX_STATE_BYTES,
                Runtime.getRuntime().maxMemory() / 4);
    }

    /** Returns a builder with every default. */
    public static StubServerBuilder builder() {
        return new StubServerBuilder();
    }

    /** Returns the time for which the server waits for calls that are under way when it drains. */
    public Duration drainTimeout() {
        return options.drainTimeout();
    }

    /**
     * Returns the address to which clients connect, {@code ws:} or {@code wss:}, with the port that was taken.
     *
     * @throws IllegalStateException if it has no socket
     */
    public URI uri() {
        URI known = uri;
        if (known == null) {
            throw new IllegalStateException("this server has no socket; reach it through acceptor()");
        }
        return known;
    }

    /**
     * Returns the address of the admin server, {@code http:} on loopback.
     *
     * @throws IllegalStateException if it has none
     */
    public URI adminUri() {
        AdminServer known = admin;
        if (known == null) {
            throw new IllegalStateException("this server has no admin port; set one with adminPort(0)");
        }
        return known.uri();
    }

    /** Returns the name of the span in which this server's numbering holds. Each server has another. */
    public String epoch() {
        return epoch;
    }

    /**
     * Exposes a plain object as an actor under {@code name}: clients call its public methods, one at a time, with arguments and results
     * as JSON. An exception that a method throws reaches the caller by its message. A method may return a
     * {@link java.util.concurrent.CompletionStage}; the call is answered when that completes. Actors may be added while the server runs.
     *
     * @throws IllegalArgumentException if the name is taken, or the object can't be an actor; the message says why
     */
    public void expose(String name, Object actor) {
        actors.expose(name, actor);
    }

    /**
     * Exposes actors that are made on demand: {@code expose("todos/{list}", key -> new TodoList(key))} makes one for each name that a client
     * calls or observes. An actor that nobody uses is forgotten; if it is a {@link dev.trebuchetfx.server.actor.StatefulActor}, its state is
     * in the store, and the next use makes it again. An {@link Authorizer} decides who may use which name.
     *
     * @param pattern the form of the names; it ends with the key in braces. A key has no slash and no control character
     * @param factory makes the actor of a key, quickly, by any thread and several at once; null or an exception for a key that is none, of which the
     *     client hears as of an actor that is not found
     * @throws IllegalArgumentException if the pattern is none, or taken
     */
    public void expose(String pattern, Function<String, ? extends Object> factory) {
        actors.expose(pattern, factory);
    }

    /**
     * Returns the way to an actor's turn, for code that changes its state from outside its methods.
     *
     * @throws IllegalArgumentException if no actor is exposed under {@code name}
     */
    public ActorContext actor(String name) {
        ActorContext actor = actors.find(ActorId.of(name));
        if (actor == null) {
            throw new IllegalArgumentException("expected the name of an exposed actor but was '" + name + "'");
        }
        return actor;
    }

    /** Returns the streams that the server has now, bound and detached, in no order. */
    public List<StreamInfo> streams() {
        return registry.all().stream()
                .map(ServerStream::snapshot)
                .map(StreamInfo::of)
                .toList();
    }

    /** Returns the number of connections that are open. */
    public int connectionCount() {
        return connections.open().size();
    }

    /** Returns the number of bytes that wait to leave, on all connections together. */
    public long queuedBytes() {
        return connections.queuedBytes();
    }

    /** Returns the faults that can be asked for at this server. */
    public StubFaults faults() {
        return new StubFaults(injector);
    }

    /** Returns the server's end of a transport, for a transport that is not a socket. */
    public Acceptor acceptor() {
        return connections;
    }

    /** Returns the number of calls that are not answered yet. */
    public int callsInFlight() {
        return dispatcher.callsInFlight();
    }

    /**
     * Begins to drain: from now on the server refuses invocations with "Server is shutting down", and connections with status 503 and
     * a {@code Retry-After}. Streams go on, calls under way are answered, and no write waits for more calls. Returns at once. Calling it again has no effect.
     */
    public void drain() {
        if (draining.compareAndSet(false, true)) {
            TimeSource.Timer limit = time.schedule(options.drainTimeout(), () -> drained.complete(null));
            CompletionStage<Void> over = drained;
            over.thenRun(limit::cancel);
            dispatcher.drain().thenCombine(actors.storeNow(), (calls, stored) -> drained.complete(null));
        }
    }

    /**
     * Returns a future that completes after {@link #drain}, when no call is under way and what was answered before it was stored is
     * stored, or {@code drainTimeout} is over.
     */
    public CompletableFuture<Void> drained() {
        return drained.copy();
    }

    /**
     * Drains, closes every connection with code 1001 and frees the port. Blocks until calls under way are answered, for
     * {@code drainTimeout} and two seconds at most; where time is the caller's, it does not wait for calls. Calling it again has no effect.
     */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        drain();
        if (ownTime != null) {
            drained.join();
        }
        drained.complete(null);
        connections.close();
        SocketServer listening = socket;
        if (listening != null) {
            listening.stop();
        }
        AdminServer administered = admin;
        if (administered != null) {
            administered.close();
        }
        actors.stop();
        changes.close();
        persistence.awake().close();
        TimeSource.Timer sweeping = sweep;
        if (sweeping != null) {
            sweeping.cancel();
        }
        if (ownTime != null) {
            ownTime.close();
        }
        allClosed.countDown();
    }

    /**
     * Waits until {@link #close} has done its work.
     *
     * @throws InterruptedException if the calling thread is interrupted
     */
    public void awaitClosed() throws InterruptedException {
        allClosed.await();
    }

    void exposeBundledActors() {
        expose("todos", new TodoList(time, ids));
        expose("todos/{list}", list -> new TodoList(time, ids));
        expose("counter", new Counter());
        expose("ticker", new Ticker(time));
        expose("prices", new Prices(time));
    }

    void listen(boolean withSocket) throws IOException {
        changes.start(persistence.awake());
        sweepLater();
        if (withSocket) {
            uri = address(open());
        }
        Integer adminPort = options.adminPort();
        if (adminPort != null) {
            admin = AdminServer.start(
                    adminPort,
                    new AdminApi(injector, registry, connections, dispatcher, actors, this::status, metrics(), epoch),
                    executor,
                    time);
        }
    }

    private void sweepLater() {
        sweep = time.schedule(options.sleepAfter(), () -> {
            if (!closed.get()) {
                Set<ActorCell> observed =
                        registry.all().stream().map(ServerStream::cell).collect(Collectors.toSet());
                actors.sweep(observed::contains);
                sweepLater();
            }
        });
    }

    private List<MetricSource> metrics() {
        MetricSource own = new ServerMetrics(registry, connections, dispatcher);
        MetricSource store = new StoreMetrics(persistence);
        SocketServer listening = socket;
        return listening == null
                ? List.of(own, store)
                : List.of(own, store, new SocketMetrics(listening, socketSettings()));
    }

    /** Opens the socket and returns its port. */
    private int open() throws IOException {
        String host = options.host();
        try {
            SocketServer server = new SocketServer(
                    new InetSocketAddress(host, options.port()), connections, socketSettings(), time, this::fail);
            socket = server;
            return server.start(port -> actors.listensAt(host, port));
        } catch (IOException e) {
            throw new IOException("could not listen on " + host + ":" + options.port() + ": " + e.getMessage(), e);
        }
    }

    private SocketSettings socketSettings() {
        ServerLimits limits = options.limits();
        GatewayLimits gateway = options.gateway();
        return new SocketSettings(
                limits.maxHeadBytes(),
                limits.maxHeadFields(),
                limits.openWithin(),
                limits.maxConnections(),
                limits.maxOpening(),
                gateway == null
                        ? limits.maxMessageBytes()
                        : Math.min(limits.maxMessageBytes(), gateway.maxMessageBytes()),
                limits.maxIncomingBytes(),
                limits.maxOutgoingBytes(),
                options.allowedOrigins(),
                options.allowedHosts(),
                gateway == null ? options.compression() : MessageCompression.OFF,
                options.tls(),
                gateway,
                this::status);
    }

    /** Returns the status that balancers and people are told. */
    private String status() {
        SocketServer listening = socket;
        if (dispatcher.isDraining()) {
            return "draining";
        }
        if (listening == null) {
            return SocketSettings.HEALTHY;
        }
        SocketLoad load = listening.load();
        if (!load.accepting()) {
            return "not accepting";
        }
        return load.full() ? SocketSettings.FULL : SocketSettings.HEALTHY;
    }

    /** Notes an error after which nothing in this process can be trusted. */
    private void fail(Throwable fatal) {
        failed.complete(fatal);
    }

    /**
     * Returns a future that completes with an error after which the process should end, such as memory that has run out. It completes on a
     * thread of the server.
     */
    public CompletableFuture<Throwable> failed() {
        return failed.copy();
    }

    private URI address(int port) {
        String scheme = options.tls() == null ? "ws" : "wss";
        String host = options.host().contains(":") ? "[" + options.host() + "]" : options.host();
        return URI.create(scheme + "://" + host + ":" + port);
    }

    /** Returns a version 4 UUID from the injected chance, so that a simulated run can be repeated. */
    private static UUID randomId(TimeSource time) {
        long high = (time.random().nextLong() & 0xFFFF_FFFF_FFFF_0FFFL) | 0x4000L;
        long low = (time.random().nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
        return new UUID(high, low);
    }
}
