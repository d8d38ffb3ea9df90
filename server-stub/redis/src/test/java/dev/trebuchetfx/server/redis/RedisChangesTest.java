// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StoredState;
import io.lettuce.core.ScriptOutputType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Changes are heard from a real server whose connections break. */
class RedisChangesTest {
    private static final String SCRIPT = new String(StateScript.read("actor-state.lua"), StandardCharsets.UTF_8);

    private static RedisServer server;
    private static String address;

    private final List<RedisNode> nodes = new ArrayList<>();

    @BeforeAll
    static void startServer() {
        server = RedisServer.start(RedisPrograms.embedded());
        address = server.addressOfNode();
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
        RedisNode node = new RedisNode(address, Map.of(), actors);
        nodes.add(node);
        return node;
    }

    private static String changesOf(String actor) {
        RedisNames names = new RedisNames("trebuchet", 16);
        return names.changes(names.partitionOf(actor));
    }

    @Test
    void aWriteAndAnEditAreHeard() {
        RedisNode node = open("a").follow();

        StoredState stored = node.save("a", "1");
        await().untilAsserted(() -> assertThat(node.changes)
                .extracting(StateChange::actor, StateChange::number)
                .contains(tuple("a", 1L)));
        assertThat(server.edit("a", "2")).isEqualTo(2);
        await().until(() -> node.changes.size() == 2);

        StateChange edit = node.changes.getLast();
        assertThat(edit.number()).isEqualTo(2);
        assertThat(edit.storedAt())
                .isBetween(stored.storedAt(), stored.storedAt().plusSeconds(60));
        assertThat(node.malformed).isEmpty();
    }

    @Test
    void aDeletionIsHeardWithoutANumber() {
        RedisNode node = open("a");
        node.save("a", "1");
        node.follow();

        assertThat(server.script("trebuchet", "delete", "a")).isEqualTo("1");

        await().until(() -> !node.changes.isEmpty());
        assertThat(node.changes).singleElement().satisfies(change -> {
            assertThat(change.actor()).isEqualTo("a");
            assertThat(change.number()).isNull();
        });
        assertThat(node.known()).isEmpty();
    }

    private static void scriptAtOnce(String... calls) {
        Object unused = server.ask(commands -> {
            commands.multi();
            for (String each : calls) {
                commands.eval(SCRIPT, ScriptOutputType.MULTI, new String[] {"trebuchet"}, each.split(" ", -1));
            }
            return commands.exec();
        });
    }

    @Test
    void aDeletionIsNotHiddenByTheLifeThatFollowsIt() {
        RedisNode node = open("a");
        node.save("a", "1");
        node.save("a", "2");
        node.follow();

        scriptAtOnce("delete a", "edit a 3");

        // The number 1 alone would be old news to whoever holds version 2 of the life before.
        await().until(() -> !node.changes.isEmpty());
        assertThat(node.changes).extracting(StateChange::number).containsOnlyNulls();
        assertThat(node.known())
                .hasEntrySatisfying("a", version -> assertThat(version.number()).isEqualTo(1));
    }

    @Test
    void theBeginOfALifeIsNotHiddenByItsNextVersion() {
        RedisNode node = open("a").follow();

        scriptAtOnce("edit a 1", "edit a 2");

        await().until(() -> !node.changes.isEmpty());
        assertThat(node.changes).extracting(StateChange::number).containsOnlyNulls();
    }

