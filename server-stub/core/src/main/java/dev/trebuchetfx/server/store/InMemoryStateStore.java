// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, for tests, simulations and servers whose states may end with them. {@link #sibling} gives further stores on the same
 * data, one for each node of one process. The data lives as long as one of them is in use.
 *
 * <p>News of a change is handed to an executor by the thread that wrote, after the write and before its method returns, and one listener
 * hears one thing at a time. With an executor that runs tasks at once, and one thread, the order of all calls is the same in each run.
 *
 * <p>Safe for use by any thread.
 */
public final class InMemoryStateStore implements ActorStateStore {
    /** The most bytes of a state, unless the constructor is told otherwise: 8 MiB. */
    public static final int DEFAULT_MAX_STATE_BYTES = 8 << 20;

    private final Data data;
    private volatile boolean isClosed;

    /**
     * Makes an empty store that tells its news at once, by the thread that wrote.
     *
     * @param clock the time of writes
     * @param generations the source of the ids of generations; one call at a time
     */
    public InMemoryStateStore(LogRetention retention, InstantSource clock, Supplier<UUID> generations) {
        this(retention, clock, generations, DEFAULT_MAX_STATE_BYTES, Runnable::run);
    }

    /**
     * Makes an empty store.
     *
     * @param clock the time of writes
     * @param generations the source of the ids of generations; one call at a time
     * @param maxStateBytes the most bytes of a state as JSON, 1 or more
     * @param news the executor that runs the calls to listeners
     */
    public InMemoryStateStore(
            LogRetention retention, InstantSource clock, Supplier<UUID> generations, int maxStateBytes, Executor news) {
        this(new Data(retention, clock, generations, maxStateBytes, news));
        if (maxStateBytes < 1) {
            throw new IllegalArgumentException("the most bytes of a state must be 1 or more but were " + maxStateBytes);
        }
    }

    private InMemoryStateStore(Data data) {
        this.data = data;
    }

    /** The states of all siblings. The histories are guarded by their map. */
    private record Data(
            LogRetention retention,
            InstantSource clock,
            Supplier<UUID> generations,
            int maxStateBytes,
            Executor news,
            Map<String, MemoryHistory> histories,
            List<MemoryChanges> sources) {
        Data(
                LogRetention retention,
                InstantSource clock,
                Supplier<UUID> generations,
                int maxStateBytes,
                Executor news) {
            this(retention, clock, generations, maxStateBytes, news, new HashMap<>(), new CopyOnWriteArrayList<>());
        }

        void tell(String actor, @Nullable Long number, Instant now) {
            StateChange change = new StateChange(actor, number, now);
            sources.forEach(source -> source.tell(change));
        }
    }

    /** Returns another store on the same data, as another node opens it. Each is closed by itself. */
    public InMemoryStateStore sibling() {
        return new InMemoryStateStore(data);
    }

    @Override
    public int maxStateBytes() {
        return data.maxStateBytes();
    }

    @Override
    public @Nullable StoredState loadWithVersion(String actor) {
        return of(actor, MemoryHistory::newest);
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        checkOpen();
        StoreRules.check(actor, write, data.maxStateBytes());
        StoredState stored;
        synchronized (data.histories()) {
            MemoryHistory history = data.histories().get(actor);
            StateVersion actual = history == null ? null : history.newest().version();
            if (!Objects.equals(expected, actual)) {
                throw new StateVersionConflictException(actor, expected, actual);
            }
            Instant now = data.clock().instant();
            if (history == null) {
                StateVersion first = new StateVersion(data.generations().get(), 1);
                history = new MemoryHistory(write, first, now);
                data.histories().put(actor, history);
            } else {
                history.add(write, now, data.retention());
            }
            stored = history.newest();
        }
        data.tell(actor, stored.version().number(), stored.storedAt());
        return stored;
    }

    @Override
    public boolean delete(String actor) {
        checkOpen();
        synchronized (data.histories()) {
            if (data.histories().remove(actor) == null) {
                return false;
            }
        }
        data.tell(actor, null, data.clock().instant());
        return true;
    }

    @Override
    public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        List<LogEntry> entries = of(
                actor,
                history -> history.newest().version().isOfSameLife(after)
                        ? history.after(after.number(), limit, maxBytes)
                        : null);
        return entries == null ? List.of() : entries;
    }

    @Override
    public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        List<LogEntry> entries = of(
                actor,
                history -> history.newest().version().isOfSameLife(version)
                        ? history.fromState(version.number(), limit, maxBytes)
                        : null);
        return entries == null ? List.of() : entries;
    }

    @Override
    public Map<String, StateVersion> newestVersions(Collection<String> actors) {
        checkOpen();
        Map<String, StateVersion> versions = new HashMap<>();
        synchronized (data.histories()) {
            for (String actor : actors) {
                MemoryHistory history = data.histories().get(actor);
                if (history != null) {
                    versions.put(actor, history.newest().version());
                }
            }
        }
        return Map.copyOf(versions);
    }

    @Override
    public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        return of(actor, history -> history.find(writeId, callKey));
    }

    @Override
    public StateChangeSource changes() {
        return new MemoryChanges(data.news(), data.sources());
    }

    @Override
    public void close() {
        isClosed = true;
    }

    private <T> @Nullable T of(String actor, Function<MemoryHistory, @Nullable T> read) {
        checkOpen();
        synchronized (data.histories()) {
            MemoryHistory history = data.histories().get(actor);
            return history == null ? null : read.apply(history);
        }
    }

    private void checkOpen() {
        if (isClosed) {
            throw new StateStoreException("the store in memory must be open but is closed", null);
        }
    }
}
