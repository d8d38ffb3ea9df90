// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import io.lettuce.core.XAddArgs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Keys of the store that somebody has changed without its script, or has deleted. */
class BrokenDataTest {
    private static RedisServer server;

    private final List<RedisNode> nodes = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = RedisServer.start(RedisPrograms.embedded());
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void close() {
        nodes.forEach(RedisNode::close);
        Object unused = server.ask(commands -> commands.flushall());
    }

    private RedisNode open(String... actors) {
        RedisNode node = new RedisNode(server.address(), Map.of(), actors);
        nodes.add(node);
        return node;
    }

    private static String key(String kind) {
        RedisNames names = new RedisNames("trebuchet", 16);
        return names.key(names.partitionOf("a")) + kind;
    }

    private static void set(String key, String field, String value) {
        Object unused = server.ask(commands -> commands.hset(key, field, value));
    }

    private static void replaceByText(String key) {
        Object unused = server.ask(commands -> commands.set(key, "x"));
    }

    /** Stores a state as a call does whose answer may be lost. */
    private static boolean isStored(RedisNode node, String json) {
        UUID write = UUID.randomUUID();
        try {
            node.store.save("a", write, Bytes.utf8(json));
        } catch (StateStoreException e) {
            // Its caller looks whether it is in the log.
        }
        return node.store.findWrite("a", write, null) != null;
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "oldest", "oldestAt", "oldestSize", "kept", "bytes"})
    void aCallThatCountsAsDoneIsInTheState(String field) {
        RedisNode node = open();
        node.save("a", "1");
        node.save("a", "2");
        set(key(":state:a"), field, "x");

        assertThat(isStored(node, "3")).isTrue();
        assertThat(node.loaded("a").json()).isEqualTo(Bytes.utf8("3"));
        assertThat(isStored(node, "4")).isTrue();
        assertThat(node.loaded("a").json()).isEqualTo(Bytes.utf8("4"));
        assertThat(node.loaded("a").version().number()).isEqualTo(4);
    }

    @Test
    void anEntryOfALogWithoutItsFieldsStopsNoWrite() {
        RedisNode node = open();
        StateVersion first = node.save("a", "1").version();
        node.save("a", "2");
        Object unused =
                server.ask(commands -> commands.xadd(key(":log:a"), new XAddArgs().id("1-3"), Map.of("state", "3")));
        set(key(":state:a"), "number", "3");
        set(key(":state:a"), "state", "3");
        assertThat(node.store.readLog("a", first, 9, 99))
                .as("what comes before it")
                .extracting(LogEntry::content)
                .containsExactly(Bytes.utf8("2"));
        node.save("a", "4");
        set(key(":state:a"), "oldestAt", "0");
        set(key(":state:a"), "kept", "5000");

        assertThat(isStored(node, "5")).isTrue();
        assertThat(node.loaded("a").json()).isEqualTo(Bytes.utf8("5"));
    }

    @ParameterizedTest
    @ValueSource(strings = {":log:a", ":writes:a"})
    void aLogThatIsNoneBeginsAnew(String kind) {
        RedisNode node = open();
        StateVersion first = node.save("a", "1").version();
        replaceByText(key(kind));

        node.save("a", "2");
        assertThat(isStored(node, "3")).isTrue();
        assertThat(node.loaded("a").version().number()).isEqualTo(3);
        assertThat(node.store.readLog("a", first, 9, 99)).hasSize(2);
    }

    @Test
    void aStateThatIsNoneStopsThatActorAlone() {
        RedisNode node = open("a", "b");
        node.save("b", "1");
        replaceByText(key(":state:a"));

        assertThatThrownBy(() -> node.store.loadWithVersion("a"))
                .isInstanceOf(StateStoreException.class)
                .hasMessage("Redis could not load the state of the actor 'a': the key '" + key(":state:a")
                        + "' has no state, since somebody has put something else there; delete it by DEL");
        // A write says at once that nothing was stored, and an edit says the same.
        StateWrite write = new StateWrite(UUID.randomUUID(), null, null, 1, Bytes.utf8("2"), null);
        assertThatThrownBy(() -> node.store.saveIfVersion("a", null, write))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageEndingWith("delete it by DEL");
        assertThatThrownBy(() -> server.edit("a", "2")).hasMessageContaining("delete it by DEL");
        assertThat(node.loaded("b").json()).isEqualTo(Bytes.utf8("1"));
    }

    @Test
    void aStateThatIsTooLargeIsNotRead() {
        RedisNode node = open();
        node.save("a", "1");
        set(key(":state:a"), "state", "x".repeat((8 << 20) + 1));

        assertThatThrownBy(() -> node.store.loadWithVersion("a"))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("a state must have at most 8388608 bytes but the key " + key(":state:a"));
    }

    @Test
    void newsIsHeardThoughItsStreamWasNone() {
        RedisNode node = open("a").follow();
        replaceByText(key(":changes"));
        await().until(() -> node.events.stream().anyMatch(each -> each.startsWith("disconnected")));

        server.edit("a", "1");

        await().untilAsserted(() -> assertThat(node.known()).containsKey("a"));
    }

    @Test
    void newsIsHeardThoughTheirCountWasNone() {
        RedisNode node = open("a").follow();
        set(key(""), "changes", "x");

        assertThat(server.edit("a", "1")).isEqualTo(1);

        await().untilAsserted(() -> assertThat(node.known()).containsKey("a"));
    }

    @Test
    void newsIsHeardThoughAnEntryHasTheHighestIdOfAll() {
        RedisNode node = open("a").follow();
        Object unused = server.ask(commands -> commands.xadd(
                key(":changes"),
                new XAddArgs().id("18446744073709551615-18446744073709551615"),
                Map.of("count", "1", "actor", "b", "number", "1", "storedAt", "1")));
        await().until(() -> !node.changes.isEmpty());

        assertThat(server.edit("a", "1")).isEqualTo(1);

        await().untilAsserted(() -> assertThat(node.known()).containsKey("a"));
        assertThat(server.edit("a", "2")).isEqualTo(2);
        await().untilAsserted(() -> assertThat(node.known().get("a"))
                .extracting(StateVersion::number)
                .isEqualTo(2L));
    }

    @Test
    void aDatabaseThatIsEmptiedIsNoticed() {
        RedisNode node = open("a");
        node.save("a", "1");
        node.follow();
        assertThat(node.known()).containsKey("a");

        Object unused = server.ask(commands -> commands.flushall());

        await().untilAsserted(() -> assertThat(node.known()).isEmpty());
        assertThat(node.store.loadWithVersion("a")).isNull();
        node.save("a", "2");
        await().untilAsserted(() -> assertThat(node.known()).containsKey("a"));
        assertThat(node.connections()).isLessThan(4);
    }

    @Test
    void theResultsOfCallsCountAmongTheBytesOfALog() {
        RedisNode node = open();
        StoredState stored = node.save("a", "0");
        StateVersion first = stored.version();
        Bytes result = Bytes.utf8("\"" + "r".repeat(1 << 20) + "\"");
        for (int i = 1; i <= 6; i++) {
            StateWrite write =
                    new StateWrite(UUID.randomUUID(), "key " + i, result, 1, Bytes.utf8(String.valueOf(i)), null);
            stored = node.store.saveIfVersion("a", stored.version(), write);
        }
        assertThat(node.store.readLog("a", first, 99, 3 << 20)).hasSize(2);
        for (int i = 7; i <= 20; i++) {
            StateWrite write =
                    new StateWrite(UUID.randomUUID(), "key " + i, result, 1, Bytes.utf8(String.valueOf(i)), null);
            stored = node.store.saveIfVersion("a", stored.version(), write);
        }
        assertThat(server.<Long>ask(commands -> commands.xlen(key(":log:a")))).isLessThan(9);
    }
}
