// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The edits that people and other programs make in the table are versions like any other. */
@ExtendWith(RealServerExtension.class)
class OutsideEditTest {
    private final RealServer.Database database;
    private final ActorStateStore store;

    OutsideEditTest(RealServer.Database database) {
        this.database = database;
        store = new PostgresStateStoreProvider()
                .open(database.address(), LogRetention.DEFAULT, Map.of("create-schema", "true"), new ManualTime());
    }

    @AfterEach
    void close() {
        store.close();
    }

    private StoredState save(String json) {
        return store.save("counter", UUID.randomUUID(), Bytes.utf8(json));
    }

    private StoredState load() {
        return Objects.requireNonNull(store.loadWithVersion("counter"));
    }

    private List<LogEntry> log(StateVersion after) {
        return store.readLog("counter", after, 100, 1 << 20);
    }

    @Test
    void theServerIsDurable() {
        assertThat(database.query("SHOW fsync")).containsExactly("on");
        assertThat(database.query("SHOW synchronous_commit")).containsExactly("on");
        assertThat(database.query("SHOW full_page_writes")).containsExactly("on");
    }

    @Test
    void anUpdateInPsqlIsTheNextVersion() {
        StoredState before = save("{\"n\":1}");

        database.run("UPDATE actor_states SET state = convert_to('{\"n\":5}', 'UTF8') WHERE actor_id = 'counter'");

        StoredState after = load();
        assertThat(after.version()).isEqualTo(before.version().next());
        assertThat(after.json().utf8()).isEqualTo("{\"n\":5}");
        assertThat(after.writeId()).isNotEqualTo(before.writeId());
        assertThat(log(before.version())).singleElement().satisfies(entry -> {
            assertThat(entry.version()).isEqualTo(after.version());
            assertThat(entry.writeId()).isEqualTo(after.writeId());
            assertThat(entry.isPatch()).isFalse();
            assertThat(entry.callKey()).isNull();
            assertThat(entry.content()).isEqualTo(after.json());
            assertThat(entry.storedAt()).isEqualTo(after.storedAt());
        });
        assertThatThrownBy(() -> store.saveIfVersion(
                        "counter", before.version(), StateWrite.of(UUID.randomUUID(), Bytes.utf8("{}"))))
                .isInstanceOf(StateVersionConflictException.class);
    }

