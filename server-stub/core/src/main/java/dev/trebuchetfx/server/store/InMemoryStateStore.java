// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A store in memory, for tests and for servers whose states may end with the process. Several nodes in one process share states by
 * {@link #openAgain}.
 *
 * <p>Its sources of changes call their listeners on the thread that writes, after the write, and hear of all changes, also of those that
 * their own store makes. A call that a source made just before it was closed may still run.
 */
public final class InMemoryStateStore implements ActorStateStore {
    private final InMemoryData data;
    private final int maxStateBytes;
    private volatile boolean closed;

    /**
     * Makes an empty store.
     *
     * @param retention the bounds of each actor's log, which are kept at each write
     * @param time the store's clock
     * @param generations chooses the generation of a state that is stored first or anew, such as {@link UUID#randomUUID}
     */
    public InMemoryStateStore(LogRetention retention, InstantSource time, Supplier<UUID> generations) {
        this(retention, time, generations, StoreRules.MAX_STATE_BYTES);
    }

    /**
     * Makes an empty store, as the other constructor does.
     *
     * @param maxStateBytes the most bytes of a state as JSON, 1 to {@link StoreRules#MAX_STATE_BYTES}
     */
    public InMemoryStateStore(
            LogRetention retention, InstantSource time, Supplier<UUID> generations, int maxStateBytes) {
        this(retention, time, generations, maxStateBytes, Long.MAX_VALUE);
    }

    /**
     * Makes an empty store, as the other constructors do.
     *
     * @param maxBytes the bytes that all states and logs take up at the most, about; beyond them a write is refused
     */
    public InMemoryStateStore(
            LogRetention retention, InstantSource time, Supplier<UUID> generations, int maxStateBytes, long maxBytes) {
        this(new InMemoryData(retention, time, generations, maxBytes), StoreRules.checkedMaximum(maxStateBytes));
    }

    private InMemoryStateStore(InMemoryData data, int maxStateBytes) {
        this.data = data;
        this.maxStateBytes = maxStateBytes;
    }

    /** Returns another store of the same states, for another node. Each is closed by itself. */
    public InMemoryStateStore openAgain() {
        return new InMemoryStateStore(open(), maxStateBytes);
    }

    private InMemoryData open() {
        if (closed) {
            throw new StateStoreException("the store in memory must be open but was closed; open another one", null);
        }
        return data;
    }

    @Override
    public int maxStateBytes() {
        return maxStateBytes;
    }

    @Override
    public LogRetention retention() {
        return data.retention();
    }

    @Override
    public @Nullable StoredState loadWithVersion(String actor) {
        return open().load(actor);
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        InMemoryData opened = open();
        StoreRules.check(actor, write, maxStateBytes);
        return opened.save(actor, expected, write);
    }

    @Override
    public boolean delete(String actor) {
        return open().delete(actor);
    }

    @Override
    public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        return open().readLog(actor, after, limit, maxBytes);
    }

    @Override
    public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        return open().readLogFromState(actor, version, limit, maxBytes);
    }

    @Override
    public Map<String, StateVersion> newestVersions(Collection<String> actors) {
        return open().newestVersions(actors);
    }

    @Override
    public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        return open().findWrite(actor, writeId, callKey);
    }

    @Override
    public StateChangeSource changes() {
        return new InMemoryChanges(open());
    }

    @Override
    public void close() {
        closed = true;
    }
}
