// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import io.lettuce.core.codec.StringCodec;
import io.lettuce.core.output.StatusOutput;
import io.lettuce.core.protocol.CommandArgs;
import io.lettuce.core.protocol.CommandType;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The start of a store at real servers that are set up in a wrong way, and at those with users and TLS. */
class RedisStartTest {
    private static final String RIGHTS =
            "+@connection +@scripting +wait +info +role +config|get +time +set +del +exists"
                    + " +hset +hsetnx +hget +hmget +hdel +hincrby +xadd +xrange +xrevrange +xtrim +xread";

    private final List<RedisServer> servers = new ArrayList<>();

    @AfterEach
    void close() {
        servers.forEach(RedisServer::close);
    }

    private RedisServer start(Path program, String... settings) {
        RedisServer server = RedisServer.start(program, settings);
        servers.add(server);
        return server;
    }

    private RedisServer start(String... settings) {
        return start(RedisPrograms.embedded(), settings);
    }

    private static void assertRefused(String address, Map<String, String> options, String... words) {
        assertThatThrownBy(() -> new RedisNode(address, options).close())
                .isInstanceOf(StateStoreException.class)
                .hasMessageContainingAll(words)
                .hasMessageNotContaining("secret");
    }

    @Test
    void anotherNumberOfPartitionsIsRefused() {
        RedisServer server = start();
        new RedisNode(server.address(), Map.of("partitions", "4")).close();

        assertRefused(server.address(), Map.of("partitions", "5"), "has 4 partitions", "partitions says 5");
        assertRefused(server.address(), Map.of("partitions", "3"), "has 4 partitions", "partitions says 3");
        try (RedisNode node = new RedisNode(server.address(), Map.of());
                RedisNode other = new RedisNode(server.address(), Map.of("key-prefix", "other", "partitions", "5"))) {
            node.save("a", "1");
            assertThat(other.store.exists("a")).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"many", "0", "1025", "1000000000"})
    void aNumberOfPartitionsThatNoStoreHasWrittenIsRefused(String number) {
        RedisServer server = start();
        Object unused = server.ask(commands -> commands.hset("{trebuchet:0}", "partitions", number));

        assertRefused(server.address(), Map.of(), "the field partitions of the key '{trebuchet:0}' must be 1 to 1024");
    }

    @Test
    void aServerThatDropsKeysIsRefused() {
        assertRefused(
                start("--maxmemory-policy", "allkeys-lru").address(),
                Map.of(),
                "maxmemory-policy is allkeys-lru",
                "CONFIG SET maxmemory-policy noeviction");
    }

    @Test
    void aReplicaIsRefused() {
        RedisServer master = start();
        RedisServer replica = start("--replicaof", "127.0.0.1", String.valueOf(master.port()));

        assertRefused(replica.address(), Map.of(), "is a replica", "the address of the master");
    }

    @Test
    void keysOfANewerProgramAreRefused() {
        RedisServer server = start();
        Object unused = server.ask(commands -> commands.hset("{trebuchet:0}", "format", "2"));

        assertRefused(server.address(), Map.of(), "of the form 2", "newer version of the program");
    }

