// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A store some of whose writes fail: every fourth before it is made, and every fourth after. Safe for use by any thread. */
final class LostAnswers implements ActorStateStore {
    private static final int PERIOD = 4;

    private final ActorStateStore store;
    private final AtomicInteger writes = new AtomicInteger();
    private final AtomicInteger answersLost = new AtomicInteger();

    LostAnswers(ActorStateStore store) {
        this.store = store;
    }

    /** Returns the number of writes that were made though they seemed to fail. */
    int answersLost() {
        return answersLost.get();
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        int which = writes.incrementAndGet() % PERIOD;
        if (which == 0) {
            throw new StateStoreException("the connection broke before the write", null);
        }
        StoredState stored = store.saveIfVersion(actor, expected, write);
        if (which == 1) {
            answersLost.incrementAndGet();
            throw new StateStoreException("the connection broke after the write", null);
        }
        return stored;
    }

    @Override
    public int maxStateBytes() {
        return store.maxStateBytes();
    }

    @Override
    public LogRetention retention() {
        return store.retention();
    }

    @Override
    public @Nullable StoredState loadWithVersion(String actor) {
        return store.loadWithVersion(actor);
    }

    @Override
    public boolean delete(String actor) {
        return store.delete(actor);
    }

    @Override
    public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        return store.readLog(actor, after, limit, maxBytes);
    }

    @Override
    public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        return store.readLogFromState(actor, version, limit, maxBytes);
    }

    @Override
    public Map<String, StateVersion> newestVersions(Collection<String> actors) {
        return store.newestVersions(actors);
    }

    @Override
    public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        return store.findWrite(actor, writeId, callKey);
    }

    @Override
    public StateChangeSource changes() {
        return store.changes();
    }

    @Override
    public void close() {
        store.close();
    }
}
