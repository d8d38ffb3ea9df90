// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;

/** States in memory, which nodes of one process share. */
final class MemoryDatabase implements Database {
    /** Open as long as there are states, which the stores of nodes share. */
    private final InMemoryStateStore states;

    MemoryDatabase(TimeSource time) {
        states = new InMemoryStateStore(LogRetention.DEFAULT, time, UUID::randomUUID);
    }

    @Override
    public String name() {
        return "memory";
    }

    @Override
    public ActorStateStore open(TimeSource time) {
        return states.openAgain();
    }

    @Override
    public BareCallers bare(int callers, InstantSource clock) {
        return BareCallers.NONE;
    }

    @Override
    public List<BareWay> bareWays() {
        return List.of();
    }

    @Override
    public void close() {
        states.close();
    }
}
