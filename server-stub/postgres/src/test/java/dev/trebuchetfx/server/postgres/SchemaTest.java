// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateStoreProvider;
import dev.trebuchetfx.server.store.StoredState;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The making and checking of tables, triggers and publication. */
@ExtendWith(RealServerExtension.class)
class SchemaTest {
    private final RealServer.Database database;

    SchemaTest(RealServer.Database database) {
        this.database = database;
    }

    private ActorStateStore open(Map<String, String> options) {
        return open(database.address(), options);
    }

    private static ActorStateStore open(String address, Map<String, String> options) {
        return new PostgresStateStoreProvider().open(address, LogRetention.DEFAULT, options, new ManualTime());
    }

    @Test
    void theProviderIsFound() {
        assertThat(ServiceLoader.load(StateStoreProvider.class))
                .filteredOn(each -> each.accepts("postgresql://localhost/a") && each.accepts("jdbc:postgresql:a"))
                .singleElement()
                .satisfies(each -> assertThat(each.form()).startsWith("postgresql://"));
    }

    @Test
    void withoutTablesTheErrorNamesTheOption() {
        assertThatThrownBy(() -> open(Map.of()))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("the table \"actor_states\"")
                .hasMessageContaining("create-schema");
    }

    @Test
    void withoutATriggerTheErrorNamesIt() {
        open(Map.of("create-schema", "true")).close();
        open(Map.of()).close();
        database.run("DROP TRIGGER trebuchet_3_notify ON actor_states");

        assertThatThrownBy(() -> open(Map.of()))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("trigger trebuchet_3_notify")
                .hasMessageContaining("create-schema");
        open(Map.of("create-schema", "true")).close();
        open(Map.of()).close();
        database.run("ALTER TABLE actor_states DISABLE TRIGGER trebuchet_1_number");
        assertThatThrownBy(() -> open(Map.of())).hasMessageContaining("trigger trebuchet_1_number");
    }

    @Test
    void withoutThePublicationTheErrorNamesIt() {
        open(Map.of("create-schema", "true")).close();

        assertThatThrownBy(() -> open(Map.of("changes", "replication")))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("publication \"actor_state_changes\"");
    }

    @Test
    void aWriteFailsWhenTheTriggerHasGone() {
        try (ActorStateStore store = open(Map.of("create-schema", "true"))) {
            database.run("DROP TRIGGER trebuchet_1_number ON actor_states");

            assertThatThrownBy(() -> store.save("a", UUID.randomUUID(), Bytes.utf8("1")))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("trigger that numbers changes is missing");
        }
    }

    @Test
    void nodesThatStartAtOnceMakeTheTablesOnce() {
        List<CompletableFuture<Void>> starts = IntStream.range(0, 6)
                .mapToObj(i -> CompletableFuture.runAsync(
                        () -> open(Map.of("create-schema", "true", "changes", i % 2 == 0 ? "notify" : "replication"))
                                .close(),
                        VirtualThreads.named("node")))
                .toList();

        assertThat(starts).allSatisfy(each -> assertThat(each).succeedsWithin(Duration.ofSeconds(20)));
        open(Map.of()).close();
        open(Map.of("changes", "replication")).close();
    }

    @Test
    void tablesOfANewerProgramAreRefused() {
        open(Map.of("create-schema", "true")).close();
        database.run("COMMENT ON TABLE actor_state_log IS 'Trebuchet FX, schema 2'");

        assertThatThrownBy(() -> open(Map.of("create-schema", "true")))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("'Trebuchet FX, schema 2'")
                .hasMessageContaining("newer version of the program");
    }

    @Test
    void theTableOfAnOlderProgramIsTakenOver() {
        database.run(
                "CREATE TABLE actor_states (actor_id VARCHAR(255) PRIMARY KEY, state BYTEA NOT NULL,"
                        + " sequence_number BIGINT NOT NULL DEFAULT 0, updated_at TIMESTAMP NOT NULL DEFAULT NOW(),"
                        + " created_at TIMESTAMP NOT NULL DEFAULT NOW())",
                "CREATE INDEX idx_actor_states_updated ON actor_states (updated_at)",
                "INSERT INTO actor_states (actor_id, state, sequence_number) VALUES ('a', '1', 7)",
                "INSERT INTO actor_states (actor_id, state) VALUES ('b', '2')");

        assertThatThrownBy(() -> open(Map.of())).hasMessageContaining("create-schema");
        try (ActorStateStore store = open(Map.of("create-schema", "true"))) {
            StoredState a = Objects.requireNonNull(store.loadWithVersion("a"));
            assertThat(a.version().number()).isEqualTo(7);
            assertThat(a.storedAt()).isBetween(Instant.EPOCH, Instant.now().plusSeconds(60));
            assertThat(store.readLogFromState("a", a.version(), 9, 100)).hasSize(1);
            StoredState b = Objects.requireNonNull(store.loadWithVersion("b"));
            assertThat(b.version().number()).isEqualTo(1);
            assertThat(b.version().isOfSameLife(a.version())).isFalse();
        }
    }

    @Test
    void theFilesCanBeAppliedAsTheyAre() throws IOException {
        for (String file : List.of("schema.sql", "notify.sql", "replication.sql", "schema.sql", "replication.sql")) {
            try (InputStream stream = Objects.requireNonNull(PostgresSchema.class.getResourceAsStream(file))) {
                database.run(new String(stream.readAllBytes(), StandardCharsets.UTF_8));
            }
        }

        open(Map.of()).close();
        open(Map.of("changes", "replication")).close();
    }

    @Test
    void aRoleWithoutReplicationIsRefused() {
        open(Map.of("create-schema", "true", "changes", "replication")).close();
        database.run(
                "CREATE ROLE poor LOGIN PASSWORD 'secret'",
                "GRANT SELECT, INSERT, UPDATE, DELETE ON actor_states, actor_state_log TO poor");

        try {
            assertThatThrownBy(() -> open(
                            database.address().replace("postgres:any@", "poor:secret@"),
                            Map.of("changes", "replication")))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("the role \"poor\" must have the attribute REPLICATION")
                    .hasMessageNotContaining("secret");
        } finally {
            database.run("DROP OWNED BY poor", "DROP ROLE poor");
        }
    }

    @Test
    void aServerWithoutAFreeSlotIsRefused() {
        open(Map.of("create-schema", "true", "changes", "replication")).close();
        database.query("SELECT pg_create_physical_replication_slot('taken' || n) FROM generate_series(1, 8) n");

        try {
            assertThatThrownBy(() -> open(Map.of("changes", "replication")))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("max_replication_slots must leave one for this node, but all 8");
        } finally {
            database.query("SELECT pg_drop_replication_slot('taken' || n) FROM generate_series(1, 8) n");
        }
    }

    @Test
    void aServerThatCannotBeReachedIsNamedWithoutThePassword() {
        assertThatThrownBy(() -> open("postgresql://user:secret@localhost:1/states", Map.of()))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("postgresql://localhost:1/states")
                .hasStackTraceContaining("refused")
                .satisfies(e -> assertThat(stackTrace(e)).doesNotContain("secret"));
        assertThatThrownBy(() -> open(database.address().replace("/test", "/none"), Map.of()))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("does not exist");
    }

    private static String stackTrace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
