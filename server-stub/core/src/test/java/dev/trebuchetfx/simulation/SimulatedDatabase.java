// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import static dev.trebuchetfx.simulation.SimulatedWorld.MILLISECOND;
import static dev.trebuchetfx.simulation.SimulatedWorld.SECOND;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * The database of a simulation, which outlives the nodes. It notes in the ledgers what it stores, loses answers, and can't be reached by a
 * node for a while.
 */
final class SimulatedDatabase {
    private static final JsonMapper MAPPER = new JsonMapper();

    private final SimulatedWorld world;
    private final List<Ledger> ledgers;
    private final RandomGenerator random;
    private final InMemoryStateStore disk;
    private final boolean forgetful;
    private final long lag;
    private final Set<SimulatedChanges> sources = new LinkedHashSet<>();
    private final Set<SimulatedProcess> cutOff = new HashSet<>();
    private int lostAnswers;
    private int refusedWrites;

    SimulatedDatabase(SimulatedWorld world, List<Ledger> ledgers) {
        this.world = world;
        this.ledgers = ledgers;
        this.random = world.newRandom();
        SimulatedProcess clock = new SimulatedProcess(world, "database", false);
        int versions = List.of(2, 20, 4_000, 4_000).get(random.nextInt(4));
        this.forgetful = versions < 4_000;
        this.lag = List.of(MILLISECOND, 20 * MILLISECOND, 400 * MILLISECOND).get(random.nextInt(3));
        if (!forgetful) {
            ledgers.forEach(Ledger::findsCalls);
        }
        this.disk = new InMemoryStateStore(
                new LogRetention(versions, Duration.ofMinutes(30), 8L << 20), clock, this::newId);
    }

    private UUID newId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    /** Returns whether its logs forget versions within a run. */
    boolean isForgetful() {
        return forgetful;
    }

    /** The longest time that news of a change takes. */
    long lag() {
        return lag;
    }

    /** Returns the time for which a node may not know of what is stored, though it hears of changes. */
    long mostBehind() {
        return lag + SimulatedChanges.NOTICE + SECOND;
    }

    /** The store as a node has it. */
    ActorStateStore openFor(SimulatedProcess node) {
        return new NodeStore(node);
    }

    boolean isReachableBy(SimulatedProcess node) {
        return !cutOff.contains(node);
    }

    /** The node can't reach it for a while, and its source of changes loses what happens meanwhile. */
    void cutOff(SimulatedProcess node, long nanos) {
        cutOff.add(node);
        loseChanges(node, nanos);
        world.after(nanos, this, () -> cutOff.remove(node));
    }

    void loseChanges(SimulatedProcess node, long nanos) {
        List.copyOf(sources).stream().filter(source -> source.isOf(node)).forEach(source -> source.lose(nanos));
    }

    /** The next writes are made, but nobody hears so. */
    void loseAnswers(int count) {
        lostAnswers = count;
    }

    /** The next writes are not made, and nobody hears so. */
    void refuseWrites(int count) {
        refusedWrites = count;
    }

    /** Everything works again. */
    void heal() {
        lostAnswers = 0;
        refusedWrites = 0;
        cutOff.clear();
    }

    /** Somebody changes a state with a tool of their own. */
    void edit(int actor, int value) {
        String name = SimulatedServer.actorName(actor);
        StoredState stored = disk.save(name, newId(), json(newest(actor).next(value, 0)));
        stored(name, stored, "an edit");
    }

    /** Somebody deletes a state and writes another one, which begins a new history. */
    void replace(int actor, int value) {
        String name = SimulatedServer.actorName(actor);
        if (disk.delete(name)) {
            tell(new StateChange(name, null, null));
            ledgers.get(actor).beginsAnew();
        }
        edit(actor, value);
    }

    private Versioned newest(int actor) {
        Versioned newest = ledgers.get(actor).newest();
        if (newest == null) {
            throw new IllegalStateException("a ledger begins with the initial state");
        }
        return newest;
    }

    private static Bytes json(Versioned state) {
        return Bytes.wrap(MAPPER.writeValueAsBytes(state));
    }

    private void stored(String actor, StoredState stored, String by) {
        Versioned state = read(stored.json());
        world.say(
                "database",
                () -> "version " + stored.version().number() + " of " + actor + " by " + by + ": version "
                        + state.version() + " with " + state.value());
        for (int i = 0; i < ledgers.size(); i++) {
            if (SimulatedServer.actorName(i).equals(actor)) {
                ledgers.get(i).stored(state, world.now());
            }
        }
        tell(new StateChange(actor, stored.version().number(), stored.storedAt()));
    }

    private void tell(StateChange change) {
        List.copyOf(sources).forEach(source -> source.changed(change));
    }

    private static Versioned read(Bytes json) {
        return MAPPER.readValue(json.toByteArray(), Versioned.class);
    }

    void forget(SimulatedChanges source) {
        sources.remove(source);
    }

    /** One node's way to the database. */
    private final class NodeStore extends ForwardingStore {
        private final SimulatedProcess node;

        NodeStore(SimulatedProcess node) {
            super(disk);
            this.node = node;
        }

        private void reach() {
            if (!isReachableBy(node)) {
                throw new StateStoreException("the database can't be reached", null);
            }
        }

        @Override
        public @Nullable StoredState loadWithVersion(String actor) {
            reach();
            return super.loadWithVersion(actor);
        }

        @Override
        public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
            reach();
            if (refusedWrites > 0) {
                refusedWrites--;
                throw new StateStoreException("the write was lost", null);
            }
            StoredState stored = super.saveIfVersion(actor, expected, write);
            stored(actor, stored, node.name());
            if (lostAnswers > 0) {
                lostAnswers--;
                throw new StateStoreException("the answer was lost", null);
            }
            return stored;
        }

        @Override
        public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
            reach();
            return super.readLog(actor, after, limit, maxBytes);
        }

        @Override
        public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
            reach();
            return super.readLogFromState(actor, version, limit, maxBytes);
        }

        @Override
        public Map<String, StateVersion> newestVersions(Collection<String> actors) {
            reach();
            return super.newestVersions(actors);
        }

        @Override
        public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
            reach();
            return super.findWrite(actor, writeId, callKey);
        }

        @Override
        public StateChangeSource changes() {
            SimulatedChanges source = new SimulatedChanges(node, SimulatedDatabase.this, world.newRandom());
            sources.add(source);
            return source;
        }
    }
}
