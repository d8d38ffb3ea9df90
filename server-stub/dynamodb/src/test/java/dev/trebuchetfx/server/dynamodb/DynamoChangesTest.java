// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Edits by the AWS SDK beside nodes that hear of them, on Amazon's emulator with its streams. */
@ExtendWith(LocalDynamoExtension.class)
class DynamoChangesTest {
    private final List<DynamoNode> nodes = new ArrayList<>();
    private final LocalDynamo.Tables tables;

    DynamoChangesTest(LocalDynamo.Tables tables) {
        this.tables = tables;
    }

    @AfterEach
    void close() {
        nodes.forEach(DynamoNode::close);
    }

    private DynamoNode open(String... actors) {
        DynamoNode node = DynamoNode.open(tables, Map.of(), actors);
        nodes.add(node);
        return node;
    }

    private static void awaitVersion(DynamoNode node, String actor, StateVersion version) {
        await().untilAsserted(() -> assertThat(node.follower.known())
                .as(() -> "after " + node.follower.events())
                .containsEntry(actor, version));
    }

    @Test
    void aWriteOfOneNodeIsHeardByAll() {
        DynamoNode one = open("a").follow();
        DynamoNode two = open("a").follow();

        StateVersion first = one.save("a", "1").version();
        awaitVersion(one, "a", first);
        awaitVersion(two, "a", first);
        StateVersion second = two.save("a", "2").version();
        awaitVersion(one, "a", second);
        awaitVersion(two, "a", second);

        assertThat(one.follower.changes())
                .extracting(StateChange::actor, StateChange::number)
                .contains(tuple("a", 1L), tuple("a", 2L));
        assertThat(one.follower.malformed()).isEmpty();
    }

    @Test
    void anEditIsNumberedLoggedAndHeard() {
        DynamoNode node = open("a").follow();
        StoredState first = node.save("a", "{\"n\":1}");
        awaitVersion(node, "a", first.version());

        tables.edit("a", "{\"n\":2}");
        await().atMost(Duration.ofSeconds(1))
                .until(() -> node.follower.changes().stream().anyMatch(change -> Objects.equals(change.number(), 2L)));

        StoredState edited = Objects.requireNonNull(node.store.loadWithVersion("a"));
        assertThat(edited.version()).isEqualTo(first.version().next());
        assertThat(edited.json()).isEqualTo(Bytes.utf8("{\"n\":2}"));
        assertThat(tables.attribute("a", "sequenceNumber").n()).isEqualTo("2");
        assertThat(node.store.readLog("a", first.version(), 10, 1000))
                .singleElement()
                .satisfies(entry -> {
                    assertThat(entry.isPatch()).isFalse();
                    assertThat(entry.content()).isEqualTo(Bytes.utf8("{\"n\":2}"));
                    assertThat(entry.writeId()).isEqualTo(edited.writeId()).isNotEqualTo(first.writeId());
                    assertThat(node.store.findWrite("a", entry.writeId(), null)).isEqualTo(entry);
                });
    }

    @Test
    void anEditThatChangesNothingIsNoVersion() {
        DynamoNode node = open("a").follow();
        StateVersion first = node.save("a", "1").version();
        awaitVersion(node, "a", first);

        tables.edit("a", "SET sequenceNumber = sequenceNumber + :one", Map.of(":one", AttributeValue.fromN("1")));
        await().until(() -> tables.attribute("a", "sequenceNumber").n().equals("1"));
        tables.put("a", "1", 17);
        await().until(() -> tables.item("a").containsKey("seal"));
        tables.edit("a", "SET note = :note", Map.of(":note", AttributeValue.fromS("hello")));
        StateVersion second = node.save("a", "2").version();

        assertThat(second).isEqualTo(first.next());
        await().untilAsserted(() -> assertThat(node.follower.changes())
                .extracting(StateChange::number)
                .contains(2L)
                .containsOnly(1L, 2L));
        assertThat(tables.attribute("a", "note").s()).isEqualTo("hello");
    }

    @Test
    void anItemThatTheOriginalProgramReplacesStaysInItsLife() {
        DynamoNode node = open("a").follow();
        StateVersion first = node.save("a", "1").version();
        awaitVersion(node, "a", first);

        tables.put("a", "\"swift\"", 2);

        awaitVersion(node, "a", first.next());
        assertThat(node.store.load("a")).isEqualTo(Bytes.utf8("\"swift\""));
    }

    @Test
    void anItemThatWasRestoredFromACopyIsANewVersion() {
        DynamoNode node = open("a").follow();
        StateVersion first = node.save("a", "1").version();
        Map<String, AttributeValue> copy = tables.item("a");
        StateVersion second = node.save("a", "2").version();
        awaitVersion(node, "a", second);

        tables.client.putItem(request -> request.tableName(tables.name).item(copy));

        awaitVersion(node, "a", second.next());
        assertThat(node.store.load("a")).isEqualTo(Bytes.utf8("1"));
        assertThat(first.number()).isEqualTo(1);
    }

