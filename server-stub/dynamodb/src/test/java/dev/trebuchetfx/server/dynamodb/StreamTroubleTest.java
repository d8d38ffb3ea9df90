// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.server.store.StateVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;

/** Changes of the tables and their stream that people make while nodes run: none of them goes on to show what is stored no more. */
@ExtendWith(LocalDynamoExtension.class)
class StreamTroubleTest {
    private final List<DynamoNode> nodes = new ArrayList<>();
    private final LocalDynamo.Tables tables;

    StreamTroubleTest(LocalDynamo.Tables tables) {
        this.tables = tables;
    }

    @AfterEach
    void close() {
        nodes.forEach(DynamoNode::close);
    }

    private DynamoNode follow(String... actors) {
        DynamoNode node = DynamoNode.open(tables, Map.of(), actors);
        nodes.add(node);
        return node.follow();
    }

    private static void awaitVersion(DynamoNode node, String actor, StateVersion version) {
        await().untilAsserted(() -> assertThat(node.follower.known())
                .as(() -> "after " + node.follower.events())
                .containsEntry(actor, version));
    }

    private static void awaitDeaf(DynamoNode node, String why) {
        await().untilAsserted(() -> assertThat(node.follower.events().getLast())
                .startsWith("disconnected ")
                .contains(why));
    }

    private void enableStream(boolean isEnabled) {
        tables.client.updateTable(
                request -> request.tableName(tables.name).streamSpecification(stream -> stream.streamEnabled(isEnabled)
                        .streamViewType(isEnabled ? StreamViewType.NEW_AND_OLD_IMAGES : null)));
    }

    private void editWithNumber(String actor, String json, long number) {
        tables.edit(
                actor,
                "SET #state = :state, sequenceNumber = :number",
                Map.of(":state", AttributeValue.fromS(json), ":number", AttributeValue.fromN(String.valueOf(number))));
    }

    @Test
    void nodesAreDeafWhileTheStreamIsDisabledAndHearAfterIt() {
        DynamoNode one = follow("a");
        DynamoNode two = follow("a");
        StateVersion first = one.save("a", "1").version();
        awaitVersion(two, "a", first);

        enableStream(false);
        awaitDeaf(one, "");
        awaitDeaf(two, "");
        editWithNumber("a", "2", 2);
        enableStream(true);

        awaitVersion(one, "a", first.next());
        awaitVersion(two, "a", first.next());
        tables.edit("a", "3");
        awaitVersion(one, "a", first.next().next());
        awaitVersion(two, "a", first.next().next());
    }

    /** The other node sees the new stream alone, which does not have the edit. */
    @Test
    void anEditBetweenTwoStreamsIsNotMissed() {
        DynamoNode reader = follow("a");
        DynamoNode other = follow("a");
        StateVersion first = other.save("a", "1").version();
        awaitVersion(other, "a", first);

        reader.line.cut();
        enableStream(false);
        editWithNumber("a", "2", 2);
        enableStream(true);

        awaitVersion(other, "a", first.next());
        assertThat(other.follower.disconnections()).isZero();
    }

    @Test
    void aTableThatWasMadeAnewIsHeard() {
        DynamoNode one = follow("a", "b");
        DynamoNode two = follow("a", "b");
        StateVersion first = one.save("a", "1").version();
        awaitVersion(one, "a", first);
        awaitVersion(two, "a", first);

        tables.client.deleteTable(request -> request.tableName(tables.name));
        awaitDeaf(one, "");
        awaitDeaf(two, "");
        assertThat(List.of(one, two)).anyMatch(node -> node.follower.events().stream()
                .anyMatch(event -> event.contains("start with the option create-schema")));
        nodes.add(DynamoNode.open(tables, Map.of()));

        await().untilAsserted(() -> {
            assertThat(one.follower.known()).isEmpty();
            assertThat(two.follower.known()).isEmpty();
        });
        StateVersion again = two.save("a", "1").version();
        awaitVersion(one, "a", again);
        awaitVersion(two, "a", again);
        tables.put("b", "1", 1);
        await().untilAsserted(() -> {
            assertThat(one.follower.known()).containsKey("b");
            assertThat(two.follower.known()).containsKey("b");
        });
    }

