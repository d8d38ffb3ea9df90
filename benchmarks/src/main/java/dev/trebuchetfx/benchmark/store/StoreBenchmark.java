// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.benchmark.Benchmark;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.time.Clock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Measures calls of stored actors for each kind of store, two servers on one actor, and the memory of streams. */
public final class StoreBenchmark implements Benchmark {
    private final @Nullable String postgres;

    /**
     * Creates the benchmark.
     *
     * @param postgres the address of a database of PostgreSQL for JDBC; null to leave PostgreSQL out
     */
    public StoreBenchmark(@Nullable String postgres) {
        this.postgres = postgres;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String about() {
        return "calls of stored actors beside bare JDBC, two servers on one actor, and the memory of 100,000 streams";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        String address = postgres;
        // First, so that a wrong address is told at once.
        boolean replicates = address != null && PostgresDatabase.canReplicate(address);
        try (SystemTime time = new SystemTime("bench-store-timers", Clock.systemUTC())) {
            try (MemoryDatabase memory = new MemoryDatabase(time)) {
                new StoreCalls(bench, memory, time, figures).measure();
            }
            try (SqliteDatabase sqlite = new SqliteDatabase()) {
                bench.note(sqlite.settings());
                new StoreCalls(bench, sqlite, time, figures).measure();
            }
            if (address == null) {
                bench.note("PostgreSQL is left out, since no database was named: --postgresql"
                        + " jdbc:postgresql://HOST/DATABASE?user=USER");
            } else {
                measure(bench, new PostgresDatabase(address, PostgresDatabase.NOTIFY), time, figures);
                if (replicates) {
                    measure(bench, new PostgresDatabase(address, PostgresDatabase.REPLICATION), time, figures);
                } else {
                    bench.note("changes=replication is left out, since the database has not wal_level=logical");
                }
            }
            new StreamMemory(bench, time, figures).measure();
        }
    }

    private static void measure(Workbench bench, PostgresDatabase given, TimeSource time, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        try (PostgresDatabase database = given) {
            bench.note(database.settings());
            new StoreCalls(bench, database, time, figures).measure();
        }
    }
}
