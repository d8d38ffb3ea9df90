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
    private final Addresses addresses;

    /**
     * The addresses of databases beside SQLite, null for those to leave out.
     *
     * @param postgres for JDBC
     * @param redis of one server, {@code redis://HOST:PORT}
     * @param dynamodb the endpoint of DynamoDB Local
     */
    public record Addresses(
            @Nullable String postgres,
            @Nullable String redis,
            @Nullable String dynamodb) {
        /** No databases. */
        public static final Addresses NONE = new Addresses(null, null, null);
    }

    /** Creates the benchmark of memory, SQLite and these databases. */
    public StoreBenchmark(Addresses addresses) {
        this.addresses = addresses;
    }

    @Override
    public String name() {
        return "store";
    }

    @Override
    public String about() {
        return "calls of stored actors beside bare writes, two servers on one actor, and the memory of 100,000 streams";
    }

    @Override
    public void run(Workbench bench, Consumer<Figure> figures) throws IOException, InterruptedException {
        String address = addresses.postgres();
        // First, so that a wrong address is told at once.
        boolean replicates = address != null && PostgresDatabase.canReplicate(address);
        try (SystemTime time = new SystemTime("bench-store-timers", Clock.systemUTC())) {
            try (MemoryDatabase memory = new MemoryDatabase(time)) {
                new StoreCalls(bench, memory, time, figures).measure();
            }
            try (SqliteDatabase sqlite = new SqliteDatabase()) {
                bench.note(sqlite.settings());
                measure(bench, sqlite, time, figures);
            }
            if (address == null) {
                bench.note("PostgreSQL is left out, since no database was named: --postgresql"
                        + " jdbc:postgresql://HOST/DATABASE?user=USER");
            } else {
                measurePostgres(bench, new PostgresDatabase(address, PostgresDatabase.NOTIFY), time, figures);
                if (replicates) {
                    measurePostgres(bench, new PostgresDatabase(address, PostgresDatabase.REPLICATION), time, figures);
                } else {
                    bench.note("changes=replication is left out, since the database has not wal_level=logical");
                }
            }
            String redis = addresses.redis();
            if (redis != null) {
                try (RedisDatabase database = new RedisDatabase(redis)) {
                    bench.note(database.settings());
                    measure(bench, database, time, figures);
                }
            }
            String dynamodb = addresses.dynamodb();
            if (dynamodb != null) {
                try (DynamoDatabase database = new DynamoDatabase(dynamodb)) {
                    measure(bench, database, time, figures);
                }
            }
            new StreamMemory(bench, time, figures).measure();
        }
    }

    private static void measure(Workbench bench, Database database, TimeSource time, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        IdleActors.measure(bench, database, time, figures);
        new StoreCalls(bench, database, time, figures).measure();
    }

    private static void measurePostgres(
            Workbench bench, PostgresDatabase given, TimeSource time, Consumer<Figure> figures)
            throws IOException, InterruptedException {
        try (PostgresDatabase database = given) {
            bench.note(database.settings());
            measure(bench, database, time, figures);
        }
    }
}
