// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import static java.util.Objects.requireNonNull;

import dev.trebuchetfx.lambda.connection.Connection;
import dev.trebuchetfx.lambda.connection.ConnectionRegistry;
import dev.trebuchetfx.lambda.connection.ConnectionSchema;
import dev.trebuchetfx.lambda.posting.FunctionDeadline;
import dev.trebuchetfx.lambda.posting.Posts;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.demo.Counter;
import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.stateless.StatelessNode;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Functions with their tables in a real DynamoDB Local, states in memory, and a gateway that keeps what it is given. */
final class FunctionWorld {
    static final Duration LONG = Duration.ofSeconds(20);

    final TimeSource time = new SystemTime("function-world", Clock.systemUTC());
    final ActorStateStore store;
    final GatewayDouble gateway = new GatewayDouble();
    final ConnectionRegistry connections;
    final StatelessNode node;
    final ClientEvents clients;
    final StateBroadcast broadcast;
    private final int atOnce;
    /** Called before and after each request to the table of connections. */
    private volatile Runnable onRequest = () -> {};

    FunctionWorld(LocalDynamo.Tables tables) {
        this(tables, Map.of(), LogRetention.DEFAULT, 8, StateBroadcast.PART);
    }

    FunctionWorld(
            LocalDynamo.Tables tables,
            Map<String, Function<String, ? extends Object>> more,
            LogRetention retention,
            int atOnce,
            int part) {
        this.atOnce = atOnce;
        this.store = new InMemoryStateStore(retention, Clock.systemUTC(), UUID::randomUUID);
        String table = tables.name + "-connections";
        ConnectionSchema.createIfMissing(tables.client, table);
        this.connections = new ConnectionRegistry(watched(tables.client), table, time);
        Map<String, Function<String, ? extends Object>> actors = new HashMap<>(more);
        actors.put("counter", name -> new Counter());
        actors.put("counters/{name}", name -> new Counter());
        this.node = new StatelessNode(store, actors, null, "epoch-of-all-functions", time);
        this.clients = new ClientEvents(node, connections, posts());
        this.broadcast = broadcast(part);
    }

    private Posts posts() {
        return new Posts(gateway, time, VirtualThreads.named("posts"), atOnce);
    }

    StateBroadcast broadcast(int part) {
        return new StateBroadcast(node, connections, posts(), part, StateBroadcast.MAX_BYTES);
    }

    /** Returns what sends messages as soon as they have so many bytes. */
    StateBroadcast broadcastInSteps(long maxBytes) {
        return new StateBroadcast(node, connections, posts(), StateBroadcast.PART, maxBytes);
    }

    /** Returns what answers clients, each of which may have so many streams. */
    ClientEvents clientsWith(int maxStreams) {
        return new ClientEvents(node, connections, posts(), maxStreams);
    }

    private DynamoDbClient watched(DynamoDbClient real) {
        return (DynamoDbClient) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DynamoDbClient.class}, (proxy, method, arguments) -> {
                    onRequest.run();
                    try {
                        Object answer = method.invoke(real, arguments);
                        onRequest.run();
                        return answer;
                    } catch (InvocationTargetException e) {
                        throw requireNonNull(e.getCause());
                    }
                });
    }

    /** Calls {@code hook} before and after each request to the table of connections. */
    void onRequest(Runnable hook) {
        onRequest = hook;
    }

    FunctionDeadline soon() {
        return FunctionDeadline.in(LONG, time);
    }

    Connection connect(String id) {
        Connection connection = new Connection(id, "anna", Instant.now());
        clients.connected(connection);
        return connection;
    }

    /** Sends a message as a client and returns whether the function has answered it. */
    boolean send(Connection from, Envelope message) {
        return clients.message(from, "host.example.com", node.codec().encode(message), soon());
    }

    /** Observes the state of an actor, and returns the begin of the stream. */
    StreamStartEnvelope observe(Connection from, String actor, @Nullable StreamFilter filter, String... deltas) {
        send(from, observation(actor, filter, new InvocationEnvelope.Ext(1, List.of(deltas), 15_000L)));
        return requireNonNull(
                GatewayDouble.first(gateway.received(from.id()).reversed(), StreamStartEnvelope.class), "a begin");
    }

    static InvocationEnvelope observation(
            String actor, @Nullable StreamFilter filter, InvocationEnvelope.@Nullable Ext ext) {
        return new InvocationEnvelope(
                UUID.randomUUID(), ActorId.of(actor), "observeState", 2, List.of(), List.of(), filter, null, ext);
    }

    /** Calls a method as somebody of whom nobody else takes notice. */
    ResponseEnvelope call(String actor, String method, String... arguments) {
        Connection caller = connect("caller");
        gateway.take("caller");
        send(
                caller,
                new InvocationEnvelope(
                        UUID.randomUUID(),
                        ActorId.of(actor),
                        method,
                        2,
                        List.of(),
                        List.of(arguments).stream().map(Bytes::utf8).toList(),
                        null,
                        null,
                        new InvocationEnvelope.Ext(1, List.of(), null)));
        return requireNonNull(GatewayDouble.first(gateway.take("caller"), ResponseEnvelope.class), "a response");
    }

    StateBroadcast.Report tell(String actor) {
        return broadcast.toAll(actor, soon());
    }

    /** Returns the updates that a connection has received, oldest first. */
    List<StreamDataEnvelope> updates(String connection) {
        return gateway.received(connection).stream()
                .filter(StreamDataEnvelope.class::isInstance)
                .map(StreamDataEnvelope.class::cast)
                .toList();
    }

    /** Returns the states that a connection has received with their numbers, as {@code 1 {"count":0}}. */
    List<String> states(String connection) {
        return updates(connection).stream()
                .map(update -> update.sequenceNumber() + " " + text(update.data()))
                .toList();
    }

    static String text(@Nullable Bytes json) {
        return json == null ? "" : new String(json.unsafeArray(), java.nio.charset.StandardCharsets.UTF_8);
    }

    static StreamResumeEnvelope resume(
            StreamStartEnvelope stream, StreamDataEnvelope last, String actor, @Nullable StreamFilter filter) {
        return new StreamResumeEnvelope(
                stream.streamID(),
                last.sequenceNumber(),
                stream.actorID(),
                stream.targetIdentifier(),
                new StreamResumeEnvelope.Ext(
                        1,
                        requireNonNull(stream.ext()).epoch(),
                        UUID.randomUUID(),
                        ActorId.of(actor),
                        filter,
                        List.of(),
                        List.of(),
                        true,
                        false,
                        15_000L,
                        requireNonNull(last.ext()).cursor()));
    }
}