    @Test
    void theNumberIsTheNextOneWhateverTheEditSets() {
        StoredState before = save("{\"n\":1}");

        database.run(
                "UPDATE actor_states SET state = '1', sequence_number = 99",
                "UPDATE actor_states SET state = '2', sequence_number = 0",
                "UPDATE actor_states SET state = '3', sequence_number = -7, generation = gen_random_uuid()",
                "UPDATE actor_states SET state = '4', sequence_number = sequence_number + 1");

        assertThat(load().version()).isEqualTo(new StateVersion(before.version().generation(), 5));
        assertThat(log(before.version()))
                .extracting(entry -> entry.content().utf8())
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void twoEditsInOneTransactionAreTwoVersions() throws Exception {
        StoredState before = save("{\"n\":1}");

        try (var connection = database.connect();
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("UPDATE actor_states SET state = '1'");
            statement.execute("UPDATE actor_states SET state = '2'");
            connection.commit();
        }

        assertThat(log(before.version()))
                .extracting(entry -> entry.content().utf8())
                .containsExactly("1", "2");
    }

    @Test
    void anEditThatChangesNothingIsNone() {
        StoredState before = save("{\"n\":1}");

        database.run(
                "UPDATE actor_states SET state = convert_to('{\"n\":1}', 'UTF8')",
                "UPDATE actor_states SET sequence_number = 12, write_id = gen_random_uuid(), updated_at = now()",
                "UPDATE actor_states SET sequence_number = sequence_number + 1");

        assertThat(load()).isEqualTo(before);
        assertThat(log(before.version())).isEmpty();
    }

    @Test
    void anInsertByHandBeginsALife() {
        database.run("INSERT INTO actor_states (actor_id, state, sequence_number) VALUES ('counter', '{}', 57)");

        StoredState stored = load();
        assertThat(stored.version().number()).isEqualTo(1);
        assertThat(stored.schema()).isEqualTo(1);
        assertThat(store.readLogFromState("counter", stored.version(), 9, 100)).hasSize(1);
        assertThat(save("[]").version()).isEqualTo(stored.version().next());
    }

    @Test
    void deletionAndInsertionBeginAnotherLife() {
        StoredState first = save("{\"n\":1}");

        database.run("DELETE FROM actor_states");
        assertThat(store.loadWithVersion("counter")).isNull();
        assertThat(store.findWrite("counter", first.writeId(), null)).isNull();

        database.run("INSERT INTO actor_states (actor_id, state) VALUES ('counter', convert_to('{\"n\":1}', 'UTF8'))");
        StoredState second = load();
        assertThat(second.version().number()).isEqualTo(1);
        assertThat(second.version().isOfSameLife(first.version())).isFalse();
        assertThat(log(first.version())).isEmpty();
        assertThat(database.query("SELECT count(*) FROM actor_state_log")).containsExactly("1");
    }

    @Test
    void truncateForgetsAll() {
        save("{\"n\":1}");

        database.run("TRUNCATE actor_states");

        assertThat(store.loadWithVersion("counter")).isNull();
        assertThat(database.query("SELECT count(*) FROM actor_state_log")).containsExactly("0");
    }

    @Test
    void aNewNameIsANewLife() {
        StoredState before = save("{\"n\":1}");

        database.run("UPDATE actor_states SET actor_id = 'other'");

        assertThat(store.loadWithVersion("counter")).isNull();
        StoredState other = Objects.requireNonNull(store.loadWithVersion("other"));
        assertThat(other.version().number()).isEqualTo(1);
        assertThat(other.version().isOfSameLife(before.version())).isFalse();
        assertThat(database.query("SELECT actor_id FROM actor_state_log")).containsExactly("other");
    }

    @Test
    void theStatementOfOlderProgramsIsAnEdit() {
        String save = "INSERT INTO actor_states AS t (actor_id, state, sequence_number) VALUES ('counter', '%s', 1)"
                + " ON CONFLICT (actor_id) DO UPDATE SET state = EXCLUDED.state,"
                + " sequence_number = t.sequence_number + 1, updated_at = NOW()";

        database.run(save.formatted("1"), save.formatted("2"));
        StoredState second = load();
        StoredState own = save("3");
        database.run(save.formatted("4"));

        assertThat(second.version().number()).isEqualTo(2);
        assertThat(own.version().number()).isEqualTo(3);
        assertThat(load().version()).isEqualTo(own.version().next());
        assertThat(store.readLogFromState(
                        "counter", new StateVersion(own.version().generation(), 1), 9, 100))
                .extracting(entry -> entry.content().utf8())
                .containsExactly("1", "2", "3", "4");
    }

    @Test
    void anEditWithARightOnTheOneTableIsEnough() {
        String role = "editor_" + UUID.randomUUID().toString().replace('-', '_');
        save("{\"n\":1}");

        database.run(
                "CREATE ROLE " + role,
                "GRANT SELECT, UPDATE ON actor_states TO " + role,
                "SET ROLE " + role + "; UPDATE actor_states SET state = '2'; RESET ROLE",
                "REVOKE ALL ON actor_states FROM " + role,
                "DROP ROLE " + role);

        assertThat(load().version().number()).isEqualTo(2);
        assertThat(database.query("SELECT count(*) FROM actor_state_log")).containsExactly("2");
    }

    @Test
    void theLogOfAnActorThatOnlyOthersWriteEnds() {
        database.run("INSERT INTO actor_states (actor_id, state) VALUES ('counter', '0')", """
                DO $$ BEGIN
                    FOR n IN 1..4223 LOOP
                        UPDATE actor_states SET state = convert_to(n::text, 'UTF8');
                    END LOOP;
                END $$""");

        assertThat(load().version().number()).isEqualTo(4224);
        assertThat(database.query("SELECT count(*) FROM actor_state_log")).containsExactly("4096");
    }
}
