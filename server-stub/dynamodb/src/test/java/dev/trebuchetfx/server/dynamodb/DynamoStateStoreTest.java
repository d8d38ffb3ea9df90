// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateRefusedException;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Checks beyond the contract of stores: edits that nobody has numbered, limits of DynamoDB, and the forms of items. */
@ExtendWith(LocalDynamoExtension.class)
class DynamoStateStoreTest {
    private final AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ZERO);
    private final SystemTime time =
            new SystemTime("store-time", () -> InstantSource.system().instant().plus(ahead.get()));
    private final LocalDynamo.Tables tables;
    private ActorStateStore store;

    DynamoStateStoreTest(LocalDynamo.Tables tables) {
        this.tables = tables;
    }

    /** Nobody reads the stream in these tests. */
    @BeforeEach
    void open() {
        store = new DynamoStateStoreProvider(name -> null, DynamoNode.SHORT)
                .open(tables.address(), LogRetention.DEFAULT, tables.options(Map.of()), time);
    }

    @AfterEach
    void close() {
        store.close();
        time.close();
    }

    private static StateWrite write(String json, @Nullable String patch) {
        return new StateWrite(
                UUID.randomUUID(), null, null, 1, Bytes.utf8(json), patch == null ? null : Bytes.utf8(patch));
    }

    private static StateWrite write(String json) {
        return write(json, null);
    }

    private StoredState load() {
        return Objects.requireNonNull(store.loadWithVersion("a"));
    }

    @Test
    void anItemHasTheAttributesOfTheOriginalTable() {
        StoredState stored = store.saveIfVersion("a", null, write("{\"n\":1}"));

        Map<String, AttributeValue> item = tables.item("a");
        assertThat(LocalDynamo.Tables.attribute(item, "state").b().asUtf8String())
                .isEqualTo("{\"n\":1}");
        assertThat(LocalDynamo.Tables.attribute(item, "sequenceNumber").n()).isEqualTo("1");
        assertThat(Instant.parse(LocalDynamo.Tables.attribute(item, "updatedAt").s()))
                .isEqualTo(stored.storedAt());
        assertThat(tables.scan(tables.log())).singleElement().satisfies(entry -> {
            assertThat(LocalDynamo.Tables.attribute(entry, "writeId").s())
                    .isEqualTo(stored.writeId().toString());
            assertThat(Long.parseLong(
                            LocalDynamo.Tables.attribute(entry, "expiresAt").n()))
                    .isEqualTo(stored.storedAt().plus(Duration.ofMinutes(125)).getEpochSecond());
        });
    }

    @Test
    void aTableOfTheOriginalProgramIsTakenOver() {
        tables.put("a", "\"swift\"", 41);

        StoredState loaded = load();

        assertThat(loaded.version().number()).isEqualTo(1);
        assertThat(loaded.json()).isEqualTo(Bytes.utf8("\"swift\""));
        assertThat(load()).isEqualTo(loaded);
        assertThat(store.newestVersions(List.of("a"))).containsEntry("a", loaded.version());
        assertThat(store.saveIfVersion("a", loaded.version(), write("2")).version())
                .isEqualTo(loaded.version().next());
    }

    @Test
    void anEditThatNobodyHasNumberedIsNumberedByWhoLoadsIt() {
        StateVersion first = store.saveIfVersion("a", null, write("1")).version();
        tables.edit("a", "2");

        StoredState loaded = load();

        assertThat(loaded.version()).isEqualTo(first.next());
        assertThat(loaded.json()).isEqualTo(Bytes.utf8("2"));
        assertThat(store.readLog("a", first, 10, 1000))
                .extracting(LogEntry::content)
                .containsExactly(Bytes.utf8("2"));
    }

    @Test
    void anEditThatRaisesTheNumberIsNeverOverwritten() {
        StateVersion first = store.saveIfVersion("a", null, write("1")).version();
        tables.edit(
                "a",
                "SET #state = :state, sequenceNumber = sequenceNumber + :one",
                Map.of(":state", LocalDynamo.Tables.binary("2"), ":one", AttributeValue.fromN("1")));

        assertThat(store.newestVersions(List.of("a"))).containsEntry("a", first.next());
        tables.edit(
                "a",
                "SET #state = :state, sequenceNumber = sequenceNumber + :one",
                Map.of(":state", LocalDynamo.Tables.binary("3"), ":one", AttributeValue.fromN("1")));
        assertThatThrownBy(() -> store.saveIfVersion("a", first.next(), write("mine")))
                .isInstanceOfSatisfying(StateVersionConflictException.class, conflict -> {
                    assertThat(conflict.expected()).isEqualTo(first.next());
                    assertThat(conflict.actual()).isEqualTo(first.next().next());
                });

        assertThat(load().json()).isEqualTo(Bytes.utf8("3"));
    }

    @Test
    void aNumberThatWasChangedAloneDoesNotDisturbAWrite() {
        StateVersion first = store.saveIfVersion("a", null, write("1")).version();
        tables.edit("a", "SET sequenceNumber = :n", Map.of(":n", AttributeValue.fromN("99")));

        StateVersion second = store.saveIfVersion("a", first, write("2")).version();

        assertThat(second).isEqualTo(first.next());
        assertThat(tables.attribute("a", "sequenceNumber").n()).isEqualTo("2");
    }

    @Test
    void anItemThatWasPutBackIsFoundByTheNextWrite() {
        StateVersion first = store.saveIfVersion("a", null, write("1")).version();
        Map<String, AttributeValue> copy = tables.item("a");
        store.saveIfVersion("a", first, write("2"));
        tables.client.putItem(request -> request.tableName(tables.name).item(copy));

        assertThatThrownBy(() -> store.saveIfVersion("a", first, write("mine")))
                .isInstanceOfSatisfying(StateVersionConflictException.class, conflict -> assertThat(conflict.actual())
                        .isEqualTo(first.next().next()));

        assertThat(load().json()).isEqualTo(Bytes.utf8("1"));
        assertThat(store.readLog("a", first, 10, 1000))
                .extracting(LogEntry::content)
                .containsExactly(Bytes.utf8("2"), Bytes.utf8("1"));
    }

    @Test
    void aDeletionByHandLeavesNothingToFind() {
        StateWrite write = new StateWrite(UUID.randomUUID(), "key", null, 1, Bytes.utf8("1"), null);
        StateVersion first = store.saveIfVersion("a", null, write).version();
        tables.delete("a");

        assertThat(store.loadWithVersion("a")).isNull();
        assertThat(store.findWrite("a", write.writeId(), "key")).isNull();
        assertThat(store.delete("a")).isFalse();
        assertThat(tables.scan(tables.log())).isEmpty();
        assertThat(store.saveIfVersion("a", null, write("2")).version().isOfSameLife(first))
                .isFalse();
    }

    @Test
    void afterAnHourOfPatchesTheLogGetsAWholeState() {
        StateVersion first = store.saveIfVersion("a", null, write("[1]")).version();
        StateVersion second =
                store.saveIfVersion("a", first, write("[2]", "[]")).version();
        ahead.set(Duration.ofMinutes(61));

        StateVersion third =
                store.saveIfVersion("a", second, write("[3]", "[]")).version();
        store.saveIfVersion("a", third, write("[4]", "[]"));

        assertThat(store.readLogFromState("a", first, 10, 1000))
                .extracting(LogEntry::isPatch)
                .containsExactly(false, true, false, true);
    }

    @Test
    void moreWritesThanATransactionHoldsAreStoredInSeveral() {
        List<StateWrite> writes = new ArrayList<>();
        for (int i = 1; i <= 130; i++) {
            writes.add(write(String.valueOf(i)));
        }
        assertThat(store.saveAllIfVersion("a", null, writes)).hasSize(130);
        List<StateWrite> large = new ArrayList<>();
        for (int i = 0; i < 14; i++) {
            large.add(write("\"" + "x".repeat(store.maxStateBytes() - 2) + "\""));
        }
        List<StoredState> stored = store.saveAllIfVersion("a", load().version(), large);

        assertThat(stored.getLast().version().number()).isEqualTo(144);
        assertThat(load().version()).isEqualTo(stored.getLast().version());
    }

    @Test
    void aResultThatFitsIntoNoEntryIsRefused() {
        StateWrite write = new StateWrite(
                UUID.randomUUID(),
                "key",
                Bytes.utf8("\"" + "r".repeat(20_000) + "\""),
                1,
                Bytes.utf8("\"" + "x".repeat(store.maxStateBytes() - 2) + "\""),
                null);

        assertThatThrownBy(() -> store.saveIfVersion("a", null, write))
                .isInstanceOf(StateRefusedException.class)
                .hasMessageContaining("with the result of the call, must have at most 401408 bytes");
        assertThat(store.loadWithVersion("a")).isNull();
    }

    @Test
    void theLongestNamesAndKeysLeaveRoomForTheLargestState() {
        String name = "\u20ac".repeat(ActorStateStore.MAX_NAME_LENGTH);
        String key = "\u20ac".repeat(ActorStateStore.MAX_KEY_LENGTH);
        Bytes json = Bytes.utf8("\"" + "x".repeat(store.maxStateBytes() - 2) + "\"");
        StateWrite write = new StateWrite(
                UUID.randomUUID(), key, Bytes.utf8("\"" + "r".repeat(8_190) + "\""), Integer.MAX_VALUE, json, null);

        StateVersion stored = store.saveIfVersion(name, null, write).version();

        assertThat(Objects.requireNonNull(store.findWrite(name, UUID.randomUUID(), key))
                        .version())
                .isEqualTo(stored);
    }

    @Test
    void aStateOfOthersThatIsTooLargeIsToldAndDoesNotHideOthers() {
        store.saveIfVersion("b", null, write("1"));
        StateVersion first = store.saveIfVersion("a", null, write("1")).version();
        // It fits, but not with the mark of the store.
        tables.put("a", "x".repeat(409_500), 2);

        assertThatThrownBy(() -> store.loadWithVersion("a"))
                .isInstanceOf(StateStoreException.class)
                .hasMessageContaining(
                        "the state of the actor 'a', which another program has stored, can't be numbered");
        Map<String, StateVersion> newest = store.newestVersions(List.of("a", "b"));
        assertThat(newest).containsKeys("a", "b");
        assertThat(newest.get("a")).isNotEqualTo(first);
    }
}
