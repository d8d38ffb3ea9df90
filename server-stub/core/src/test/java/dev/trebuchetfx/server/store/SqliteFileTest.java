// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** The file of a store: its rights, and what is said of a file that can't be used. */
class SqliteFileTest {
    private static final SqliteStateStore.Settings IMPATIENT =
            new SqliteStateStore.Settings(Duration.ofMillis(50), Duration.ofSeconds(1), 8 << 20, Runnable::run);

    private static final SqliteStateStore.Settings PATIENT =
            new SqliteStateStore.Settings(Duration.ofMinutes(1), Duration.ofSeconds(1), 8 << 20, Runnable::run);

    private final Path folder;
    private final Path file;

    SqliteFileTest(@TempDir Path folder) {
        this.folder = folder;
        this.file = folder.resolve("states.db");
    }

    private static SqliteStateStore opened(Path file) {
        return new SqliteStateStore(file, LogRetention.DEFAULT, new ManualTime(), IMPATIENT);
    }

    private static void save(ActorStateStore store) {
        store.save("a", UUID.randomUUID(), Bytes.utf8("{}"));
    }

    private static void sql(Path file, String... statements) throws SQLException {
        try (Connection outside = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = outside.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    @Test
    void aNewFileIsForItsOwnerAlone() throws Exception {
        assumeTrue(file.getFileSystem().supportedFileAttributeViews().contains("posix"), "needs POSIX rights");
        try (SqliteStateStore store = opened(file)) {
            save(store);

            for (String name : List.of("states.db", "states.db-wal", "states.db-shm")) {
                assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                        .as(name)
                        .isEqualTo("rw-------");
            }
        }
    }

    @Test
    void aFileIsOpenedAgainWithItsStates() {
        try (SqliteStateStore store = opened(file)) {
            save(store);
        }
        try (SqliteStateStore store = opened(file)) {
            assertThat(store.load("a")).isEqualTo(Bytes.utf8("{}"));
        }
    }

    @Test
    void manyCanOpenANewFileAtOnce() throws Exception {
        List<CompletableFuture<Void>> opening = IntStream.range(0, 8)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            try (SqliteStateStore store =
                                    new SqliteStateStore(file, LogRetention.DEFAULT, new ManualTime())) {
                                store.save("a" + i, UUID.randomUUID(), Bytes.utf8("{}"));
                            }
                        },
                        VirtualThreads.named("opening")))
                .toList();
        CompletableFuture.allOf(opening.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);

