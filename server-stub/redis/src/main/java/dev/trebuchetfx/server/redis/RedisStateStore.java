// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.redis.GivenVersions.Shown;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoreRules;
import dev.trebuchetfx.server.store.StoredState;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store on Redis. Each method is one run of the script, which also looks whether the database still has the newest version of the actor
 * that this store has given: if not, as after a failover, the state gets a new generation.
 */
final class RedisStateStore implements ActorStateStore {
    /** 8 MiB, as the script has it: the server takes more, but does nothing else meanwhile. */
    private static final int MAX_STATE_BYTES = 8 << 20;

    private final RedisConnections connections;
    private final StateScript script;
    private final RedisNames names;
    private final LogRetention retention;
    private final boolean replicated;
    private final Supplier<StateChangeSource> sources;
    private final GivenVersions shown = new GivenVersions();

    /**
     * @param connections the connections, which this store closes
     * @param replicated whether a version counts only when replicas have it
     * @param sources makes a new source of changes
     */
    RedisStateStore(
            RedisConnections connections,
            StateScript script,
            RedisNames names,
            LogRetention retention,
            boolean replicated,
            Supplier<StateChangeSource> sources) {
        this.connections = connections;
        this.script = script;
        this.names = names;
        this.retention = retention;
        this.replicated = replicated;
        this.sources = sources;
    }

    @Override
    public int maxStateBytes() {
        return MAX_STATE_BYTES;
    }

    @Override
    public LogRetention retention() {
        return retention;
    }

    @Override
    public @Nullable StoredState loadWithVersion(String actor) {
        StoredState stored =
                ScriptReplies.state(ask("load the state of the actor '" + actor + "'", "load", actor, replicated));
        if (stored == null) {
            shown.remove(actor);
        } else {
            shown.add(actor, stored.version(), stored.writeId());
        }
        return stored;
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        return saveAllIfVersion(actor, expected, List.of(write)).getFirst();
    }

    @Override
    public List<StoredState> saveAllIfVersion(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
        List<byte[]> more = new ArrayList<>();
        more.add(bytes(expected == null ? "" : expected.generation().toString()));
        more.add(bytes(expected == null ? "" : String.valueOf(expected.number())));
        more.add(bytes(String.valueOf(names.partitions())));
        more.addAll(retentionArguments(retention));
        for (StateWrite write : writes) {
            StoreRules.check(actor, write, MAX_STATE_BYTES);
            more.add(bytes(write.writeId().toString()));
            more.add(bytes(String.valueOf(write.schema())));
            more.add(write.json().unsafeArray());
            addOptional(more, write.patch());
            addOptional(more, write.callKey() == null ? null : Bytes.utf8(write.callKey()));
            addOptional(more, write.result());
        }
        List<Object> reply = write(
                "store " + (writes.size() == 1 ? "the state" : writes.size() + " states") + " of the actor '" + actor
                        + "'",
                actor,
                more.toArray(byte[][]::new));
        if (!ScriptReplies.text(reply.getFirst()).equals("stored")) {
            throw new StateVersionConflictException(
                    actor,
                    expected,
                    ScriptReplies.text(reply.get(1)).isEmpty() ? null : ScriptReplies.version(reply, 1));
        }
        List<StoredState> stored = new ArrayList<>();
        StateVersion version = ScriptReplies.version(reply, 1);
        for (int i = 0; i < writes.size(); i++) {
            StateWrite write = writes.get(i);
            stored.add(new StoredState(
                    version, write.writeId(), write.schema(), write.json(), ScriptReplies.instant(reply.get(3 + i))));
            version = version.next();
        }
        shown.add(actor, stored.getLast().version(), stored.getLast().writeId());
        return stored;
    }

    /** Runs the script's write. It reads the state first, so that nothing is stored where the state's key has something else. */
    private List<Object> write(String action, String actor, byte[]... more) {
        try {
            // The wait comes behind the write itself.
            return ask(action, "write", actor, false, more);
        } catch (StateStoreException e) {
            throw RedisFailures.isOfNoState(e) ? new StateRefusedException(String.valueOf(e.getMessage())) : e;
        }
    }

    /** Returns the bounds of a log as the script takes them: versions, microseconds and bytes. */
    static List<byte[]> retentionArguments(LogRetention retention) {
        return List.of(
                bytes(String.valueOf(retention.versions())),
                bytes(String.valueOf(TimeSource.bounded(retention.age()).toNanos() / 1_000)),
                bytes(String.valueOf(retention.bytes())));
    }

