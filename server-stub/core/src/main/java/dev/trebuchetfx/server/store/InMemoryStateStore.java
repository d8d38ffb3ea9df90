// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.time.InstantSource;
import java.util.*;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Interim. */
public final class InMemoryStateStore implements ActorStateStore {
    private final InstantSource time;
    private final Supplier<UUID> ids;
    private final Map<String, List<LogEntry>> logs = new HashMap<>();
    private final Map<String, StoredState> states = new HashMap<>();
    private final List<StateChangeSource.Listener> listeners = new CopyOnWriteArrayList<>();

    public InMemoryStateStore(LogRetention retention, InstantSource time, Supplier<UUID> ids) {
        this.time = time;
        this.ids = ids;
    }

    @Override
    public int maxStateBytes() {
        return 16 << 20;
    }

    @Override
    public synchronized @Nullable StoredState loadWithVersion(String actor) {
        return states.get(actor);
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        StoredState next;
        synchronized (this) {
            StoredState now = states.get(actor);
            StateVersion version = now == null ? null : now.version();
            if (!Objects.equals(version, expected)) {
                throw new StateVersionConflictException(actor, expected, version);
            }
            StateVersion v = version == null ? new StateVersion(ids.get(), 1) : version.next();
            next = new StoredState(v, write.writeId(), write.schema(), write.json(), time.instant());
            states.put(actor, next);
            dev.trebuchetfx.protocol.envelope.Bytes patch = version == null ? null : write.patch();
            logs.computeIfAbsent(actor, k -> new ArrayList<>())
                    .add(new LogEntry(
                            v,
                            write.writeId(),
                            write.callKey(),
                            write.result(),
                            write.schema(),
                            patch != null,
                            patch != null ? patch : write.json(),
                            next.storedAt()));
        }
        listeners.forEach(l -> l.changed(new StateChange(actor, next.version().number(), next.storedAt())));
        return next;
    }

    @Override
    public boolean delete(String actor) {
        boolean was;
        synchronized (this) {
            was = states.remove(actor) != null;
            logs.remove(actor);
        }
        listeners.forEach(l -> l.changed(new StateChange(actor, null, null)));
        return was;
    }

    @Override
    public synchronized List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        return logs.getOrDefault(actor, List.of()).stream()
                .filter(e -> e.version().isOfSameLife(after) && e.version().number() > after.number())
                .limit(limit)
                .toList();
    }

    @Override
    public synchronized List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        List<LogEntry> all = logs.getOrDefault(actor, List.of());
        for (int i = all.size() - 1; i >= 0; i--) {
            LogEntry e = all.get(i);
            if (e.version().isOfSameLife(version) && e.version().number() <= version.number() && !e.isPatch()) {
                return List.copyOf(all.subList(i, Math.min(all.size(), i + limit)));
            }
        }
        return List.of();
    }

    @Override
    public synchronized Map<String, StateVersion> newestVersions(Collection<String> actors) {
        Map<String, StateVersion> found = new HashMap<>();
        actors.forEach(a -> {
            StoredState s = states.get(a);
            if (s != null) {
                found.put(a, s.version());
            }
        });
        return found;
    }

    @Override
    public synchronized @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        return logs.getOrDefault(actor, List.of()).stream()
                .filter(e -> e.writeId().equals(writeId) || (callKey != null && callKey.equals(e.callKey())))
                .findFirst()
                .orElse(null);
    }

    @Override
    public StateChangeSource changes() {
        return new StateChangeSource() {
            private @Nullable Listener mine;

            @Override
            public void start(Listener listener) {
                mine = listener;
                listeners.add(listener);
                listener.connected();
            }

            @Override
            public void close() {
                if (mine != null) {
                    listeners.remove(mine);
                }
            }
        };
    }

    @Override
    public void close() {}
}