        try (SqliteStateStore store = opened(file)) {
            assertThat(store.newestVersions(
                            IntStream.range(0, 8).mapToObj(i -> "a" + i).toList()))
                    .hasSize(8);
        }
    }

    @Test
    void aFolderOrAFileInNoFolderIsRefused() {
        assertThatThrownBy(() -> opened(folder))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the file of a store must be a file but " + folder + " is a folder; name a file in it");
        Path nowhere = folder.resolve("none/states.db");
        assertThatThrownBy(() -> opened(nowhere))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("the folder of the store's file " + nowhere
                        + " must exist but there is none; make the folder, or name another file");
        assertThatThrownBy(() -> opened(folder.resolve("what?mode=ro")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("must have no ?");
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedAndLeftAsItWas() throws Exception {
        String text = "these are the notes of last summer\n".repeat(50);
        Files.writeString(file, text);

        assertThatThrownBy(() -> opened(file))
                .isInstanceOf(StateStoreException.class)
                .hasMessage("the store's file " + file
                        + " must be a SQLite database but is another kind of file; name another file");

        assertThat(Files.readString(file)).isEqualTo(text);
    }

    @Test
    void aDatabaseOfAnotherProgramIsRefusedAndLeftAsItWas() throws Exception {
        sql(file, "CREATE TABLE notes (text)");
        byte[] before = Files.readAllBytes(file);

        assertThatThrownBy(() -> opened(file))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("has 1 tables of another program; name another file");

        assertThat(file).hasBinaryContent(before);
    }

    @Test
    void aFileOfANewerVersionIsRefused() throws SQLException {
        opened(file).close();
        sql(file, "PRAGMA user_version = 2");

        assertThatThrownBy(() -> opened(file))
                .isInstanceOf(StateStoreException.class)
                .hasMessage("the file " + file + " must have the tables of version 1 but has those of version 2;"
                        + " use the version of the server that wrote it, or name another file");
    }

    @Test
    void aFileThatIsLockedTooLongFailsAWriteAndNoRead() throws SQLException {
        try (SqliteStateStore store = opened(file)) {
            save(store);
            try (Connection outside = DriverManager.getConnection("jdbc:sqlite:" + file);
                    Statement statement = outside.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");

                assertThatThrownBy(() -> save(store))
                        .isInstanceOf(StateStoreException.class)
                        .hasMessage("the store's file " + file + " must be free but another program has locked it for"
                                + " more than 50 ms; end that program's transaction");
                assertThat(store.exists("a")).isTrue();
                try (SqliteStateStore other = opened(file)) {
                    assertThat(other.exists("a")).isTrue();
                }
                statement.execute("ROLLBACK");
            }
            save(store);
            assertThat(store.newestVersions(List.of("a")).get("a"))
                    .extracting(StateVersion::number)
                    .isEqualTo(2L);
        }
    }

    /** The thread that holds a lock may be a virtual one too, and need a carrier to let go of it. */
    @Test
    void whoeverWaitsForALockHoldsNoCarrier() throws Exception {
        int stores = 2 * Runtime.getRuntime().availableProcessors();
        CountDownLatch begun = new CountDownLatch(stores);
        List<CompletableFuture<Void>> waiting = new ArrayList<>();
        opened(file).close();
        try (Connection outside = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = outside.createStatement()) {
            statement.execute("BEGIN IMMEDIATE");
            for (int i = 0; i < stores; i++) {
                waiting.add(CompletableFuture.runAsync(
                        () -> {
                            try (SqliteStateStore store =
                                    new SqliteStateStore(file, LogRetention.DEFAULT, new ManualTime(), PATIENT)) {
                                begun.countDown();
                                save(store);
                            }
                        },
                        VirtualThreads.named("waiting")));
            }

            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            statement.execute("ROLLBACK");
        }
        CompletableFuture.allOf(waiting.toArray(CompletableFuture[]::new)).get(60, TimeUnit.SECONDS);
    }

    @Test
    void aCallIsFoundByTheIndexOfItsKey() throws SQLException {
        opened(file).close();
        try (SqliteSession session = new SqliteFile(file, Duration.ofMillis(50)).open()) {
            String plan =
                    session.first("EXPLAIN QUERY PLAN " + SqliteStateStore.BY_KEY, row -> row.getString("detail"));

            assertThat(plan).contains("INDEX actor_state_log_keys (actor_id=? AND call_key=?)");
        }
    }

    /** The limit of pages gives the error that a full disk gives. */
    @Test
    void aFullDiskIsNamedAndDoesNoHarm() throws SQLException {
        SqliteFile full = SqliteFile.made(file, Duration.ofMillis(50));
        try (SqliteSession session = full.open()) {
            SqliteSchema.prepare(session, file);
            session.execute("PRAGMA max_page_count = 20");
            String insert = "INSERT INTO actor_states (actor_id, state) VALUES (?1, json_quote(hex(zeroblob(?2))))";
            for (String actor : List.of("a", "b")) {
                assertThatThrownBy(() -> session.inTransaction(() -> session.update(insert, actor, 100_000)))
                        .isInstanceOfSatisfying(SQLException.class, e -> assertThat(full.failure(e))
                                .hasMessage("the store's file " + file
                                        + " needs room but its disk is full; free some space"));
                // A smaller state has room, by the same statement.
                assertThat(session.inTransaction(() -> session.update(insert, actor, 10)))
                        .isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            SQLITE_READONLY_DBMOVED|must be writable but is read-only; change its rights and those of its folder
            SQLITE_CANTOPEN|can't be opened; check the rights of the file and its folder
            SQLITE_CORRUPT_VTAB|is damaged; restore it from a backup, or save what can be read with sqlite3's .recover
            SQLITE_IOERR_WRITE|can't be used (broken); check the file and its disk
            """)
    void otherErrorsAreNamedToo(SQLiteErrorCode code, String words) {
        SqliteFile any = new SqliteFile(file, Duration.ofSeconds(1));

        assertThat(any.failure(new SQLiteException("broken", code)))
                .hasMessage("the store's file " + file + " " + words);
    }
}
