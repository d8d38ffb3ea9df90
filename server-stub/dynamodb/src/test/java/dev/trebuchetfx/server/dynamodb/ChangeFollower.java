// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A listener that follows some actors as a node does: it reads the versions of all of them after each connection, and of one after each
 * change, and never otherwise. What it was not told it does not know.
 */
final class ChangeFollower implements StateChangeSource.Listener {
    final List<String> events = new CopyOnWriteArrayList<>();
    final List<StateChange> changes = new CopyOnWriteArrayList<>();
    final List<String> malformed = new CopyOnWriteArrayList<>();

    private final ActorStateStore store;
    private final List<String> actors;
    private final Set<String> suspects = ConcurrentHashMap.newKeySet();
    private final Map<String, StateVersion> known = new HashMap<>();

    ChangeFollower(ActorStateStore store, Collection<String> actors) {
        this.store = store;
        this.actors = List.copyOf(actors);
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
}
