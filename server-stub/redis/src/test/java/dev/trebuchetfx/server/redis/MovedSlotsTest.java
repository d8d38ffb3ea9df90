// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import io.lettuce.core.MigrateArgs;
import io.lettuce.core.cluster.SlotHash;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The slot of an actor gets another server of the cluster, while a store without a source of changes asks for it. */
class MovedSlotsTest {
    private static final int MOST_KEYS = 100;

    private final List<RedisServer> masters = RedisMasters.start(RedisPrograms.embedded());
    private final RedisNode node = new RedisNode(RedisMasters.address(masters), Map.of(), "a");
    private final String partition =
            new RedisNames("trebuchet", 16).key(new RedisNames("trebuchet", 16).partitionOf("a"));
    private final int slot = SlotHash.getSlot(partition);
    private final RedisServer from = owner();
    private final RedisServer to =
            masters.stream().filter(each -> each != from).findFirst().orElseThrow();

    private RedisServer owner() {
        return masters.stream()
                .filter(each -> !keys(each).isEmpty())
                .findFirst()
                .orElseThrow();
    }

    private List<String> keys(RedisServer server) {
        return server.ask(commands -> commands.clusterGetKeysInSlot(slot, MOST_KEYS));
    }

    private static String id(RedisServer server) {
        return server.ask(commands -> commands.clusterMyId());
    }

    private void move(String... keys) {
        Object unused =
                from.ask(commands -> commands.migrate(to.host(), to.port(), 0, 5_000, MigrateArgs.Builder.keys(keys)));
    }

    @AfterEach
    void close() {
        node.close();
        masters.forEach(RedisServer::close);
    }

    @Test
    void aStateIsNotTakenForAbsentWhileItIsOnItsWay() {
        StoredState first = node.save("a", "1");
        Object unused = to.ask(commands -> commands.clusterSetSlotImporting(slot, id(from)));
        unused = from.ask(commands -> commands.clusterSetSlotMigrating(slot, id(to)));
        move(partition);

        assertThatThrownBy(() -> node.store.loadWithVersion("a"))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining("try again");
        assertThatThrownBy(() -> node.store.saveIfVersion("a", null, StateWrite.of(UUID.randomUUID(), Bytes.utf8("2"))))
                .isInstanceOf(StateStoreException.class);
        assertThatThrownBy(() -> node.store.newestVersions(List.of("a"))).isInstanceOf(StateStoreException.class);

        move(keys(from).toArray(String[]::new));
        masters.reversed().forEach(each -> {
            Object unusedToo = each.ask(commands -> commands.clusterSetSlotNode(slot, id(to)));
        });
        assertThat(node.loaded("a")).isEqualTo(first);
        assertThat(node.save("a", "2").version()).isEqualTo(first.version().next());
    }

    @Test
    void theServerThatTakesOverIsFound() {
        node.save("a", "1");
        int index = masters.indexOf(from);
        int[] slots =
                IntStream.range(index * 16_384 / 3, (index + 1) * 16_384 / 3).toArray();
        String lost = id(from);
        from.kill();
        masters.stream().filter(each -> each != from).forEach(each -> {
            Object unusedToo = each.ask(commands -> commands.clusterForget(lost));
        });
        Object unused = to.ask(commands -> commands.clusterAddSlots(slots));

        await().atMost(Duration.ofSeconds(20)).ignoreExceptions().untilAsserted(() -> assertThat(
                        node.save("a", "2").version().number())
                .isEqualTo(1));
    }
}