    @Test
    void aHostThatIsNotThereIsNamed() {
        assertRefused(
                "redis://me:secret@nowhere.invalid",
                Map.of(),
                "could not open the store at redis://nowhere.invalid:6379");
        assertRefused("redis://me:secret@127.0.0.1:1", Map.of(), "127.0.0.1:1");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aUserNeedsTheRightsThatTheDocumentationLists(boolean installed) {
        Path program = RedisPrograms.embedded();
        if (installed) {
            assumeTrue(RedisPrograms.installed("redis-server").isPresent(), "needs the program redis-server");
            program = RedisPrograms.installed("redis-server").orElseThrow();
        }
        RedisServer server = start(program);
        String address = "redis://node:secret@127.0.0.1:" + server.port();
        give(server, "on >secret ~trebuchet ~{trebuchet:* " + RIGHTS);

        try (RedisNode node = new RedisNode(address, Map.of(), "a").follow()) {
            StateVersion first = node.save("a", "1").version();
            node.store.saveIfVersion(
                    "a", first, new StateWrite(UUID.randomUUID(), "k", null, 1, Bytes.utf8("2"), Bytes.utf8("[]")));
            assertThat(node.store.findWrite("a", UUID.randomUUID(), "k")).isNotNull();
            assertThat(node.store.readLog("a", first, 9, 99)).hasSize(1);
            assertThat(node.store.delete("a")).isTrue();
        }
        for (String right : List.of("xtrim", "xread", "wait", "hincrby")) {
            give(server, "-" + right);
            assertRefused(address, Map.of(), "lacks rights for", right.toUpperCase(Locale.ROOT), "ACL SETUSER");
            give(server, "+" + right);
        }
        give(server, "-eval");
        assertRefused(address, Map.of(), "docs/redis.md");
        give(server, "+eval resetkeys ~other:*");
        assertRefused(address, Map.of(), "docs/redis.md");
        assertRefused("redis://node:secret2@127.0.0.1:" + server.port(), Map.of(), "check the user, and the password");
    }

    @Test
    void anAddressThatLeadsToNoServerOrAnotherKindOfServerIsToldWhatToDo() {
        String server = "127.0.0.1:" + start().port();

        assertRefused("redis-cluster://" + server, Map.of(), "cluster support disabled", "write redis:// in place of");
        assertRefused(
                "rediss://" + server, Map.of("connect-timeout", "200ms"), "whether it uses TLS as the address says");
        assertRefused(
                "redis://localhost:1", Map.of(), "connect to localhost:1 (Connection refused)", "check the address");
        assertRefused("redis://host.invalid", Map.of(), "check the address");
    }

    private static void give(RedisServer server, String rights) {
        List<String> words = new ArrayList<>(List.of("SETUSER", "node"));
        words.addAll(List.of(rights.split(" ")));
        Object unused = server.ask(commands -> commands.dispatch(
                CommandType.ACL,
                new StatusOutput<>(StringCodec.UTF8),
                new CommandArgs<>(StringCodec.UTF8).addValues(words)));
    }

    @Test
    void aServerWithoutMemoryRefusesAState() {
        RedisServer server = start("--maxmemory", "3mb");
        try (RedisNode node = new RedisNode(server.address(), Map.of())) {
            String large = "\"" + "x".repeat(2 << 20) + "\"";

            assertThatThrownBy(() -> {
                        for (int i = 0; i < 9; i++) {
                            node.save("a" + i, large);
                        }
                    })
                    .isInstanceOf(StateRefusedException.class)
                    .hasMessageContaining("its memory is full");
        }
    }

    @Test
    void withTooFewReplicasTheOutcomeIsUnknownAndNothingIsShown() {
        RedisServer master = start();
        RedisServer replica = start("--replicaof", "127.0.0.1", String.valueOf(master.port()));
        Map<String, String> waiting = Map.of("wait", "1", "waitMillis", "500");
        try (RedisNode writer = new RedisNode(master.address(), waiting);
                RedisNode reader = new RedisNode(master.address(), waiting)) {
            StateVersion first = writer.save("a", "1").version();
            assertThat(reader.loaded("a").version()).isEqualTo(first);
            replica.signal("STOP");
            try {
                UUID write = UUID.randomUUID();
                assertThatThrownBy(() -> writer.store.saveIfVersion("a", first, StateWrite.of(write, Bytes.utf8("2"))))
                        .isInstanceOf(StateStoreException.class)
                        .hasMessageContaining("so that 1 replicas have it within 500 ms: 0 have it");
                assertThatThrownBy(() -> reader.store.loadWithVersion("a")).isInstanceOf(StateStoreException.class);
                assertThatThrownBy(() -> reader.store.readLog("a", first, 9, 99))
                        .isInstanceOf(StateStoreException.class);
                assertThatThrownBy(() -> writer.store.findWrite("a", write, null))
                        .isInstanceOf(StateStoreException.class);
                replica.signal("CONT");

                await().atMost(Duration.ofSeconds(20))
                        .ignoreExceptions()
                        .until(() -> writer.store.findWrite("a", write, null) != null);
                assertThat(reader.store.readLog("a", first, 9, 99)).hasSize(1);
            } finally {
                replica.signal("CONT");
            }
        }
    }

    @Test
    void aLineMayBeEncrypted(@TempDir Path folder) throws IOException {
        assumeTrue(RedisPrograms.installed("openssl").isPresent(), "needs the program openssl");
        Path key = folder.resolve("key.pem");
        Path certificate = folder.resolve("certificate.pem");
        int exit = new ProcessBuilder(
                        "openssl",
                        "req",
                        "-x509",
                        "-newkey",
                        "rsa:2048",
                        "-nodes",
                        "-days",
                        "2",
                        "-subj",
                        "/CN=localhost",
                        "-addext",
                        "subjectAltName=DNS:localhost,IP:127.0.0.1",
                        "-keyout",
                        key.toString(),
                        "-out",
                        certificate.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start()
                .onExit()
                .join()
                .exitValue();
        assertThat(exit).isZero();
        int port = RedisServer.freePort();
        RedisServer unused = start(
                "--tls-port",
                String.valueOf(port),
                "--tls-cert-file",
                certificate.toString(),
                "--tls-key-file",
                key.toString(),
                "--tls-ca-cert-file",
                certificate.toString(),
                "--tls-auth-clients",
                "no");

        try (RedisNode node =
                new RedisNode("rediss://127.0.0.1:" + port, Map.of("ca-file", certificate.toString()), "a").follow()) {
            node.save("a", "1");
            assertThat(node.store.load("a")).isEqualTo(Bytes.utf8("1"));
        }
        assertRefused("rediss://127.0.0.1:" + port, Map.of(), "could not open the store at rediss://127.0.0.1");
    }
}