    @Test
    void aStateThatBeginsOutsideIsVersionOne() {
        DynamoNode node = open("a").follow();

        tables.put("a", "\"new\"", 5);

        await().untilAsserted(() -> assertThat(node.follower.known())
                .hasEntrySatisfying("a", version -> assertThat(version.number()).isEqualTo(1)));
        assertThat(node.store.load("a")).isEqualTo(Bytes.utf8("\"new\""));
    }

    @Test
    void aDeletionIsHeardWithoutANumberAndTakesTheLogAlong() {
        DynamoNode node = open("a").follow();
        StateVersion first = node.save("a", "1").version();
        awaitVersion(node, "a", first);

        tables.delete("a");

        await().until(() -> node.follower.changes().getLast().number() == null);
        assertThat(node.follower.known()).isEmpty();
        assertThat(tables.scan(tables.log())).isEmpty();
        StateVersion again = node.save("a", "1").version();
        assertThat(again.number()).isEqualTo(1);
        assertThat(again.isOfSameLife(first)).isFalse();
    }

    private static void awaitNewsWithoutANumber(DynamoNode node) {
        await().untilAsserted(() -> assertThat(node.follower.changes())
                .extracting(StateChange::number)
                .containsNull());
    }

    @Test
    void aDeletionIsNotHiddenByTheLifeThatFollowsIt() {
        DynamoNode node = open("a").follow();
        DynamoNode other = open();
        awaitVersion(node, "a", other.save("a", "1").version());

        // Both are read at once.
        node.line.cut();
        tables.delete("a");
        StateVersion again = other.save("a", "2").version();
        node.line.join();

        awaitVersion(node, "a", again);
        // The number 1 alone would be old news to whoever holds version 1 of the life before.
        awaitNewsWithoutANumber(node);
    }

    @Test
    void aLifeThatBeginsInPlaceOfAnotherIsToldWithoutANumber() {
        DynamoNode node = open("a").follow();
        DynamoNode other = open();
        StateVersion first = other.save("a", "1").version();
        awaitVersion(node, "a", first);

        node.line.cut();
        tables.put("a", "\"swift\"", 2);
        StoredState loaded = Objects.requireNonNull(other.store.loadWithVersion("a"));
        node.line.join();

        assertThat(loaded.version().isOfSameLife(first)).isFalse();
        awaitVersion(node, "a", loaded.version());
        awaitNewsWithoutANumber(node);
    }

    @Test
    void editsWhileTheLineIsCutAreCaughtUp() throws Exception {
        DynamoNode node = open("a", "b").follow();
        node.save("a", "0");
        StateVersion b = node.save("b", "0").version();
        awaitVersion(node, "b", b);

        node.line.cut();
        await().until(() -> node.follower.events().getLast().startsWith("disconnected "));
        for (int i = 1; i <= 100; i++) {
            tables.edit(i % 2 == 0 ? "a" : "b", String.valueOf(i));
        }
        node.line.join();

        await().atMost(Duration.ofSeconds(20)).untilAsserted(() -> {
            assertThat(node.follower.known()).hasSize(2).allSatisfy((actor, version) -> assertThat(version.number())
                    .isGreaterThan(1));
            for (String actor : List.of("a", "b")) {
                assertThat(node.follower.known().get(actor))
                        .isEqualTo(Objects.requireNonNull(node.store.loadWithVersion(actor))
                                .version());
            }
        });
        assertThat(node.store.load("a")).isEqualTo(Bytes.utf8("100"));
        assertThat(node.store.load("b")).isEqualTo(Bytes.utf8("99"));
        List<LogEntry> log = node.store.readLog("b", b, 200, 1_000_000);
        assertThat(log.getLast().content()).isEqualTo(Bytes.utf8("99"));
        assertThat(tables.attribute("b", "sequenceNumber").n())
                .isEqualTo(String.valueOf(log.getLast().version().number()));
    }

    @Test
    void anotherNodeTakesOverWithinTheTerm() {
        DynamoNode reader = open("a").follow();
        DynamoNode other = open("a").follow();
        StateVersion first = other.save("a", "1").version();
        awaitVersion(other, "a", first);

        long cutAt = System.nanoTime();
        reader.line.cut();
        tables.edit("a", "2");
        awaitVersion(other, "a", first.next());

        // A term of 2 s, with a look each 50 ms.
        assertThat(Duration.ofNanos(System.nanoTime() - cutAt)).isLessThan(Duration.ofSeconds(4));
        assertThat(other.follower.events()).noneMatch(event -> event.startsWith("disconnected"));
        tables.edit("a", "3");
        reader.line.join();
        awaitVersion(reader, "a", first.next().next());
        awaitVersion(other, "a", first.next().next());
    }

    @Test
    void aReaderThatEndsHandsOverAtOnce() {
        DynamoNode reader =
                DynamoNode.open(tables, Map.of("reader-term", "1m"), "a").follow();
        DynamoNode other = DynamoNode.open(tables, Map.of("reader-term", "1m"), "a");
        nodes.add(other);
        other.follow();

        reader.close();
        StateVersion first = other.save("a", "1").version();

        awaitVersion(other, "a", first);
    }

