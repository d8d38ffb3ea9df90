// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StateVersion;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** A lease of the stream's reader that somebody has broken by hand: nodes take it anew, miss nothing, and say what they found. */
@ExtendWith(LocalDynamoExtension.class)
class BrokenLeaseTest {
    private final List<DynamoNode> nodes = new ArrayList<>();
    private final LocalDynamo.Tables tables;
    private final PrintStream errors = System.err;
    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    BrokenLeaseTest(LocalDynamo.Tables tables) {
        this.tables = tables;
    }

    @BeforeEach
    void keepLog() {
        System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void close() {
        nodes.forEach(DynamoNode::close);
        System.setErr(errors);
    }

    /** The ways to break the item of the lease. */
    @SuppressWarnings("ImmutableEnumChecker") // Values of the SDK can't be changed.
    enum Damage {
        NO_TERM("term"),
        NO_BEAT("beat"),
        NO_LAST("last"),
        TERM_IS_TEXT("term", AttributeValue.fromS("seven")),
        BEAT_IS_NULL("beat", AttributeValue.fromNul(true)),
        LAST_IS_A_LIST("last", AttributeValue.fromL(List.of(AttributeValue.fromN("1")))),
        TERM_IS_A_FRACTION("term", AttributeValue.fromN("1.5")),
        TERM_IS_NEGATIVE("term", AttributeValue.fromN("-5")),
        BEAT_IS_NEGATIVE("beat", AttributeValue.fromN("-1")),
        LAST_IS_NEGATIVE("last", AttributeValue.fromN("-7")),
        TERM_IS_THE_LARGEST("term", AttributeValue.fromN(String.valueOf(Long.MAX_VALUE))),
        BEAT_IS_HUGE("beat", AttributeValue.fromN("9E+99")),
        LAST_IS_NEARLY_THE_LARGEST("last", AttributeValue.fromN(String.valueOf(Long.MAX_VALUE - 1))),
        ALL_BUT_ITS_KEY(""),
        DELETED("");

        private final String attribute;
        private final @Nullable AttributeValue value;

        /** Without the attribute. */
        Damage(String attribute) {
            this.attribute = attribute;
            this.value = null;
        }

        Damage(String attribute, AttributeValue value) {
            this.attribute = attribute;
            this.value = value;
        }

        void doTo(LocalDynamo.Tables tables) {
            Map<String, AttributeValue> item = new HashMap<>(lease(tables));
            if (this == DELETED) {
                tables.client.deleteItem(
                        request -> request.tableName(tables.changes()).key(KEY));
                return;
            }
            if (this == ALL_BUT_ITS_KEY) {
                item.keySet().retainAll(KEY.keySet());
            } else if (value == null) {
                item.remove(attribute);
            } else {
                item.put(attribute, value);
            }
            tables.client.putItem(request -> request.tableName(tables.changes()).item(item));
        }
    }

    private static final Map<String, AttributeValue> KEY = Map.of(
            "part", AttributeValue.fromS("changes"), "number", AttributeValue.fromN(String.valueOf(Long.MAX_VALUE)));

    private static Map<String, AttributeValue> lease(LocalDynamo.Tables tables) {
        return tables.client
                .getItem(request -> request.tableName(tables.changes()).key(KEY).consistentRead(true))
                .item();
    }

    private DynamoNode follow(String... actors) {
        DynamoNode node = DynamoNode.open(tables, Map.of(), actors);
        nodes.add(node);
        node.source.start(node.follower);
        await().untilAsserted(() -> assertThat(node.follower.events()).contains("connected"));
        node.follower.known();
        return node;
    }

    private static void awaitVersion(DynamoNode node, String actor, StateVersion version) {
        await().untilAsserted(() -> assertThat(node.follower.known())
                .as(() -> "after " + node.follower.events())
                .containsEntry(actor, version));
    }

    private void awaitWarning() {
        await().untilAsserted(() -> assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("WARN")
                .contains("broken the lease of the stream's reader in the table " + tables.changes()));
    }

    private static void awaitNumber(DynamoNode node, String actor, long number) {
        await().atMost(Duration.ofSeconds(10)).untilAsserted(() -> assertThat(node.follower.changes())
                .extracting(StateChange::actor, StateChange::number)
                .contains(tuple(actor, number)));
    }

    @ParameterizedTest
    @EnumSource
    void nodesHearOfEditsAfterIt(Damage damage) {
        DynamoNode one = follow("a", "b");
        DynamoNode two = follow("a", "b");
        StateVersion first = one.save("a", "1").version();
        awaitVersion(one, "a", first);
        awaitVersion(two, "a", first);

        damage.doTo(tables);
        tables.edit("a", "2");

        awaitVersion(one, "a", first.next());
        awaitVersion(two, "a", first.next());
        if (!damage.attribute.equals(Lease.LAST)) {
            // The reader may write over a broken last number with its own next one, before anybody has seen it.
            awaitWarning();
        }
        // From here on there is news again, and not only a look at all versions.
        await().until(() -> !lease(tables)
                .getOrDefault("owner", AttributeValue.fromS(""))
                .s()
                .isEmpty());
        for (int i = 3; i <= 5; i++) {
            tables.edit("a", String.valueOf(i));
            awaitNumber(one, "a", i);
            awaitNumber(two, "a", i);
        }
        assertQuiet(one);
        assertQuiet(two);
    }

    /** Nodes must not go on for ever to believe that they have missed something. */
    private void assertQuiet(DynamoNode node) {
        long before = node.follower.connections();
        StateVersion last = node.save("b", "1").version();
        for (int i = 0; i < 6; i++) {
            last = node.save("b", "1" + i).version();
            awaitVersion(node, "b", last);
        }
        assertThat(node.follower.connections() - before)
                .as(() -> "looks at all versions, in " + node.follower.events())
                .isLessThanOrEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource(names = {"NO_TERM", "LAST_IS_A_LIST", "BEAT_IS_HUGE", "ALL_BUT_ITS_KEY", "DELETED"})
    void aNodeThatStartsWithItHears(Damage damage) {
        DynamoNode before = follow("a");
        StateVersion first = before.save("a", "1").version();
        awaitVersion(before, "a", first);
        before.source.close();
        damage.doTo(tables);

        DynamoNode node = follow("a");
        tables.edit("a", "2");

        awaitVersion(node, "a", first.next());
        awaitWarning();
    }

    /** The same numbers as before would look like old news to whoever has heard of them. */
    @Test
    void newsAfterATableThatWasEmptiedIsNotTakenForOldNews() {
        DynamoNode reader = follow("a");
        DynamoNode other = follow("a");
        StateVersion first = reader.save("a", "1").version();
        awaitVersion(other, "a", first);
        other.line.cut();
        String last = Objects.requireNonNull(lease(tables).get("last")).n();

        for (Map<String, AttributeValue> item : tables.scan(tables.changes())) {
            tables.client.deleteItem(request -> request.tableName(tables.changes())
                    .key(Map.of(
                            "part", Objects.requireNonNull(item.get("part")),
                            "number", Objects.requireNonNull(item.get("number")))));
        }
        await().until(() -> !lease(tables).isEmpty());

        assertThat(Long.parseLong(
                        Objects.requireNonNull(lease(tables).get("last")).n()))
                .isGreaterThan(Long.parseLong(last));
        other.line.join();
        tables.edit("a", "2");
        awaitVersion(other, "a", first.next());
    }

    /** Somebody puts an item among the news, with a number that nobody has told yet. */
    @Test
    void whatNobodyHasToldIsNoNews() {
        DynamoNode node = follow("a");
        StateVersion first = node.save("a", "1").version();
        awaitVersion(node, "a", first);
        long last =
                Long.parseLong(Objects.requireNonNull(lease(tables).get("last")).n());
        for (long number : new long[] {last + 1, last + 3, Long.MAX_VALUE - 1}) {
            tables.client.putItem(request -> request.tableName(tables.changes())
                    .item(Map.of(
                            "part", AttributeValue.fromS("changes"),
                            "number", AttributeValue.fromN(String.valueOf(number)))));
        }

        for (int i = 2; i <= 6; i++) {
            tables.edit("a", String.valueOf(i));
            awaitNumber(node, "a", i);
        }
        assertThat(node.follower.connections()).isEqualTo(1);
        assertThat(log.toString(StandardCharsets.UTF_8)).contains("nobody has told");
    }

    @Test
    void aReaderWhoseLeaseSomebodyTouchedTakesItAgainAtOnce() {
        DynamoNode node = DynamoNode.open(tables, Map.of("reader-term", "1m"), "a");
        nodes.add(node);
        node.follow();
        StateVersion first = node.save("a", "1").version();
        awaitVersion(node, "a", first);

        tables.client.updateItem(request -> request.tableName(tables.changes())
                .key(KEY)
                .updateExpression("SET beat = beat + :one")
                .expressionAttributeValues(Map.of(":one", AttributeValue.fromN("1"))));
        tables.edit("a", "2");

        awaitVersion(node, "a", first.next());
    }

    /** A note of how far the stream has been read that is none. */
    @ParameterizedTest
    @EnumSource
    void aPositionThatIsNoneIsLeft(Position position) {
        DynamoNode before = follow("a");
        StateVersion first = before.save("a", "1").version();
        awaitVersion(before, "a", first);
        before.source.close();
        await().until(() -> tables.scan(tables.changes()).stream()
                .anyMatch(item -> Objects.requireNonNull(item.get("part")).s().startsWith("shard ")));
        for (Map<String, AttributeValue> item : tables.scan(tables.changes())) {
            if (Objects.requireNonNull(item.get("part")).s().startsWith("shard ")) {
                Map<String, AttributeValue> broken = new HashMap<>(item);
                broken.put("position", position.value);
                tables.client.putItem(
                        request -> request.tableName(tables.changes()).item(broken));
            }
        }

        DynamoNode node = follow("a");
        tables.edit("a", "2");

        awaitVersion(node, "a", first.next());
    }

    @SuppressWarnings("ImmutableEnumChecker") // Values of the SDK can't be changed.
    enum Position {
        TEXT(AttributeValue.fromS("garbage")),
        EMPTY(AttributeValue.fromS("")),
        NUMBER(AttributeValue.fromN("7")),
        LOW(AttributeValue.fromS("7")),
        HIGH(AttributeValue.fromS("9".repeat(40))),
        TOO_LONG(AttributeValue.fromS("9".repeat(41))),
        NONE(AttributeValue.fromNul(true));

        private final AttributeValue value;

        Position(AttributeValue value) {
            this.value = value;
        }
    }
}
