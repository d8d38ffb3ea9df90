// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import io.lettuce.core.RestoreArgs;
import io.lettuce.core.codec.ByteArrayCodec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A database that has lost the newest versions, as a replica that is promoted before it has them: no node goes on from what is lost, and none
 * shows an older state under the same generation.
 */
class LostVersionsTest {
    private final RedisServer server = RedisServer.start(RedisPrograms.embedded());
    private final RedisNode one = new RedisNode(server.address(), Map.of(), "a").follow();
    private final RedisNode other = new RedisNode(server.address(), Map.of(), "a").follow();
    private final UUID kept = UUID.randomUUID();
    private final UUID lost = UUID.randomUUID();
    private StoredState second = one.save("a", "0");
    private Map<String, byte[]> copy = Map.of();

    /** Both nodes know version 2 when the copy is made, and the first one has stored version 3 since. */
    @BeforeEach
    void lose() {
        StateVersion first = second.version();
        second = one.store.saveIfVersion("a", first, new StateWrite(kept, "call", null, 1, Bytes.utf8("2"), null));
        assertThat(other.store.load("a")).isEqualTo(Bytes.utf8("2"));
        copy = copy();
        one.store.saveIfVersion("a", second.version(), StateWrite.of(lost, Bytes.utf8("3")));
        restore();
    }

    @AfterEach
    void close() {
        one.close();
        other.close();
        server.close();
    }

    private static StateWrite write(String json) {
        return StateWrite.of(UUID.randomUUID(), Bytes.utf8(json));
    }

    private Map<String, byte[]> copy() {
        return server.ask(commands -> {
            Map<String, byte[]> all = new HashMap<>();
            commands.keys("*").forEach(key -> all.put(key, commands.dump(key)));
            return all;
        });
    }

    private void restore() {
        Object unused = server.ask(commands -> {
            commands.keys("*").forEach(commands::del);
            copy.forEach((key, value) -> commands.restore(key, value, RestoreArgs.Builder.ttl(0)));
            return Objects.requireNonNull(ByteArrayCodec.INSTANCE);
        });
    }

    @Test
    void whoComparesVersionsFindsANewGeneration() {
        StateVersion newest = one.newest("a");

        assertThat(newest.number()).isEqualTo(1);
        assertThat(newest.generation()).isNotEqualTo(second.version().generation());
        StoredState loaded = one.loaded("a");
        assertThat(loaded.version()).isEqualTo(newest);
        assertThat(loaded.json()).isEqualTo(Bytes.utf8("2"));
        assertThat(other.store.newestVersions(List.of("a"))).containsEntry("a", newest);
        await().untilAsserted(() -> assertThat(other.known()).containsEntry("a", newest));
    }

    @Test
    void aStateIsNotLoadedUnderTheGenerationThatHadANewerOne() {
        StoredState loaded = one.loaded("a");

        assertThat(loaded.version().generation()).isNotEqualTo(second.version().generation());
    }

    @Test
    void aWriteOnWhatIsLostIsAConflict() {
        StateVersion third = second.version().next();

        assertThatThrownBy(() -> one.store.saveIfVersion("a", third, write("4")))
                .isInstanceOfSatisfying(StateVersionConflictException.class, conflict -> assertThat(conflict.actual())
                        .satisfies(actual -> assertThat(actual.generation()).isNotEqualTo(third.generation())));
    }

    @Test
    void aWriteThatAnotherNodeMadeInItsPlaceIsNotTakenForIt() {
        StateVersion third =
                other.store.saveIfVersion("a", second.version(), write("33")).version();
        assertThat(third).isEqualTo(second.version().next());

        assertThatThrownBy(() -> one.store.saveIfVersion("a", third, write("4")))
                .isInstanceOf(StateVersionConflictException.class);
        StoredState loaded = one.loaded("a");
        assertThat(loaded.json()).isEqualTo(Bytes.utf8("33"));
        assertThat(loaded.version().generation()).isNotEqualTo(third.generation());
    }

    @Test
    void theLogOfAnotherHistoryIsNotRead() {
        StateVersion third =
                other.store.saveIfVersion("a", second.version(), write("33")).version();
        other.store.saveIfVersion("a", third, write("44"));

        assertThat(one.store.readLog("a", third, 9, 1_000)).isEmpty();
        assertThat(one.newest("a").generation()).isNotEqualTo(third.generation());
    }

    /** A write whose answer was lost has the same id in both histories. */
    @Test
    void aWriteThatWasRepeatedUnderAnotherNumberIsNotTakenForTheOneBefore() {
        StateVersion third =
                other.store.saveIfVersion("a", second.version(), write("33")).version();
        StateVersion fourth = other.store
                .saveIfVersion("a", third, StateWrite.of(lost, Bytes.utf8("44")))
                .version();

        assertThat(one.newest("a")).isNotEqualTo(fourth);
    }

    @Test
    void whatIsKeptIsStillFoundByItsCall() {
        StoredState loaded = one.loaded("a");

        LogEntry found = Objects.requireNonNull(one.store.findWrite("a", UUID.randomUUID(), "call"));
        assertThat(found.writeId()).isEqualTo(kept);
        assertThat(found.version()).isEqualTo(second.version());
        assertThat(one.store.readLogFromState("a", loaded.version(), 9, 1_000)).hasSize(1);
    }

    @Test
    void aStateThatIsLostAltogetherIsAbsent() {
        Object unused = server.ask(commands -> commands.flushall());

        assertThat(one.store.loadWithVersion("a")).isNull();
        assertThat(one.store.saveIfVersion("a", null, write("1")).version().number())
                .isEqualTo(1);
    }

    @Test
    void aNodeThatHasShownNothingOfItGoesOn() {
        assertThat(other.store.newestVersions(List.of("a"))).containsEntry("a", second.version());
        assertThat(other.store.saveIfVersion("a", second.version(), write("3")).version())
                .isEqualTo(second.version().next());
    }
}
