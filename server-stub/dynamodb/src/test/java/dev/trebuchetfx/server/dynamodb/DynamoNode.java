// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.SystemTime;
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

/** A node with a store and a follower of changes, on a line of its own that can be cut. It is quick to connect again. */
final class DynamoNode implements AutoCloseable {
    static final Pauses SHORT = new Pauses(Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofSeconds(5));

    private final SystemTime time = new SystemTime("test-time", InstantSource.system());
    final CuttableLine line;
    final ActorStateStore store;
    final StateChangeSource source;
    final StateFollower follower;

    private DynamoNode(LocalDynamo.Tables tables, Map<String, String> more, List<String> actors) {
        line = new CuttableLine(tables.endpoint());
        Map<String, String> options = new HashMap<>(more);
        options.put("endpoint", line.endpoint().toString());
        options.putIfAbsent("poll-interval", "50ms");
        options.putIfAbsent("reader-term", "2s");
        options.putIfAbsent("request-timeout", "5s");
        store = new DynamoStateStoreProvider(name -> null, SHORT)
                .open(tables.address(), LogRetention.DEFAULT, tables.options(options), time);
        follower = new StateFollower(store, actors);
        source = store.changes();
    }

    /** Makes a node that does not listen yet. */
    static DynamoNode open(LocalDynamo.Tables tables, Map<String, String> more, String... actors) {
        return new DynamoNode(tables, more, List.of(actors));
    }

    /** Begins to follow, and returns this node as soon as it is connected and knows the versions that there are. */
    DynamoNode follow() {
        source.start(follower);
        await().until(() -> follower.connections() >= 1);
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
        line.close();
    }
}
