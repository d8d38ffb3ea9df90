// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StoredState;
import dev.trebuchetfx.testing.StateFollower;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both ways of hearing of changes, in what PostgreSQL alone has: numbers, names, transactions, payloads and connections that hang. */
@ExtendWith(RealServerExtension.class)
class ChangeSourceTest {
    private final List<Node> nodes = new ArrayList<>();
    private final RealServer.Database database;

    ChangeSourceTest(RealServer.Database database) {
        this.database = database;
    }

    @AfterEach
    void close() {
        nodes.forEach(Node::close);
    }

    /** Makes a node that does not listen yet. */
    private Node open(String changes, Map<String, String> more, String... actors) {
        Node node = Node.start(database.address(), changes, more, actors);
        nodes.add(node);
        return node;
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void newsHasTheNumberAndTheTime(String changes) {
        Node node = open(changes, Map.of(), "a");
        StateFollower follower = node.follow().follower;

        StoredState stored = node.save("a", "1");
        await().untilAsserted(() -> assertThat(follower.changes())
                .extracting(StateChange::actor, StateChange::number)
                .contains(tuple("a", 1L)));
        database.run("UPDATE actor_states SET state = '2'");
        await().until(() -> follower.changes().size() == 2);

        StateChange edit = follower.changes().getLast();
        assertThat(edit.number()).isEqualTo(2);
        assertThat(edit.storedAt())
                .isBetween(stored.storedAt(), stored.storedAt().plusSeconds(60));
        assertThat(follower.malformed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void aDeletionIsHeardWithoutANumber(String changes) {
        Node node = open(changes, Map.of(), "a");
        node.save("a", "1");
        StateFollower follower = node.follow().follower;

        database.run("DELETE FROM actor_states");

        await().until(() -> !follower.changes().isEmpty());
        assertThat(follower.changes()).singleElement().satisfies(change -> {
            assertThat(change.actor()).isEqualTo("a");
            assertThat(change.number()).isNull();
        });
        assertThat(follower.known()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void aNewNameIsADeletionAndABeginning(String changes) {
        Node node = open(changes, Map.of(), "a", "b");
        node.save("a", "1");
        StateFollower follower = node.follow().follower;

        database.run("UPDATE actor_states SET actor_id = 'b'");

        await().until(() -> follower.changes().size() == 2);
        assertThat(follower.changes()).extracting(StateChange::actor).containsExactly("a", "b");
        assertThat(follower.changes()).extracting(StateChange::number).containsExactly(null, 1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void afterATruncateAnythingMayHaveChanged(String changes) {
        Node node = open(changes, Map.of(), "a");
        node.save("a", "1");
        StateFollower follower = node.follow().follower;
        assertThat(follower.known()).containsKey("a");
        // The table must have been seen by the stream before.
        node.save("a", "2");
        await().until(() -> follower.changes().size() == 1);

        database.run("TRUNCATE actor_states");

        await().until(() -> follower.connections() == 2);
        assertThat(follower.known()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void aTruncateIsHeardThoughNothingCameBefore(String changes) {
        Node node = open(changes, Map.of(), "a");
        node.save("a", "1");
        StateFollower follower = node.follow().follower;

        database.run("TRUNCATE actor_states");

        await().until(() -> follower.connections() == 2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void ofManyEditsInOneTransactionTheLastOneIsTold(String changes) throws SQLException {
        Node node = open(changes, Map.of(), "a");
        node.save("a", "0");
        StateFollower follower = node.follow().follower;

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            for (int i = 1; i <= 500; i++) {
                statement.execute("UPDATE actor_states SET state = convert_to('" + i + "', 'UTF8')");
            }
            connection.commit();
        }

        await().until(() ->
                follower.changes().stream().anyMatch(each -> Long.valueOf(501).equals(each.number())));
        // NOTIFY may come in several parts.
        assertThat(follower.changes()).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void aConnectionThatSaysNothingIsGivenUp(String changes) {
        Node node = open(changes, Map.of("statement-timeout", "500ms", "socket-timeout", "1s"), "a");
        StateVersion first = node.save("a", "1").version();
        StateFollower follower = node.follow().follower;
        List<String> frozen = database.freeze("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                + " AND (query LIKE '%pg_listening_channels%' OR backend_type = 'walsender')"
                + " AND pid <> pg_backend_pid()");
        try {
            assertThat(frozen).hasSize(1);
            database.run("UPDATE actor_states SET state = '2'");

            await().atMost(Duration.ofSeconds(20))
                    .untilAsserted(() -> assertThat(follower.known()).containsEntry("a", first.next()));
            assertThat(follower.connections()).isEqualTo(2);
        } finally {
            database.thaw(frozen);
        }
    }

    /** The connection is looked at each second. */
    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void aConnectionOnWhichNothingHappensStays(String changes) {
        Node node = open(changes, Map.of("statement-timeout", "500ms", "socket-timeout", "1s"), "a");
        StateFollower follower = node.follow().follower;

        await().during(Duration.ofSeconds(6)).atMost(Duration.ofSeconds(20)).until(() -> follower.events().stream()
                .noneMatch(event -> event.startsWith("disconnected")));
        StateVersion first = node.save("a", "1").version();

        await().untilAsserted(() -> assertThat(follower.known()).containsEntry("a", first));
        assertThat(follower.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void nothingIsLeftOnTheServerAfterTheEnd(String changes) {
        Node node = open(changes, Map.of(), "a");
        StateFollower follower = node.follow().follower;

        node.source.close();
        await().until(() -> database.query("SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
                        + " AND (query LIKE '%pg_listening_channels%'"
                        + " OR backend_type = 'walsender') AND pid <> pg_backend_pid()")
                .isEmpty());

        assertThat(database.slots()).isEmpty();
        assertThat(follower.disconnections()).isZero();
    }

    @Test
    void aPayloadThatIsNoNewsIsReported() {
        Node node = open("notify", Map.of(), "a");
        StateFollower follower = node.follow().follower;

        database.run(
                "SELECT pg_notify('actor_state_changes', 'hello')",
                "SELECT pg_notify('actor_state_changes', '[1]')",
                "SELECT pg_notify('actor_state_changes', '{\"actorID\":7}')",
                "SELECT pg_notify('actor_state_changes', '{\"actorID\":\"a\",\"sequenceNumber\":1.5}')");
        node.save("a", "1");

        await().until(() -> !follower.changes().isEmpty());
        assertThat(follower.malformed()).hasSize(4);
        assertThat(follower.malformed().getFirst()).contains("expected JSON", "'hello'");
        assertThat(follower.malformed().get(3)).contains("whole number");
    }

    @Test
    void thePayloadOfOlderProgramsIsUnderstood() {
        Node node = open("notify", Map.of(), "a");
        StateFollower follower = node.follow().follower;

        database.run("SELECT pg_notify('actor_state_changes',"
                + " '{\"actorID\":\"a\",\"timestamp\":\"2026-01-31 10:00:00.5+01\"}')");
        await().until(() -> follower.changes().size() == 1);
        database.run("SELECT pg_notify('actor_state_changes',"
                + " '{\"actorID\":\"a\",\"timestamp\":\"2026-01-31T10:00:00.5\"}')");
        await().until(() -> follower.changes().size() == 2);

        assertThat(follower.changes())
                .containsExactly(
                        new StateChange("a", null, Instant.parse("2026-01-31T09:00:00.500Z")),
                        new StateChange("a", null, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void oddNamesAreQuoted(String changes) {
        Node node = open(
                changes,
                Map.of(
                        "table", "select \"Größe\"; --",
                        "log-table", "O'Brien's log",
                        "channel", "it's \"odd\"",
                        "publication", "also 'odd' \"too\""),
                "a");
        StateFollower follower = node.follow().follower;

        StoredState first = node.save("a", "1");
        database.run("UPDATE \"select \"\"Größe\"\"; --\" SET state = '2'");

        await().until(() ->
                follower.changes().stream().anyMatch(change -> Long.valueOf(2).equals(change.number())));
        assertThat(node.store.readLog("a", first.version(), 9, 100)).hasSize(1);
        assertThat(follower.malformed()).isEmpty();
        assertThat(follower.known().get("a")).isEqualTo(first.version().next());
    }

    @Test
    void withReplicationNothingIsNotified() {
        open("replication", Map.of());

        assertThat(database.query("SELECT tgname FROM pg_trigger WHERE tgname LIKE '%notify%'"))
                .isEmpty();
    }
}
