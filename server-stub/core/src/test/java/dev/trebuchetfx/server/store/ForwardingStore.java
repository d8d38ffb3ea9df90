// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A store that asks another one, for tests that change some of its answers. */
public class ForwardingStore implements ActorStateStore {
    private final ActorStateStore real;

    public ForwardingStore(ActorStateStore real) {
        this.real = real;
    }

    @Override
    public int maxStateBytes() {
        return real.maxStateBytes();
    }

    @Override
    public LogRetention retention() {
        return real.retention();
    }

    @Override
    public @Nullable StoredState loadWithVersion(String actor) {
        return real.loadWithVersion(actor);
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        return real.saveIfVersion(actor, expected, write);
    }

    @Override
    public boolean delete(String actor) {
        return real.delete(actor);
    }

    @Override
    public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        return real.readLog(actor, after, limit, maxBytes);
    }

    @Override
    public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        return real.readLogFromState(actor, version, limit, maxBytes);
    }

    @Override
    public Map<String, StateVersion> newestVersions(Collection<String> actors) {
        return real.newestVersions(actors);
    }

    @Override
    public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        return real.findWrite(actor, writeId, callKey);
    }

    @Override
    public StateChangeSource changes() {
        return real.changes();
    }

    @Override
    public void close() {
        real.close();
    }
}
