// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.ReconnectingSource.Pauses;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A node with a store that follows some actors: it reads the versions of all of them after each connection, and of one after each change, and never
 * otherwise. What it was not told it does not know.
 */
final class RedisNode implements AutoCloseable, StateChangeSource.Listener {
    static final Duration BLOCK = Duration.ofMillis(500);
    static final Pauses SHORT = new Pauses(Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofSeconds(5));

    final ActorStateStore store;
    final StateChangeSource source;
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<StateChange> changes = new CopyOnWriteArrayList<>();
    final List<String> malformed = new CopyOnWriteArrayList<>();

    private final SystemTime time = new SystemTime("test-time", InstantSource.system());
    private final List<String> actors;
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();
    private final Map<String, StateVersion> known = new HashMap<>();

    /** Makes a node that does not listen yet. */
    RedisNode(String address, Map<String, String> options, String... actors) {
        this.actors = List.of(actors);
        this.store = new RedisStateStoreProvider(name -> null, SHORT, BLOCK)
                .open(address, LogRetention.DEFAULT, options, time);
        this.source = store.changes();
    }

    /** Begins to follow, and returns this node as soon as it is connected and knows the versions that there are. */
    RedisNode follow() {
        source.start(this);
        await().until(() -> connections() == 1);
        // From here on it learns only what it is told.
        known();
        return this;
    }

    @Override
    public void connected() {
        suspects.addAll(actors);
        events.add("connected");
    }

    @Override
    public void changed(StateChange change) {
        suspects.add(change.actor());
        changes.add(change);
        events.add("changed " + change.actor() + " " + change.number());
    }

    @Override
    public void disconnected(String why) {
        events.add("disconnected " + why);
    }

    @Override
    public void malformed(String what) {
        malformed.add(what);
    }

    long connections() {
        return events.stream().filter("connected"::equals).count();
    }

    /** Reads what it was told to have changed, and returns the versions that it knows. */
    Map<String, StateVersion> known() {
        Set<String> read = new HashSet<>(suspects);
        suspects.removeAll(read);
        try {
            Map<String, StateVersion> newest = store.newestVersions(read);
            known.keySet().removeAll(read);
            known.putAll(newest);
        } catch (StateStoreException e) {
            suspects.addAll(read);
        }
        return Map.copyOf(known);
    }

    /** Returns the state, which there has to be. */
    StoredState loaded(String actor) {
        return Objects.requireNonNull(store.loadWithVersion(actor));
    }

    /** Returns the newest version, which there has to be. */
    StateVersion newest(String actor) {
        return Objects.requireNonNull(store.newestVersions(List.of(actor)).get(actor));
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
