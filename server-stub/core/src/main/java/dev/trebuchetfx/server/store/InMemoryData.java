// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The states that several {@link InMemoryStateStore}s share. Safe for use by any thread: a lock guards all, and is free while news are told. */
final class InMemoryData {
    private final LogRetention retention;
    private final InstantSource time;
    private final Supplier<UUID> generations;
    private final ReentrantLock lock = new ReentrantLock();
    private final long maxBytes;
    private final Map<String, Life> lives = new HashMap<>();
    /** The bytes that all lives take up, about. */
    private long bytes;

    private final List<Consumer<StateChange>> hearers = new CopyOnWriteArrayList<>();

    InMemoryData(LogRetention retention, InstantSource time, Supplier<UUID> generations, long maxBytes) {
        this.maxBytes = maxBytes;
        this.retention = retention;
        this.time = time;
        this.generations = generations;
    }

    /** The state of one actor, from its first version to its deletion. */
    private record Life(StoredState newest, RetainedLog log) {
        long size() {
            return newest.json().size() + log.size();
        }
    }

    LogRetention retention() {
        return retention;
    }

    /** Adds somebody who hears of each change after it, on the thread that made it. */
    void addHearer(Consumer<StateChange> hearer) {
        hearers.add(hearer);
    }

    void removeHearer(Consumer<StateChange> hearer) {
        hearers.remove(hearer);
    }

    @Nullable
    StoredState load(String actor) {
        return locked(() -> {
            Life life = lives.get(actor);
            return life == null ? null : life.newest;
        });
    }

    StoredState save(String actor, @Nullable StateVersion expected, StateWrite write) {
        StoredState stored = locked(() -> {
            Life life = lives.get(actor);
            StateVersion actual = life == null ? null : life.newest.version();
            if (!Objects.equals(expected, actual)) {
                throw new StateVersionConflictException(actor, expected, actual);
            }
            StateVersion version = actual == null ? new StateVersion(generations.get(), 1) : actual.next();
            return put(actor, version, write, life == null ? new RetainedLog(retention) : life.log);
        });
        tell(new StateChange(actor, stored.version().number(), stored.storedAt()));
        return stored;
    }

    private StoredState put(String actor, StateVersion version, StateWrite write, RetainedLog log) {
        Instant now = time.instant();
        Bytes patch = version.number() == 1 ? null : write.patch();
        Bytes content = patch == null ? write.json() : patch;
        LogEntry entry = new LogEntry(
                version, write.writeId(), write.callKey(), write.result(), write.schema(), patch != null, content, now);
        StoredState stored = new StoredState(version, write.writeId(), write.schema(), write.json(), now);
        // The state itself and its entry of the log.
        if (bytes + 2L * write.json().size() > maxBytes) {
            throw new StateRefusedException("the store in memory has " + bytes + " bytes of at most " + maxBytes
                    + ", which leaves no room for " + write.json().size()
                    + " more; delete states, or keep them in a database");
        }
        Life before = lives.get(actor);
        bytes -= before == null ? 0 : before.size();
        log.add(entry, now);
        Life after = new Life(stored, log);
        bytes += after.size();
        lives.put(actor, after);
        return stored;
    }

    boolean delete(String actor) {
        boolean deleted = locked(() -> {
            Life life = lives.remove(actor);
            bytes -= life == null ? 0 : life.size();
            return life != null;
        });
        if (deleted) {
            tell(new StateChange(actor, null, time.instant()));
        }
        return deleted;
    }

    List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        return locked(() -> {
            Life life = lifeOf(actor, after);
            return life == null ? List.of() : life.log.from(after.number() + 1, limit, maxBytes);
        });
    }

    List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        return locked(() -> {
            Life life = lifeOf(actor, version);
            return life == null ? List.of() : life.log.fromStateBefore(version.number(), limit, maxBytes);
        });
    }

    private @Nullable Life lifeOf(String actor, StateVersion version) {
        Life life = lives.get(actor);
        return life != null && life.newest.version().isOfSameLife(version) ? life : null;
    }

    Map<String, StateVersion> newestVersions(Collection<String> actors) {
        return locked(() -> {
            Map<String, StateVersion> newest = new HashMap<>();
            for (String actor : actors) {
                Life life = lives.get(actor);
                if (life != null) {
                    newest.put(actor, life.newest.version());
                }
            }
            return newest;
        });
    }

    @Nullable
    LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        return locked(() -> {
            Life life = lives.get(actor);
            return life == null ? null : life.log.find(writeId, callKey);
        });
    }

    private void tell(StateChange change) {
        hearers.forEach(hearer -> hearer.accept(change));
    }

    private <T extends @Nullable Object> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }
}
