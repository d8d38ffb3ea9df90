// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.SqliteStateStore;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The store in a SQLite file keeps the contract. */
class SqliteStateStoreTest extends ActorStateStoreContract {
    private final AtomicLong passedNanos = new AtomicLong();
    private final SystemTime time =
            new SystemTime("sqlite-test", () -> InstantSource.system().instant().plusNanos(passedNanos.get()));
    private final Path folder;

    SqliteStateStoreTest(@TempDir Path folder) {
        this.folder = folder;
    }

    @AfterEach
    void endTimers() {
        time.close();
    }

    @Override
    protected ActorStateStore open(LogRetention retention) {
        SqliteStateStore.Settings standard = SqliteStateStore.Settings.DEFAULT;
        return new SqliteStateStore(
                folder.resolve("states.db"),
                retention,
                time,
                new SqliteStateStore.Settings(
                        standard.lockTimeout(), standard.pollInterval(), 1 << 20, standard.news()));
    }

    @Override
    protected void letTimePass(Duration more) {
        passedNanos.addAndGet(more.toNanos());
    }
}
