// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server that is stopped and started again, and one that is not set up for replication. */
class ServerRestartTest {
    private static final Map<String, String> QUICK = Map.of("connect-timeout", "1s");

    @Test
    void nodesGoOnAfterARestart() {
        try (RealServer server = new RealServer("logical")) {
            RealServer.Database database = server.createDatabase();
            try (Node notified =
                            Node.start(database.address(), "notify", QUICK, "a").follow();
                    Node replicated = Node.start(database.address(), "replication", QUICK, "a")
                            .follow()) {
                StateVersion first = notified.save("a", "1").version();

                server.stop();
                await().until(() -> notified.follower.events().getLast().startsWith("disconnected"));
                await().until(() -> replicated.follower.events().getLast().startsWith("disconnected"));
                assertThatThrownBy(() -> notified.store.loadWithVersion("a"))
                        .isInstanceOf(StateStoreException.class)
                        .hasMessageContaining("could not load the state of the actor 'a'");
                assertThatThrownBy(() -> notified.store.saveIfVersion(
                                "a", first, StateWrite.of(UUID.randomUUID(), Bytes.utf8("x"))))
                        .isInstanceOf(StateStoreException.class)
                        .hasMessageContaining("could not store the state of the actor 'a'");

                server.start();
                database.run("UPDATE actor_states SET state = '2'");
                for (Node node : new Node[] {notified, replicated}) {
                    await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(node.follower.known())
                            .containsEntry("a", first.next()));
                }
                database.run("UPDATE actor_states SET state = '3'");
                for (Node node : new Node[] {notified, replicated}) {
                    await().untilAsserted(() -> assertThat(node.follower.known())
                            .containsEntry("a", first.next().next()));
                    assertThat(node.store.loadWithVersion("a")).isNotNull();
                }
            }
        }
    }

    /** A commit that waits for a standby is written and replicated already, but nobody can read it. */
    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    void aNodeHearsOfAChangeWhenItCanReadIt(String changes) throws Exception {
        try (RealServer server = new RealServer("logical")) {
            RealServer.Database database = server.createDatabase();
            try (Node node = Node.start(database.address(), changes, QUICK, "a").follow()) {
                StateVersion first = node.save("a", "1").version();
                await().untilAsserted(() -> assertThat(node.follower.known()).containsEntry("a", first));
                database.run("ALTER SYSTEM SET synchronous_standby_names = 'nobody'", "SELECT pg_reload_conf()");
                await().until(() -> database.query("SHOW synchronous_standby_names"), List.of("nobody")::equals);

                CompletableFuture<Void> edit =
                        CompletableFuture.runAsync(() -> database.run("UPDATE actor_states SET state = '2'"));
                await().until(() -> !database.query("SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                        .isEmpty());
                await().during(Duration.ofSeconds(1))
                        .untilAsserted(() -> assertThat(node.follower.known()).containsEntry("a", first));
                assertThat(edit).isNotDone();

                database.run("ALTER SYSTEM RESET synchronous_standby_names", "SELECT pg_reload_conf()");
                edit.join();
                await().untilAsserted(() -> assertThat(node.follower.known()).containsEntry("a", first.next()));
            }
        }
    }

    @Test
    void aServerThatIsNotSetUpForReplicationIsRefused() {
        try (RealServer server = new RealServer("replica")) {
            RealServer.Database database = server.createDatabase();

            assertThatThrownBy(() -> Node.start(database.address(), "replication", Map.of()))
                    .isInstanceOf(StateStoreException.class)
                    .hasMessageContaining("wal_level must be logical but is replica")
                    .hasMessageContaining("postgresql.conf");
        }
    }
}
