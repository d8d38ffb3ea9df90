// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.typed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import dev.trebuchetfx.client.internal.PeerJson;
import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.JsonDiff;
import dev.trebuchetfx.protocol.internal.delta.JsonPatch;
import dev.trebuchetfx.protocol.internal.delta.JsonPatchException;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What is decoded from a patched tree is what would be decoded from the text, and what did not change is the same object. */
class SharingReaderTest {
    private static final JsonMapper MAPPER = PeerJson.mapper();
    private static final SharingReader READER = new SharingReader(MAPPER, MAPPER.constructType(Board.class));

    enum Priority {
        LOW,
        HIGH
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Circle.class, name = "circle"),
        @JsonSubTypes.Type(value = Label.class, name = "label")
    })
    sealed interface Shape {}

    record Circle(double radius) implements Shape {}

    record Label(@JsonProperty("text") String words, List<String> tags) implements Shape {}

    record Card(
            UUID id,
            @JsonProperty("t") @Nullable String title,
            boolean done,
            Optional<String> note,
            Priority priority,
            @Nullable Shape shape,
            @Nullable BigDecimal price,
            long count,
            float weight,
            @Nullable Instant due) {}

    /** Neither a record nor with setters. */
    static final class Owner {
        private final String name;
        private final List<Card> cards;

        @JsonCreator
        Owner(@JsonProperty("name") String name, @JsonProperty("cards") List<Card> cards) {
            this.name = name;
            this.cards = cards;
        }

        public String getName() {
            return name;
        }

        public List<Card> getCards() {
            return cards;
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return other instanceof Owner that && name.equals(that.name) && cards.equals(that.cards);
        }

        @Override
        public int hashCode() {
            return Objects.hash(name, cards);
        }
    }

    @SuppressWarnings("ArrayRecordComponent") // Applications have them.
    record Board(
            List<Card> todos,
            ArrayList<Card> plain,
            Map<String, Card> byName,
            TreeMap<Integer, List<Integer>> rows,
            Set<Priority> used,
            List<Shape> shapes,
            Map<String, Object> anything,
            @Nullable JsonNode raw,
            @Nullable Owner owner,
            int[] numbers,
            @Nullable BigInteger huge,
            double ratio) {}

    @Property(tries = 10_000, shrinking = ShrinkingMode.OFF)
    void aPatchedStateIsTheOneThatTheTextHas(@ForAll long seed) throws Exception {
        SharingReader reader = READER;
        RandomBoards boards = new RandomBoards(new Random(seed));
        Board board = boards.board();
        JsonNode tree = tree(board);
        reader.<Board>read(tree);

        Board next = boards.edited(board);
        Bytes text = Bytes.wrap(MAPPER.writeValueAsBytes(next));
        Bytes patch =
                JsonDiff.between(tree, JsonTrees.read(text), ListKeys.BY_ID).encoded();
        Board patched =
                Objects.requireNonNull(reader.<Board>read(JsonPatch.parse(patch).applyTo(tree)));

        Board fromText = MAPPER.readValue(text.unsafeArray(), Board.class);
        assertThat(patched.todos()).isEqualTo(fromText.todos());
        assertThat(patched.anything()).isEqualTo(fromText.anything());
        assertThat(MAPPER.writeValueAsString(patched)).isEqualTo(MAPPER.writeValueAsString(fromText));
    }

    @Test
    void whatDidNotChangeIsTheSameObject() throws Exception {
        SharingReader reader = new SharingReader(MAPPER, MAPPER.constructType(Board.class));
        RandomBoards boards = new RandomBoards(new Random(3));
        Board board = boards.board(200);
        JsonNode tree = tree(board);
        Board before = Objects.requireNonNull(reader.<Board>read(tree));

        Board after = Objects.requireNonNull(reader.<Board>read(patched(
                tree,
                "[{\"op\":\"replace\",\"path\":\"/todos/50/t\",\"value\":\"new\"},"
                        + "{\"op\":\"move\",\"from\":\"/todos/3\",\"path\":\"/todos/120\"},"
                        + "{\"op\":\"remove\",\"path\":\"/todos/7\"},"
                        + "{\"op\":\"replace\",\"path\":\"/ratio\",\"value\":0.25}]")));

        List<Card> expected = new ArrayList<>(before.todos());
        expected.set(50, after.todos().get(48));
        expected.add(120, expected.remove(3));
        expected.remove(7);
        assertThat(after.todos()).hasSize(199);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(after.todos().get(i)).isSameAs(expected.get(i));
        }
        assertThat(after.todos().get(48).title()).isEqualTo("new");
        assertThat(after.byName()).isSameAs(before.byName());
        assertThat(after.shapes()).isSameAs(before.shapes());
        assertThat(after.owner()).isSameAs(before.owner());
        assertThat(after.rows()).isSameAs(before.rows());
        assertThat(after.ratio()).isEqualTo(0.25);
    }

    @Test
    void itemsOfAnEditedMapAndOfACollectionOfAnotherClassAreShared() throws Exception {
        SharingReader reader = new SharingReader(MAPPER, MAPPER.constructType(Board.class));
        Board board = new RandomBoards(new Random(3)).board(5);
        JsonNode tree = tree(board);
        Board before = Objects.requireNonNull(reader.<Board>read(tree));

        Board after = Objects.requireNonNull(reader.<Board>read(patched(
                tree,
                "[{\"op\":\"remove\",\"path\":\"/byName/n0\"},{\"op\":\"remove\",\"path\":\"/plain/0\"},"
                        + "{\"op\":\"replace\",\"path\":\"/owner/name\",\"value\":\"other\"}]")));

        assertThat(after.byName().get("n1")).isSameAs(before.byName().get("n1"));
        assertThat(after.plain().get(0)).isSameAs(before.plain().get(1));
        assertThat(Objects.requireNonNull(after.owner()).getCards())
                .isSameAs(Objects.requireNonNull(before.owner()).getCards());
    }

    @JsonIdentityInfo(generator = ObjectIdGenerators.PropertyGenerator.class, property = "id")
    static final class Node {
        public int id;
        public @Nullable Node next;
    }

    record Graph(List<Node> nodes, int version) {}

    @Test
    void objectsThatKnowEachOtherByIdentityAreDecodedAnew() throws Exception {
        SharingReader reader = new SharingReader(MAPPER, MAPPER.constructType(Graph.class));
        JsonNode tree = JsonTrees.read("{\"nodes\":[{\"id\":1,\"next\":{\"id\":2,\"next\":1}},2],\"version\":1}");
        reader.<Graph>read(tree);

        Graph after = Objects.requireNonNull(
                reader.<Graph>read(patched(tree, "[{\"op\":\"replace\",\"path\":\"/version\",\"value\":2}]")));

        assertThat(after.nodes().get(1)).isSameAs(after.nodes().get(0).next);
        assertThat(Objects.requireNonNull(after.nodes().get(1).next))
                .isSameAs(after.nodes().get(0));
    }

    @Test
    void whatDoesNotFitTheTypeIsRefused() {
        SharingReader reader = new SharingReader(MAPPER, MAPPER.constructType(Board.class));

        assertThatThrownBy(() -> reader.read(JsonTrees.read("{\"todos\":{\"a\":1}}")))
                .isInstanceOf(JacksonException.class);
    }

    @Test
    void listsAreUnmodifiable() {
        SharingReader reader = new SharingReader(MAPPER, MAPPER.constructType(Board.class));
        Board board = Objects.requireNonNull(reader.<Board>read(tree(new RandomBoards(new Random(1)).board(3))));

        assertThatThrownBy(() -> Collections.swap(board.todos(), 0, 1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    static JsonNode tree(Object value) {
        return JsonTrees.read(Bytes.wrap(MAPPER.writeValueAsBytes(value)));
    }

    private static JsonNode patched(JsonNode tree, String patch) throws JsonPatchException {
        return JsonPatch.parse(Bytes.utf8(patch)).applyTo(tree);
    }
}
