// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import dev.trebuchetfx.lambda.connection.ConnectionRegistry;
import dev.trebuchetfx.lambda.event.ClientEvents;
import dev.trebuchetfx.lambda.event.StateBroadcast;
import dev.trebuchetfx.lambda.posting.Posts;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.dynamodb.DynamoStateStoreProvider;
import dev.trebuchetfx.server.stateless.StatelessNode;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/**
 * The parts of which the functions are made: clients of the SDK, and what the application names. Nothing in it belongs to one connection or actor. Safe
 * for use by any thread.
 */
final class FunctionParts implements AutoCloseable {
    private final FunctionSettings settings;
    private final TimeSource time;
    private final ActorStateStore store;
    private final StatelessNode node;
    private final DynamoDbClient tables;
    private final ConnectionRegistry connections;
    /** The senders to clients, by the address of the gateway, of which there is one in all but rare cases. */
    private final Map<URI, Posts> posts = new ConcurrentHashMap<>();

    private final List<Object> kept = new CopyOnWriteArrayList<>();

    /**
     * @throws IllegalArgumentException if a setting can't be used, or the actors can't be made
     */
    FunctionParts(FunctionSettings settings, TimeSource time) {
        this.settings = settings;
        this.time = time;
        this.store = store(settings, time);
        ActorProvider provider = FunctionActors.provider(settings.actors());
        this.node = new StatelessNode(store, FunctionActors.of(provider), provider.authorizer(), epoch(settings), time);
        this.tables = FunctionClients.tables(settings.dynamoEndpoint());
        this.connections = new ConnectionRegistry(tables, settings.connectionTable(), time);
    }

    private static ActorStateStore store(FunctionSettings settings, TimeSource time) {
        Map<String, String> options = new HashMap<>();
        options.put("check-schema", "false");
        options.put("log-table", settings.logTable());
        URI endpoint = settings.dynamoEndpoint();
        if (endpoint != null) {
            options.put("endpoint", endpoint.toString());
        }
        return new DynamoStateStoreProvider()
                .open("dynamodb:" + settings.stateTable(), LogRetention.DEFAULT, options, time);
    }

    /** Returns an epoch that is the same in each container. */
    private static String epoch(FunctionSettings settings) {
        return UUID.nameUUIDFromBytes(settings.stateTable().getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    TimeSource time() {
        return time;
    }

    StatelessNode node() {
        return node;
    }

    FunctionSettings settings() {
        return settings;
    }

    /**
     * Returns what answers clients.
     *
     * @param gateway the address of the gateway's management API
     */
    ClientEvents clients(URI gateway) {
        return new ClientEvents(node, connections, posts(gateway));
    }

    /** Returns what tells changes of states. */
    StateBroadcast broadcast(URI gateway) {
        return new StateBroadcast(node, connections, posts(gateway));
    }

    private Posts posts(URI gateway) {
        return posts.computeIfAbsent(
                gateway,
                address -> new Posts(
                        FunctionClients.gateway(address),
                        time,
                        VirtualThreads.named("trebuchet-posts"),
                        settings.postsAtOnce()));
    }

    /** Keeps an object for as long as these parts are there, since the runtime of SnapStart refers to it but weakly. */
    void keep(Object other) {
        kept.add(other);
    }

    /** Runs a call and a stream on a store in memory, so that their classes are loaded before the first event. */
    void warmUp() {
        WarmUp.run(time);
    }

    @Override
    public void close() {
        store.close();
        tables.close();
    }
}
