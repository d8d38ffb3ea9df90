// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.ReconnectingSource.Pauses;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StoredState;
import dev.trebuchetfx.testing.StateFollower;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A node with a store and a follower of changes, which makes the tables that it needs and is quick to connect again. */
final class Node implements AutoCloseable {
    private static final Pauses SHORT =
            new Pauses(Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofSeconds(5));

    private final SystemTime time = new SystemTime("test-time", InstantSource.system());
    final ActorStateStore store;
    final StateChangeSource source;
    final StateFollower follower;

    private Node(String address, Map<String, String> options, List<String> actors) {
        store = open(address, LogRetention.DEFAULT, options, time);
        follower = new StateFollower(store, actors);
        source = store.changes();
    }

    /** Opens a store whose sources are quick to connect again. */
    static ActorStateStore open(String address, LogRetention retention, Map<String, String> options, TimeSource time) {
        return new PostgresStateStoreProvider(name -> null, SHORT, Duration.ofSeconds(1))
                .open(address, retention, options, time);
    }

    /** Starts a node. */
    static Node start(String address, String changes, Map<String, String> more, String... actors) {
        Map<String, String> options = new HashMap<>(more);
        options.put("create-schema", "true");
        options.put("changes", changes);
        return new Node(address, options, List.of(actors));
    }

    /** Begins to follow, and returns this node as soon as it is connected and knows the versions that there are. */
    Node follow() {
        source.start(follower);
        await().until(() -> follower.connections() == 1);
        // From here on it learns only what it is told.
        follower.known();
        return this;
    }

    StoredState save(String actor, String json) {
        return store.save(actor, UUID.randomUUID(), Bytes.utf8(json));
    }

    @Override
    public void close() {
        source.close();
        store.close();
        time.close();
    }
}