    @Test
    void aTableThatWasMadeAnewBetweenTwoReadersIsHeard() {
        DynamoNode reader = follow("a");
        DynamoNode other = follow("a");
        StateVersion first = other.save("a", "1").version();
        awaitVersion(other, "a", first);

        reader.line.cut();
        tables.client.deleteTable(request -> request.tableName(tables.name));
        nodes.add(DynamoNode.open(tables, Map.of()));

        await().untilAsserted(() -> assertThat(other.follower.known()).isEmpty());
    }

    /** The time to live of DynamoDB deletes news that is ten minutes old, and so may somebody who tidies up. */
    @Test
    void newsThatIsDeletedBeforeItIsHeardIsMadeUpFor() {
        DynamoNode reader = follow("a");
        DynamoNode other = follow("a");
        StateVersion first = reader.save("a", "1").version();
        awaitVersion(other, "a", first);

        other.line.cut();
        StateVersion second = reader.save("a", "2").version();
        awaitVersion(reader, "a", second);
        deleteNews();
        other.line.join();

        awaitVersion(other, "a", second);
        StateVersion third = reader.save("a", "3").version();
        awaitVersion(other, "a", third);
        assertThat(reader.follower.disconnections()).isZero();
    }

    private void deleteNews() {
        for (Map<String, AttributeValue> item : tables.scan(tables.changes())) {
            Map<String, AttributeValue> key = new HashMap<>(item);
            key.keySet().retainAll(List.of("part", "number"));
            if (item.containsKey("changes")) {
                tables.client.deleteItem(
                        request -> request.tableName(tables.changes()).key(key));
            }
        }
    }

    private void putJunk(String number) {
        tables.client.putItem(request -> request.tableName(tables.changes())
                .item(Map.of(
                        "part", AttributeValue.fromS("changes"),
                        "number", AttributeValue.fromN(number),
                        "junk", AttributeValue.fromS("x".repeat(390_000)))));
    }

    private long last() {
        return Long.parseLong(Objects.requireNonNull(tables.scan(tables.changes()).stream()
                        .filter(item -> item.containsKey("last"))
                        .findFirst()
                        .orElseThrow()
                        .get("last"))
                .n());
    }

    private void assertHearsCheaply(DynamoNode node) {
        StateVersion version = node.save("a", "1").version();
        awaitVersion(node, "a", version);
        // The first looks may read it all.
        for (int i = 0; i < 10; i++) {
            version = node.save("a", String.valueOf(i)).version();
            awaitVersion(node, "a", version);
        }
        long connections = node.follower.connections();
        int requests = node.line.requests();
        long bytes = node.line.answeredBytes();
        for (int i = 0; i < 10; i++) {
            version = node.save("a", "1" + i).version();
            awaitVersion(node, "a", version);
        }
        assertThat(node.line.answeredBytes() - bytes)
                .as("bytes of answers")
                .isLessThan(2_000L * (node.line.requests() - requests) + 100_000);
        assertThat(node.follower.connections()).isEqualTo(connections);
    }

    /** More than one answer can have, so that the lease behind it needs a second one. */
    @Test
    void muchThatNobodyHasToldCostsNoMoreThanAFewLooks() {
        DynamoNode node = follow("a");
        awaitVersion(node, "a", node.save("a", "0").version());
        for (int i = 0; i < 6; i++) {
            putJunk(String.valueOf(last() + 1_000_000 + i));
        }

        assertHearsCheaply(node);
    }

    @Test
    void muchThatIsNumberedByFractionsKeepsNobodyFromHearing() {
        DynamoNode node = follow("a");
        awaitVersion(node, "a", node.save("a", "0").version());
        for (int i = 1; i < 7; i++) {
            putJunk(last() + "." + i);
        }

        assertHearsCheaply(node);
    }
}
