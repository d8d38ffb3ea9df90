// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.SqliteStateStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** A new file of SQLite in the folder for temporary files, and another one for the bare writes. */
final class SqliteDatabase implements Database {
    private final Path folder;

    SqliteDatabase() throws IOException {
        folder = Files.createTempDirectory("trebuchet-bench");
    }

    /** Returns how the files are kept, for a person. */
    String settings() throws IOException {
        return "SQLite in " + folder + " on " + Files.getFileStore(folder).type()
                + ", with journal_mode=WAL and synchronous=FULL";
    }

    @Override
    public String name() {
        return "sqlite";
    }

    @Override
    public ActorStateStore open(TimeSource time) {
        return new SqliteStateStore(folder.resolve("states.db"), LogRetention.DEFAULT, time);
    }

    @Override
    public BareCallers bare(int callers, InstantSource clock) throws IOException, InterruptedException {
        return new JdbcCallers(BareDialect.sqlite(folder.resolve("bare.db")), bareWays(), callers, clock);
    }

    @Override
    public List<BareWay> bareWays() {
        return List.of(BareWay.BARE);
    }

    @Override
    public OptionalLong bytes() throws IOException {
        try (Stream<Path> listed = Files.list(folder)) {
            long sum = 0;
            for (Path file : listed.filter(each -> each.getFileName().toString().startsWith("states.db"))
                    .toList()) {
                sum += Files.size(file);
            }
            return OptionalLong.of(sum);
        }
    }

    @Override
    public void close() throws IOException {
        List<Path> files;
        try (Stream<Path> listed = Files.list(folder)) {
            files = listed.toList();
        }
        for (Path file : files) {
            Files.deleteIfExists(file);
        }
        Files.delete(folder);
    }
}