    @Test
    void nothingIsLostWhileConnectionsBreak() {
        List<String> actors = List.of("a", "b", "c", "d", "e");
        RedisNode node = open(actors.toArray(String[]::new));
        actors.forEach(actor -> node.save(actor, "0"));
        node.follow();

        for (int i = 1; i <= 100; i++) {
            String actor = actors.get(i % 5);
            String json = String.valueOf(i);
            if (i % 10 == 0) {
                server.cutNodesWhile(() -> server.edit(actor, json));
            } else {
                server.edit(actor, json);
            }
            node.known();
        }

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> assertThat(node.known())
                .hasSize(5)
                .allSatisfy((actor, version) -> assertThat(version.number()).isEqualTo(21)));
        assertThat(node.connections()).isGreaterThan(1);
        assertThat(node.events).anyMatch(event -> event.startsWith("disconnected "));
    }

    @Test
    void aHundredEditsWhileItIsCutOffAreCaughtUp() {
        RedisNode node = open("a");
        StateVersion first = node.save("a", "0").version();
        node.follow();

        server.cutNodesWhile(() -> {
            IntStream.rangeClosed(1, 100).forEach(edit -> server.edit("a", String.valueOf(edit)));
            await().pollDelay(Duration.ofSeconds(10))
                    .timeout(Duration.ofSeconds(20))
                    .until(() -> node.events.getLast().startsWith("disconnected "));
        });

        await().untilAsserted(
                        () -> assertThat(node.known()).containsEntry("a", new StateVersion(first.generation(), 101)));
        assertThat(node.store.readLog("a", first, 1_000, 1_000_000)).hasSize(100);
        assertThat(node.changes).isEmpty();
    }

    /** The end of a connection may be that of its master, which is demoted, and the newest versions may be lost with it. */
    @Test
    void theEndOfAnyConnectionMakesTheNodeCompare() {
        RedisNode node = open("a");
        node.save("a", "1");
        node.follow();
        String writing = server.<String>ask(commands -> commands.clientList())
                .lines()
                .filter(line -> line.contains("cmd=evalsha"))
                .findFirst()
                .orElseThrow();

        Object unused = server.ask(commands -> commands.clientKill(writing.replaceAll(".* addr=(\\S+) .*", "$1")));

        await().until(() -> node.connections() == 2);
    }

    @Test
    void aServerThatStandsStillIsGivenUpAndComeBackTo() {
        RedisNode node = new RedisNode(address, Map.of("command-timeout", "500ms"), "a");
        nodes.add(node);
        StateVersion first = node.save("a", "1").version();
        node.follow();
        server.signal("STOP");
        try {
            await().until(() -> node.events.getLast().startsWith("disconnected "));
        } finally {
            server.signal("CONT");
        }
        server.edit("a", "2");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(node.known()).containsEntry("a", first.next()));
        assertThat(node.connections()).isEqualTo(2);
    }

    @Test
    void aConnectionOnWhichNothingHappensStays() {
        RedisNode node = open("a").follow();

        await().during(Duration.ofSeconds(3)).atMost(Duration.ofSeconds(20)).until(() -> node.events.stream()
                .noneMatch(event -> event.startsWith("disconnected")));
        StateVersion first = node.save("a", "1").version();

        await().untilAsserted(() -> assertThat(node.known()).containsEntry("a", first));
        assertThat(node.connections()).isEqualTo(1);
    }

    @Test
    void nobodyIsToldAnythingAfterTheEnd() {
        RedisNode node = open("a").follow();
        assertThat(server.<String>ask(commands -> commands.clientList())).contains("cmd=xread");

        node.source.close();
        node.source.close();
        List<String> before = List.copyOf(node.events);
        node.save("a", "1");
        await().until(() ->
                !server.<String>ask(commands -> commands.clientList()).contains("cmd=xread"));

        assertThat(node.events).isEqualTo(before);
        assertThatThrownBy(() -> node.source.start(node))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("started already");
    }

    @Test
    void anEntryThatIsNoNewsIsReported() {
        RedisNode node = open("a").follow();
        String stream = changesOf("a");

        Object unused = server.ask(commands -> {
            commands.xadd(stream, Map.of("hello", "world\n"));
            commands.xadd(stream, Map.of("count", "1", "actor", "", "number", "1", "storedAt", "1"));
            commands.xadd(stream, Map.of("count", "1", "actor", "a", "number", "1.5", "storedAt", "1"));
            return commands.xadd(stream, Map.of("count", "-1", "actor", "a", "number", "1", "storedAt", "1"));
        });
        node.save("a", "1");

        await().until(() -> !node.changes.isEmpty());
        assertThat(node.malformed).hasSize(4);
        assertThat(node.malformed.getFirst()).contains("expected an entry with count", "hello=world?");
        assertThat(node.connections()).isEqualTo(1);
    }

    @Test
    void whatWasTrimmedBeforeItWasReadIsNoticed() {
        RedisNode node = open("a", "b");
        node.save("a", "1");
        node.follow();

        Object unused = server.ask(commands -> {
            commands.multi();
            commands.eval(SCRIPT, ScriptOutputType.MULTI, new String[] {"trebuchet"}, "edit", "a", "2");
            commands.xtrim(changesOf("a"), 0);
            commands.eval(SCRIPT, ScriptOutputType.MULTI, new String[] {"trebuchet"}, "edit", "a", "3");
            return commands.exec();
        });

        await().until(() -> node.connections() == 2);
        assertThat(node.changes).extracting(StateChange::number).containsExactly(3L);
    }

    @Test
    void whatWasTrimmedFromAStreamThatHadNothingIsNoticed() {
        RedisNode node = open("a").follow();

        Object unused = server.ask(commands -> {
            commands.multi();
            commands.eval(SCRIPT, ScriptOutputType.MULTI, new String[] {"trebuchet"}, "edit", "a", "1");
            commands.xtrim(changesOf("a"), 0);
            commands.eval(SCRIPT, ScriptOutputType.MULTI, new String[] {"trebuchet"}, "edit", "a", "2");
            return commands.exec();
        });

        await().until(() -> node.connections() == 2);
    }

    @Test
    void aFloodOfEditsCostsFewNews() {
        RedisNode node = open("a");
        node.save("a", "0");
        node.follow();

        Object unused = server.ask(commands -> commands.eval(
                "for i = 1, 50000 do redis.call('XADD', KEYS[1], 'MAXLEN', '~', 10000, '*',"
                        + " 'count', i + 1, 'actor', 'a', 'number', i + 1, 'storedAt', '1') end return 1",
                ScriptOutputType.INTEGER,
                changesOf("a")));
        server.edit("a", "1");

        await().until(() -> node.connections() >= 2);
        await().untilAsserted(() -> assertThat(node.known())
                .hasEntrySatisfying("a", version -> assertThat(version.number()).isEqualTo(2)));
        assertThat(node.changes).hasSizeLessThan(200);
        assertThat(server.<Long>ask(commands -> commands.xlen(changesOf("a")))).isLessThan(11_000);
    }

    @Test
    void changesInAllServersOfAClusterAreHeard() {
        List<RedisServer> masters = RedisMasters.start(RedisPrograms.embedded());
        String[] actors = IntStream.range(0, 50).mapToObj(i -> "actor " + i).toArray(String[]::new);
        try (RedisNode node = new RedisNode(RedisMasters.address(masters), Map.of(), actors).follow();
                RedisNode other = new RedisNode(RedisMasters.address(masters), Map.of())) {
            for (String actor : actors) {
                other.save(actor, "1");
            }

            await().untilAsserted(() -> assertThat(node.known()).hasSize(50));
            assertThat(node.connections()).isEqualTo(1);
            assertThat(masters).allSatisfy(master -> assertThat(master.<Long>ask(commands -> commands.dbsize()))
                    .isGreaterThan(10));
        } finally {
            masters.forEach(RedisServer::close);
        }
    }
}
