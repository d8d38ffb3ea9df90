// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.StateWrite;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.function.Consumer;

/** The room that an actor takes in a database while nobody uses it. */
final class IdleActors {
    private static final int ACTORS = 10_000;

    private IdleActors() {}

    /** Stores actors of one version each, and measures how much more the database takes; nothing, where it does not tell. */
    static void measure(Workbench bench, Database database, TimeSource time, Consumer<Figure> figures)
            throws IOException {
        OptionalLong before = database.bytes();
        if (before.isEmpty()) {
            return;
        }
        bench.note("idle actors, " + database.name());
        int actors = bench.quick() ? 100 : ACTORS;
        try (ActorStateStore store = database.open(time)) {
            for (int i = 0; i < actors; i++) {
                store.saveIfVersion("idle/" + i, null, StateWrite.of(UUID.randomUUID(), Bytes.utf8(Sheet.json(i))));
            }
        }
        double each = (double) (database.bytes().orElseThrow() - before.getAsLong()) / actors;
        figures.accept(Figure.lowerIsBetter("bytes_per_idle_actor_" + database.name(), each, "bytes"));
    }
}
