// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Promises of the store that only a real server can show. */
@ExtendWith(RealServerExtension.class)
class PostgresStateStoreTest {
    private final List<ActorStateStore> stores = new ArrayList<>();
    private final RealServer.Database database;

    PostgresStateStoreTest(RealServer.Database database) {
        this.database = database;
    }

    @AfterEach
    void close() {
        stores.forEach(ActorStateStore::close);
    }

    private ActorStateStore open(LogRetention retention, Map<String, String> more) {
        Map<String, String> options = new HashMap<>(more);
        options.put("create-schema", "true");
        ActorStateStore store =
                new PostgresStateStoreProvider().open(database.address(), retention, options, new ManualTime());
        stores.add(store);
        return store;
    }

    private ActorStateStore open() {
        return open(LogRetention.DEFAULT, Map.of());
    }

    private static StateWrite whole(String json) {
        return StateWrite.of(UUID.randomUUID(), Bytes.utf8(json));
    }

    private static StateWrite patch(String json) {
        return new StateWrite(UUID.randomUUID(), null, null, 1, Bytes.utf8(json), Bytes.utf8("[]"));
    }

    @Test
    void noUpdateOfSeveralNodesIsLost() {
        List<ActorStateStore> nodes = List.of(open(), open());
        Bytes zero = Bytes.utf8("0");

        List<CompletableFuture<Void>> writers = IntStream.range(0, 4)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> {
                            for (int n = 0; n < 25; n++) {
                                nodes.get(i % 2).updateWithRetry("a", UUID.randomUUID(), Integer.MAX_VALUE, before -> {
                                    String count = (before == null ? zero : before).utf8();
                                    return Bytes.utf8(Integer.toString(Integer.parseInt(count) + 1));
                                });
                            }
                        },
                        VirtualThreads.named("writer")))
                .toList();

        assertThat(writers).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(60)));
        StoredState last = Objects.requireNonNull(nodes.getFirst().loadWithVersion("a"));
        assertThat(last.json().utf8()).isEqualTo("100");
        assertThat(last.version().number()).isEqualTo(100);
        assertThat(nodes.getFirst()
                        .readLogFromState("a", new StateVersion(last.version().generation(), 1), 200, 9_999))
                .extracting(entry -> entry.content().utf8())
                .isEqualTo(IntStream.rangeClosed(1, 100)
                        .mapToObj(Integer::toString)
                        .toList());
    }

    @Test
    void aWriteWhoseConnectionBreaksIsInTheLogOrWasNotStored() {
        ActorStateStore store = open();
        int broken = 0;
        int stored = 0;
        CountDownLatch over = new CountDownLatch(1);
        CompletableFuture<Void> cutting = CompletableFuture.runAsync(
                () -> {
                    while (over.getCount() > 0) {
                        database.cutAll();
                    }
                },
                VirtualThreads.named("cutter"));
        try {
            for (int i = 0; i < 100; i++) {
                StateWrite write = whole(Integer.toString(i));
                StateVersion before =
                        patiently(() -> store.newestVersions(List.of("a")).get("a"));
                try {
                    store.saveIfVersion("a", before, write);
                    stored++;
                } catch (StateStoreException e) {
                    broken++;
                    LogEntry found = patiently(() -> store.findWrite("a", write.writeId(), null));
                    stored += found == null ? 0 : 1;
                }
            }
        } finally {
            over.countDown();
        }

        assertThat(cutting).succeedsWithin(Duration.ofSeconds(20));
        assertThat(broken).isGreaterThan(0);
        StateVersion newest = patiently(() -> store.newestVersions(List.of("a")).get("a"));
        assertThat(newest).isNotNull();
        assertThat(Objects.requireNonNull(newest).number()).isEqualTo(stored);
    }

    /** Asks until the store answers. */
    private static <T> @Nullable T patiently(Supplier<@Nullable T> question) {
        while (true) {
            try {
                return question.get();
            } catch (StateStoreException e) {
                // Its connection was cut; the pool opens another one.
            }
        }
    }

    @Test
    void aRepeatedWriteIdIsAVersionToo() {
        ActorStateStore store = open();
        UUID id = UUID.randomUUID();

        StoredState first = store.save("a", id, Bytes.utf8("1"));
        StoredState second = store.save("a", id, Bytes.utf8("1"));

        assertThat(second.version()).isEqualTo(first.version().next());
        assertThat(second.writeId()).isEqualTo(id);
        assertThat(Objects.requireNonNull(store.findWrite("a", id, null)).version())
                .isEqualTo(second.version());
    }

    @Test
    void withoutAKeyNoCallIsFoundByOne() {
        ActorStateStore store = open();
        StoredState stored = store.saveIfVersion(
                "a", null, new StateWrite(UUID.randomUUID(), "", Bytes.utf8("7"), 2, Bytes.utf8("1"), null));

        assertThat(store.findWrite("a", UUID.randomUUID(), null)).isNull();
        assertThat(store.findWrite("a", UUID.randomUUID(), "a\0")).isNull();
        assertThat(store.findWrite("a", UUID.randomUUID(), "\ud83d")).isNull();
        assertThat(store.findWrite("a", UUID.randomUUID(), ""))
                .isEqualTo(new LogEntry(
                        stored.version(),
                        stored.writeId(),
                        "",
                        Bytes.utf8("7"),
                        2,
                        false,
                        Bytes.utf8("1"),
                        stored.storedAt()));
    }

    @Test
    void theLogKeepsThePatchAndTheWholeStateBeforeIt() {
        ActorStateStore store = open(new LogRetention(100, Duration.ofDays(1), 1 << 20), Map.of());
        StateVersion version = null;
        for (int i = 1; i <= 256; i++) {
            // A whole state at 1, 51, 101, 151 and so on.
            StateWrite write = i % 50 == 1 ? whole("{}") : patch("{}");
            version = store.saveIfVersion("a", version, write).version();
        }

        // The oldest of the newest 100 is 157, which needs 151.
        assertThat(database.query("SELECT min(version) FROM actor_state_log")).containsExactly("151");
        StateVersion newest = Objects.requireNonNull(version);
        assertThat(store.readLogFromState("a", new StateVersion(newest.generation(), 157), 500, 1 << 20))
                .hasSize(106)
                .first()
                .satisfies(entry -> assertThat(entry.isPatch()).isFalse());
        assertThat(store.readLog("a", new StateVersion(newest.generation(), 149), 500, 1 << 20))
                .isEmpty();
        assertThat(store.readLog("a", new StateVersion(newest.generation(), 150), 500, 1 << 20))
                .hasSize(106);
    }

    @Test
    void theLogIsBoundedInBytesAndAge() {
        ActorStateStore bytes = open(new LogRetention(1_000, Duration.ofDays(1), 1_000), Map.of());
        ActorStateStore age = open(new LogRetention(1_000, Duration.ofHours(1), 1 << 20), Map.of());
        for (int i = 1; i <= 63; i++) {
            bytes.save("a", UUID.randomUUID(), Bytes.utf8("x".repeat(100)));
            age.save("b", UUID.randomUUID(), Bytes.utf8("{}"));
        }
        database.run("UPDATE actor_state_log SET stored_at = stored_at - interval '2 hours' WHERE version <= 60");

        bytes.save("a", UUID.randomUUID(), Bytes.utf8("x".repeat(100)));
        age.save("b", UUID.randomUUID(), Bytes.utf8("{}"));

        assertThat(database.query("SELECT min(version) FROM actor_state_log WHERE actor_id = 'a'"))
                .containsExactly("55");
        assertThat(database.query("SELECT min(version) FROM actor_state_log WHERE actor_id = 'b'"))
                .containsExactly("61");
    }

    @Test
    void aStatementThatWaitsTooLongFails() throws SQLException {
        ActorStateStore store = open(LogRetention.DEFAULT, Map.of("statement-timeout", "300ms"));
        StateVersion first = store.save("a", UUID.randomUUID(), Bytes.utf8("1")).version();

        try (Connection other = database.connect();
                Statement statement = other.createStatement()) {
            other.setAutoCommit(false);
            statement.execute("SELECT * FROM actor_states FOR UPDATE");

            assertThatThrownBy(() -> store.saveIfVersion("a", first, whole("2")))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("statement timeout");
        }
        assertThat(store.saveIfVersion("a", first, whole("2")).version()).isEqualTo(first.next());
    }

    @Test
    void theDatabasesDefaultsWeakenNothing() throws SQLException {
        database.run(
                "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database() || ' SET synchronous_commit = off'; END $$",
                "DO $$ BEGIN EXECUTE 'ALTER DATABASE ' || current_database()"
                        + " || ' SET default_transaction_isolation = serializable'; END $$");
        ActorStateStore store = open();
        database.run("CREATE TABLE seen (value text)");
        database.run("CREATE FUNCTION see() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO seen VALUES"
                + " (current_setting(''synchronous_commit'')), (current_setting(''transaction_isolation''));"
                + " RETURN NULL; END'");
        database.run("CREATE TRIGGER see AFTER INSERT ON actor_states FOR EACH ROW EXECUTE FUNCTION see()");

        store.save("a", UUID.randomUUID(), Bytes.utf8("1"));

        assertThat(database.query("SELECT value FROM seen")).containsExactly("on", "read committed");
    }

    @Test
    void aStateThatTheDatabaseRefusesIsRefused() {
        ActorStateStore store = open();
        database.run("ALTER TABLE actor_states ADD CONSTRAINT small CHECK (octet_length(state) < 10)");
        StateVersion first = store.save("a", UUID.randomUUID(), Bytes.utf8("1")).version();

        assertThatThrownBy(() -> store.saveIfVersion("a", first, whole("\"top secret\"")))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining("small")
                .hasMessageNotContaining("secret");
        assertThat(store.newestVersions(List.of("a"))).containsEntry("a", first);
    }

    @Test
    void aNameThatTheDatabaseCannotKeepIsRefusedAndNobodys() {
        ActorStateStore store = open();

        for (String name : List.of("a\0b", "a\ud800", "x".repeat(256))) {
            assertThatThrownBy(() -> store.saveIfVersion(name, null, whole("1")))
                    .isInstanceOf(StateRefusedException.class);
            assertThat(store.loadWithVersion(name)).isNull();
            assertThat(store.newestVersions(List.of(name, "b"))).isEmpty();
            assertThat(store.findWrite(name, UUID.randomUUID(), "key")).isNull();
            assertThat(store.delete(name)).isFalse();
        }
        String longest = "é\uD83D\uDE80'\"".repeat(51);
        assertThat(store.saveIfVersion(longest, null, whole("1")).version().number())
                .isEqualTo(1);
        assertThat(store.newestVersions(List.of(longest))).containsOnlyKeys(longest);
    }

    @Test
    void aConflictNamesTheNewestVersion() {
        ActorStateStore store = open();
        StateVersion first = store.save("a", UUID.randomUUID(), Bytes.utf8("1")).version();
        database.run("UPDATE actor_states SET state = '2'");

        assertThatThrownBy(() -> store.saveIfVersion("a", first, whole("3")))
                .isInstanceOfSatisfying(StateVersionConflictException.class, e -> {
                    assertThat(e.expected()).isEqualTo(first);
                    assertThat(e.actual()).isEqualTo(first.next());
                });
        assertThatThrownBy(() -> store.saveIfVersion("a", null, whole("3")))
                .isInstanceOfSatisfying(StateVersionConflictException.class, e -> assertThat(e.actual())
                        .isEqualTo(first.next()));
        assertThatThrownBy(() -> store.saveIfVersion("b", first, whole("3")))
                .isInstanceOfSatisfying(StateVersionConflictException.class, e -> assertThat(e.actual())
                        .isNull());
    }

    @Test
    void writesOfManyActorsThatMeetAreStoredByFewTransactions() {
        ActorStateStore store = open();
        List<String> actors = IntStream.range(0, 20).mapToObj(i -> "a" + i).toList();
        actors.forEach(actor -> store.saveIfVersion(actor, null, whole("0")));

        List<CompletableFuture<StoredState>> writers = actors.stream()
                .map(actor -> CompletableFuture.supplyAsync(
                        () -> {
                            StoredState state = Objects.requireNonNull(store.loadWithVersion(actor));
                            for (int i = 1; i <= 50; i++) {
                                state = store.saveIfVersion(
                                        actor, state.version(), i % 10 == 0 ? whole("" + i) : patch("[" + i + "]"));
                            }
                            return state;
                        },
                        VirtualThreads.named("writers")))
                .toList();

        for (int i = 0; i < actors.size(); i++) {
            StoredState last = writers.get(i).join();
            assertThat(store.loadWithVersion(actors.get(i))).isEqualTo(last);
            StateVersion first = new StateVersion(last.version().generation(), 1);
            assertThat(store.readLog(actors.get(i), first, 100, 1_000_000))
                    .hasSize(50)
                    .last()
                    .satisfies(entry -> {
                        assertThat(entry.version()).isEqualTo(last.version());
                        assertThat(entry.writeId()).isEqualTo(last.writeId());
                        assertThat(entry.storedAt()).isEqualTo(last.storedAt());
                        assertThat(entry.content()).isEqualTo(Bytes.utf8("50"));
                    });
        }
        assertThat(database.query("SELECT count(DISTINCT xmin::text)::text FROM actor_state_log"))
                .singleElement()
                .satisfies(count -> assertThat(Integer.parseInt(count)).isLessThan(700));
    }

    @Test
    void rowsThatSomebodyHoldsKeepNoOtherActorWaiting() throws SQLException {
        ActorStateStore store = open();
        Map<String, StateVersion> versions = new HashMap<>();
        IntStream.range(0, 10)
                .mapToObj(i -> "a" + i)
                .forEach(actor -> versions.put(
                        actor, store.saveIfVersion(actor, null, whole("0")).version()));

        try (Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("SELECT 1 FROM actor_states WHERE actor_id <= 'a3' FOR UPDATE");
            List<CompletableFuture<StoredState>> held = IntStream.range(0, 4)
                    .mapToObj(i -> "a" + i)
                    .map(actor -> CompletableFuture.supplyAsync(
                            () -> store.saveIfVersion(actor, versions.get(actor), whole("1")),
                            VirtualThreads.named("held")))
                    .toList();
            await().until(() -> database.query("SELECT pid FROM pg_locks WHERE NOT granted AND database ="
                                    + " (SELECT oid FROM pg_database WHERE datname = current_database())"
                                    + " OR NOT granted AND locktype = 'transactionid'")
                            .size()
                    == 4);
            List<CompletableFuture<StoredState>> others = IntStream.range(4, 10)
                    .mapToObj(i -> "a" + i)
                    .map(actor -> CompletableFuture.supplyAsync(
                            () -> store.saveIfVersion(actor, versions.get(actor), whole("1")),
                            VirtualThreads.named("others")))
                    .toList();

            assertThat(others)
                    .allSatisfy(
                            other -> assertThat(other.join().version().number()).isEqualTo(2));
            assertThat(held).noneMatch(CompletableFuture::isDone);
            connection.rollback();
            assertThat(held)
                    .allSatisfy(one -> assertThat(one.join().version().number()).isEqualTo(2));
        }
    }
}
