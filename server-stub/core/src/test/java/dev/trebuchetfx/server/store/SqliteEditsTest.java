// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The SQLite file is edited by others, by plain SQL: each edit of a state is a version like any other, and numbers can't be forged. */
class SqliteEditsTest {
    private static final int ALL = Integer.MAX_VALUE;

    private final Path file;
    private final SqliteStateStore store;

    SqliteEditsTest(@TempDir Path folder) {
        file = folder.resolve("states.db");
        store = new SqliteStateStore(file, LogRetention.DEFAULT, new ManualTime());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private void edit(boolean triggersRecur, String... statements) throws SQLException {
        try (Connection outside = DriverManager.getConnection("jdbc:sqlite:" + file);
                Statement statement = outside.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 20000");
            statement.execute("PRAGMA recursive_triggers = " + triggersRecur);
            for (String each : statements) {
                statement.execute(each);
            }
        }
    }

    private StateVersion saved(String actor, String json) {
        return store.save(actor, UUID.randomUUID(), Bytes.utf8(json)).version();
    }

    private StoredState loaded(String actor) {
        return Objects.requireNonNull(store.loadWithVersion(actor));
    }

    private List<LogEntry> wholeLog(String actor) {
        UUID generation = loaded(actor).version().generation();
        return store.readLogFromState(actor, new StateVersion(generation, 1), ALL, Long.MAX_VALUE);
    }

    /** The state is what the newest entry of the log says, and the log has each version once. */
    private void assertAgreesWithItsLog(String actor) {
        StoredState state = loaded(actor);
        List<LogEntry> log = wholeLog(actor);
        assertThat(log).hasSize((int) state.version().number());
        LogEntry newest = log.getLast();
        assertThat(newest.version()).isEqualTo(state.version());
        assertThat(newest.writeId()).isEqualTo(state.writeId());
        assertThat(newest.schema()).isEqualTo(state.schema());
        assertThat(newest.content()).isEqualTo(state.json());
        assertThat(newest.storedAt()).isEqualTo(state.storedAt());
        assertThat(log.stream().map(LogEntry::writeId)).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEditedStateIsTheNextVersion(boolean triggersRecur) throws SQLException {
        saved("a", "{\"n\":1}");
        StoredState before = store.save("a", UUID.randomUUID(), Bytes.utf8("{\"n\":2}"));

        edit(triggersRecur, "UPDATE actor_states SET state = json_set(state, '$.n', 7)");

        StoredState edited = loaded("a");
        assertThat(edited.version()).isEqualTo(before.version().next());
        assertThat(edited.json().utf8()).isEqualTo("{\"n\":7}");
        assertThat(edited.writeId()).isNotEqualTo(before.writeId());
        // By the clock of SQLite, since the store's clock stands in the past.
        assertThat(edited.storedAt()).isAfter(before.storedAt());
        LogEntry entry =
                store.readLog("a", before.version(), ALL, Long.MAX_VALUE).getFirst();
        assertThat(entry.isPatch()).isFalse();
        assertThat(entry.callKey()).isNull();
        assertThat(entry.result()).isNull();
        assertAgreesWithItsLog("a");
        assertThatThrownBy(() ->
                        store.saveIfVersion("a", before.version(), StateWrite.of(UUID.randomUUID(), Bytes.utf8("0"))))
                .isInstanceOf(StateVersionConflictException.class);
        assertThat(saved("a", "{\"n\":8}").number()).isEqualTo(4);
        assertAgreesWithItsLog("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anEditThatChangesNoStateMakesNoVersion(boolean triggersRecur) throws SQLException {
        saved("a", "{\"n\":1}");
        saved("a", "{\"n\":2}");
        StoredState before = loaded("a");

        edit(
                triggersRecur,
                "UPDATE actor_states SET state = state",
                "UPDATE actor_states SET sequence_number = 99",
                "UPDATE actor_states SET sequence_number = 1",
                "UPDATE actor_states SET write_id = 'mine'",
                "UPDATE actor_states SET write_id = (SELECT write_id FROM actor_state_log WHERE sequence_number = 1)",
                "UPDATE actor_states SET generation = 'mine', sequence_number = -1, state = state");

        assertThat(loaded("a")).isEqualTo(before);
        assertAgreesWithItsLog("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void numbersAndIdsThatAnEditBringsArePutRight(boolean triggersRecur) throws SQLException {
        StateVersion before = saved("a", "1");

        edit(
                triggersRecur,
                "UPDATE actor_states SET state = '2', sequence_number = 99, write_id = 'w', generation = 'g'");
        assertThat(loaded("a").version()).isEqualTo(before.next());
        assertAgreesWithItsLog("a");

        edit(triggersRecur, "UPDATE actor_states SET state = '3', sequence_number = sequence_number + 1");
        edit(triggersRecur, "UPDATE actor_states SET state = '4', write_id = '" + UUID.randomUUID() + "'");
        edit(
                triggersRecur,
                "UPDATE actor_states SET state = '5', (write_id, sequence_number) ="
                        + " (SELECT write_id, sequence_number FROM actor_state_log WHERE sequence_number = 2)");
        assertThat(loaded("a").version().number()).isEqualTo(5);
        assertThat(loaded("a").json().utf8()).isEqualTo("5");
        assertAgreesWithItsLog("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInsertedRowBeginsAGeneration(boolean triggersRecur) throws SQLException {
        edit(
                triggersRecur,
                "INSERT INTO actor_states (actor_id, state) VALUES ('a', '{\"n\":1}'), ('b', '2')",
                "INSERT INTO actor_states VALUES ('c', X'5b5d', 99, 'g', 'w', 7, 1, 1)");

        for (String actor : List.of("a", "b", "c")) {
            assertThat(loaded(actor).version().number()).isEqualTo(1);
            assertAgreesWithItsLog(actor);
        }
        assertThat(loaded("c").json().utf8()).isEqualTo("[]");
        assertThat(loaded("c").schema()).isEqualTo(7);
        assertThat(loaded("a").version().generation())
                .isNotEqualTo(loaded("b").version().generation());
        assertThat(saved("a", "{}").number()).isEqualTo(2);
        assertAgreesWithItsLog("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aReplacedRowBeginsAnotherGenerationAndAnUpsertDoesNot(boolean triggersRecur) throws SQLException {
        saved("a", "1");
        StateVersion old = saved("a", "2");

        edit(
                triggersRecur,
                "INSERT INTO actor_states (actor_id, state) VALUES ('a', '3')"
                        + " ON CONFLICT (actor_id) DO UPDATE SET state = excluded.state");
        assertThat(loaded("a").version()).isEqualTo(old.next());
        assertAgreesWithItsLog("a");

        edit(triggersRecur, "INSERT OR REPLACE INTO actor_states (actor_id, state) VALUES ('a', '4')");
        assertThat(loaded("a").version().number()).isEqualTo(1);
        assertThat(loaded("a").version().isOfSameLife(old)).isFalse();
        assertThat(store.readLog("a", old, ALL, Long.MAX_VALUE)).isEmpty();
        assertAgreesWithItsLog("a");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aDeletedRowTakesItsLogAlong(boolean triggersRecur) throws SQLException {
        StateVersion old = saved("a", "1");
        UUID kept = loaded("a").writeId();
        saved("b", "1");

        edit(triggersRecur, "DELETE FROM actor_states WHERE actor_id = 'a'");

        assertThat(store.loadWithVersion("a")).isNull();
        assertThat(store.findWrite("a", kept, null)).isNull();
        assertThat(saved("a", "1").isOfSameLife(old)).isFalse();
        assertAgreesWithItsLog("a");
        assertAgreesWithItsLog("b");
        edit(triggersRecur, "DELETE FROM actor_states");
        assertThat(store.newestVersions(List.of("a", "b"))).isEmpty();
        assertThat(saved("a", "1").number()).isEqualTo(1);
    }

    @Test
    void anEditThatIsNoStateIsRefused() throws SQLException {
        saved("a", "{}");
        StoredState before = loaded("a");

        assertThatThrownBy(() -> edit(false, "UPDATE actor_states SET state = '{'"))
                .hasMessageContaining("actor_states.state must be JSON");
        assertThatThrownBy(() -> edit(false, "INSERT INTO actor_states (actor_id, state) VALUES ('b', 'x')"))
                .hasMessageContaining("actor_states.state must be JSON");
        assertThatThrownBy(() -> edit(false, "UPDATE actor_states SET actor_id = 'b'"))
                .hasMessageContaining("insert another row and delete this one");
        assertThatThrownBy(() -> edit(false, "UPDATE actor_states SET schema_version = 0"))
                .hasMessageContaining("CHECK constraint failed");
        assertThat(loaded("a")).isEqualTo(before);
        assertThat(store.loadWithVersion("b")).isNull();
        assertAgreesWithItsLog("a");
    }

    @Test
    void eachRowAndEachStatementOfATransactionMakesAVersion() throws SQLException {
        saved("a", "1");
        saved("b", "1");

        edit(
                false,
                "BEGIN",
                "UPDATE actor_states SET state = state + 1",
                "UPDATE actor_states SET state = state + 1, schema_version = 2",
                "COMMIT",
                "BEGIN",
                "UPDATE actor_states SET state = '99'",
                "ROLLBACK");

        for (String actor : List.of("a", "b")) {
            assertThat(wholeLog(actor).stream().map(entry -> entry.content().utf8()))
                    .containsExactly("1", "2", "3");
            assertThat(loaded(actor).schema()).isEqualTo(2);
            assertAgreesWithItsLog(actor);
        }
    }

    @Test
    void editsAndWritesAtTheSameTimeAreEachDoneOnce() throws Exception {
        saved("a", "0");
        int each = 100;
        CompletableFuture<Void> edits = CompletableFuture.runAsync(
                () -> {
                    try {
                        for (int i = 0; i < each; i++) {
                            edit(i % 2 == 0, "UPDATE actor_states SET state = state + 1");
                        }
                    } catch (SQLException e) {
                        throw new IllegalStateException(e);
                    }
                },
                VirtualThreads.named("outsider"));
        for (int i = 0; i < each; i++) {
            store.updateWithRetry(
                    "a",
                    UUID.randomUUID(),
                    ALL,
                    before -> Bytes.utf8(String.valueOf(
                            1 + Integer.parseInt(Objects.requireNonNull(before).utf8()))));
        }
        edits.get(60, TimeUnit.SECONDS);

        assertThat(loaded("a").json().utf8()).isEqualTo(String.valueOf(2 * each));
        assertThat(wholeLog("a").stream()
                        .map(entry -> Integer.parseInt(entry.content().utf8())))
                .hasSize(2 * each + 1)
                .isSorted()
                .doesNotHaveDuplicates();
        assertAgreesWithItsLog("a");
    }

    /** The shell of the system may be years older than the library. */
    @Test
    void theShellOfSqliteCanEdit() throws Exception {
        assumeTrue(isInstalled("sqlite3"), "needs the command sqlite3");
        StateVersion before = saved("a", "{\"name\":\"x\"}");

        assertThat(shell(
                        "UPDATE actor_states SET state = json_set(state, '$.name', '\uD83D\uDE80') WHERE actor_id = 'a';"
                                + " INSERT INTO actor_states (actor_id, state) VALUES ('b', '[]');"
                                + " UPDATE actor_states SET state = 'x' WHERE actor_id = 'b';"))
                .contains("actor_states.state must be JSON");

        assertThat(loaded("a").version()).isEqualTo(before.next());
        assertThat(loaded("a").json().utf8()).isEqualTo("{\"name\":\"\uD83D\uDE80\"}");
        assertAgreesWithItsLog("a");
        assertThat(loaded("b").json().utf8()).isEqualTo("[]");
        assertAgreesWithItsLog("b");
    }

    private static boolean isInstalled(String command) {
        return List.of(System.getenv().getOrDefault("PATH", "").split(":", -1)).stream()
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, command)));
    }

    private String shell(String sql) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sqlite3", file.toString())
                .redirectErrorStream(true)
                .start();
        try (var in = shell.outputWriter(StandardCharsets.UTF_8)) {
            in.write(sql);
        }
        String said = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        shell.waitFor();
        return said;
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aRowThatTakesTheOldOnesPlaceWithItsNumbersBeginsAnew(boolean triggersRecur) throws SQLException {
        for (int versions = 1; versions <= 2; versions++) {
            StateVersion before = saved("a" + versions, "1");
            if (versions == 2) {
                before = saved("a2", "2");
            }

            edit(
                    triggersRecur,
                    "INSERT OR REPLACE INTO actor_states SELECT actor_id, '7', sequence_number, generation, write_id,"
                            + " schema_version, created_at, updated_at FROM actor_states WHERE actor_id = 'a" + versions
                            + "'");

            assertThat(loaded("a" + versions).json().utf8()).isEqualTo("7");
            assertThat(loaded("a" + versions).version().isOfSameLife(before)).isFalse();
            assertAgreesWithItsLog("a" + versions);
        }
    }

    @Test
    void theLogOfAnActorThatOnlyOthersWriteIsBounded() throws SQLException {
        StateVersion first = saved("a", "1");
        String[] edits = new String[9_002];
        edits[0] = "BEGIN";
        for (int i = 1; i <= 9_000; i++) {
            edits[i] = "UPDATE actor_states SET state = '" + (i + 1) + "'";
        }
        edits[9_001] = "COMMIT";

        edit(false, edits);

        StoredState state = loaded("a");
        assertThat(state.version().number()).isEqualTo(9_001);
        assertThat(store.readLog("a", first, 9, 999)).isEmpty();
        StateVersion kept = new StateVersion(state.version().generation(), 9_001 - 4_096);
        assertThat(store.readLog("a", kept, ALL, Long.MAX_VALUE)).hasSize(4_096);
        StateVersion forgotten = new StateVersion(state.version().generation(), 9_001 - 4_096 - 66);
        assertThat(store.readLog("a", forgotten, ALL, Long.MAX_VALUE)).isEmpty();
    }

    @Test
    void twoWritesWithOneIdAreTwoVersions() {
        UUID id = UUID.randomUUID();
        StoredState first = store.saveIfVersion("a", null, StateWrite.of(id, Bytes.utf8("1")));

        StoredState second = store.saveIfVersion("a", first.version(), StateWrite.of(id, Bytes.utf8("2")));

        assertThat(second.version()).isEqualTo(first.version().next());
        assertThat(loaded("a")).isEqualTo(second);
    }
}