    private static void addOptional(List<byte[]> arguments, @Nullable Bytes value) {
        arguments.add(bytes(value == null ? "0" : "1"));
        arguments.add(value == null ? new byte[0] : value.unsafeArray());
    }

    @Override
    public boolean delete(String actor) {
        if (isUnknown(actor)) {
            return false;
        }
        List<Object> reply = script.run(
                "delete the state of the actor '" + actor + "'",
                names.key(names.partitionOf(actor)),
                List.of(bytes("delete"), bytes(actor)),
                true);
        shown.remove(actor);
        return ScriptReplies.text(reply.getFirst()).equals("1");
    }

    @Override
    public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        List<LogEntry> entries = read("after", actor, after, limit, maxBytes);
        if (!entries.isEmpty()) {
            shown.add(actor, entries.getLast().version(), entries.getLast().writeId());
        }
        return entries;
    }

    @Override
    public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        return read("from-state", actor, version, limit, maxBytes);
    }

    private List<LogEntry> read(String operation, String actor, StateVersion version, int limit, long maxBytes) {
        return ScriptReplies.entries(
                actor,
                ask(
                        "read the log of the actor '" + actor + "'",
                        operation,
                        actor,
                        replicated,
                        bytes(version.generation().toString()),
                        bytes(String.valueOf(version.number())),
                        bytes(String.valueOf(limit)),
                        bytes(String.valueOf(maxBytes))));
    }

    @Override
    public Map<String, StateVersion> newestVersions(Collection<String> actors) {
        Map<Integer, Set<String>> byPartition = new TreeMap<>();
        for (String actor : actors) {
            if (!isUnknown(actor)) {
                byPartition
                        .computeIfAbsent(names.partitionOf(actor), each -> new LinkedHashSet<>())
                        .add(actor);
            }
        }
        Map<String, StateVersion> newest = new HashMap<>();
        byPartition.forEach((partition, some) -> addNewest(partition, List.copyOf(some), newest));
        return newest;
    }

    private void addNewest(int partition, List<String> actors, Map<String, StateVersion> newest) {
        List<byte[]> arguments = new ArrayList<>(List.of(bytes("newest"), seed(), bytes("")));
        for (String actor : actors) {
            arguments.add(bytes(actor));
            addShown(arguments, actor);
        }
        List<Object> reply = script.run(
                "read the newest versions of " + actors.size() + " actors", names.key(partition), arguments, false);
        for (int i = 0; i < actors.size(); i++) {
            if (!ScriptReplies.text(reply.get(2 * i)).isEmpty()) {
                newest.put(actors.get(i), ScriptReplies.version(reply, 2 * i));
            }
        }
    }

    @Override
    public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        String kept = callKey != null && (callKey.isEmpty() || StoreRules.isName(callKey)) ? callKey : null;
        List<LogEntry> found = ScriptReplies.entries(
                actor,
                ask(
                        "look for a write in the log of the actor '" + actor + "'",
                        "find",
                        actor,
                        replicated,
                        bytes(writeId.toString()),
                        bytes(kept == null ? "0" : "1"),
                        bytes(kept == null ? "" : kept)));
        return found.isEmpty() ? null : found.getFirst();
    }

    /** Runs an operation on one actor; the answer is empty for a name that no state has. */
    private List<Object> ask(String action, String operation, String actor, boolean touches, byte[]... more) {
        if (isUnknown(actor)) {
            return List.of();
        }
        List<byte[]> arguments =
                new ArrayList<>(List.of(bytes(operation), seed(), bytes(touches ? "t" : ""), bytes(actor)));
        addShown(arguments, actor);
        arguments.addAll(List.of(more));
        return script.run(action, names.key(names.partitionOf(actor)), arguments, true);
    }

    private void addShown(List<byte[]> arguments, String actor) {
        Shown last = shown.of(actor);
        arguments.add(bytes(last == null ? "" : last.version().generation().toString()));
        arguments.add(bytes(last == null ? "" : String.valueOf(last.version().number())));
        arguments.add(bytes(last == null ? "" : last.writeId().toString()));
    }

    /** Returns what new generations are made of. */
    private static byte[] seed() {
        return bytes(UUID.randomUUID().toString());
    }

    private static boolean isUnknown(String actor) {
        return !StoreRules.isName(actor);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public StateChangeSource changes() {
        return sources.get();
    }

    @Override
    public void close() {
        connections.close();
    }
}