    @Test
    void anItemWithoutAStateIsReportedAndKeptAsUnreadable() {
        DynamoNode node = open("a").follow();
        StateVersion first = node.save("a", "1").version();
        awaitVersion(node, "a", first);

        tables.edit("a", "SET #state = :state", Map.of(":state", AttributeValue.fromN("7")));

        awaitVersion(node, "a", first.next());
        assertThat(node.follower.malformed()).isNotEmpty();
        assertThat(node.follower.malformed().getFirst())
                .contains("the attribute state of the item 'a' to be binary or a string but found N");
        assertThat(node.store.load("a")).isEqualTo(Bytes.empty());
        assertThat(tables.attribute("a", "state").n()).isEqualTo("7");
        tables.edit("a", "SET #state = :state", Map.of(":state", AttributeValue.fromS("{\"text\":1}")));
        awaitVersion(node, "a", first.next().next());
        assertThat(node.store.load("a")).isEqualTo(Bytes.utf8("{\"text\":1}"));
        assertThat(tables.attribute("a", "state").b()).isNotNull();
    }

    /** Whoever writes to the table of the log, or changes the mark of an item, can break what belongs to the store. */
    @Test
    void whatNobodyCanNumberKeepsNobodyFromHearingOfOthers() {
        DynamoNode node = open("a", "b", "c").follow();
        StateVersion first = node.save("a", "1").version();
        awaitVersion(node, "a", first);
        String generation = first.generation().toString();
        tables.client.putItem(request -> request.tableName(tables.log())
                .item(Map.of(
                        "actorId", AttributeValue.fromS("a"),
                        "version", AttributeValue.fromS(generation + ":1"),
                        "writeId", AttributeValue.fromS("mine"))));
        tables.edit("a", "SET #state = :state", Map.of(":state", AttributeValue.fromS("2")));
        tables.put("b", "1", 1);
        await().untilAsserted(() -> assertThat(node.follower.known()).containsKey("b"));
        assertThat(node.follower.malformed())
                .anyMatch(each -> each.contains("in the log of the actor 'a' can't be read"));

        tables.delete("a");
        StateVersion other = node.save("c", "1").version();
        awaitVersion(node, "c", other);
        assertThat(node.follower.known()).doesNotContainKey("a");
    }

    @Test
    void aMarkWithTheHighestNumberOfAllIsNone() {
        DynamoNode node = open("a", "b").follow();
        StateVersion first = node.save("a", "1").version();
        awaitVersion(node, "a", first);

        String mark = String.valueOf(tables.attribute("a", "seal").s());
        tables.edit(
                "a",
                "SET #state = :state, seal = :seal",
                Map.of(
                        ":state", AttributeValue.fromS("2"),
                        ":seal", AttributeValue.fromS(mark.replaceFirst(":1:", ":" + Long.MAX_VALUE + ":"))));
        tables.put("b", "1", 1);

        await().untilAsserted(() -> assertThat(node.follower.known()).containsKey("b"));
        assertThat(node.store.load("a")).isEqualTo(Bytes.utf8("2"));
    }

    @Test
    void aThousandEditsOfOneActorAreNumberedAtOnce() {
        DynamoNode node = open("a", "b").follow();
        StateVersion first = node.save("a", "0").version();
        awaitVersion(node, "a", first);
        node.source.close();
        for (int edit = 1; edit <= 1_000; edit++) {
            tables.edit("a", "SET #state = :state", Map.of(":state", AttributeValue.fromS(String.valueOf(edit))));
        }
        tables.put("b", "1", 1);

        DynamoNode other = DynamoNode.open(tables, Map.of(), "a", "b");
        nodes.add(other);
        int before = other.line.requests();
        other.follow();
        await().untilAsserted(() -> assertThat(other.follower.known()).containsKey("b"));
        assertThat(other.line.requests() - before).isLessThan(200);
    }

    @Test
    void aNodeThatMissedWhatWasForgottenReadsAllVersions() {
        DynamoNode node = open("a").follow();
        DynamoNode other = open("a").follow();
        StateVersion first = node.save("a", "1").version();
        awaitVersion(other, "a", first);

        // The next news is numbered as the one after it, as if the feed had forgotten one.
        tables.client.updateItem(request -> request.tableName(tables.changes())
                .key(Map.of(
                        "part", AttributeValue.fromS("changes"),
                        "number", AttributeValue.fromN(String.valueOf(Long.MAX_VALUE))))
                .updateExpression("SET #last = #last + :one, beat = beat + :one")
                .expressionAttributeNames(Map.of("#last", "last"))
                .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));

        await().until(() -> node.follower.connections() > 1 && other.follower.connections() > 1);
        StateVersion second = node.save("a", "2").version();
        awaitVersion(other, "a", second);
    }

    @Test
    void nobodyIsToldAnythingAfterTheEnd() {
        DynamoNode node = open("a").follow();

        node.source.close();
        node.source.close();
        List<String> before = List.copyOf(node.follower.events());
        StateVersion first = node.save("a", "1").version();
        DynamoNode other = open("a").follow();
        awaitVersion(other, "a", first);

        assertThat(node.follower.events()).isEqualTo(before);
        assertThatThrownBy(() -> node.source.start(node.follower))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("started already");
    }
}
