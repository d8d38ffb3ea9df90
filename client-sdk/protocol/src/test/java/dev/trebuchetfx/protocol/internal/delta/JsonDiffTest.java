// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.delta.ListKeys;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

/** How small a patch is: what a user does to a list is one small operation each. */
class JsonDiffTest {
    private static final int ITEMS = 1_000;

    @Test
    void oneFieldOfAThousandItemsStaysUnder150Bytes() {
        assertThat(patch(items -> items.set(500, items.get(500).replace("Task 500", "Buy milk"))))
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/todos/500/title\",\"value\":\"Buy milk\"}]")
                .hasSizeLessThan(150);
    }

    @Test
    void anInsertAtTheHeadIsOneOperation() {
        assertThat(patch(items -> items.add(0, item(ITEMS))))
                .isEqualTo("[{\"op\":\"add\",\"path\":\"/todos/0\",\"value\":" + item(ITEMS) + "}]");
    }

    @Test
    void aRemovalIsOneOperation() {
        assertThat(patch(items -> items.remove(17))).isEqualTo("[{\"op\":\"remove\",\"path\":\"/todos/17\"}]");
    }

    @ParameterizedTest
    @CsvSource({"0, 999", "999, 0", "3, 700", "700, 3", "5, 6"})
    void aMoveIsOneOperation(int from, int to) {
        String patch = patch(items -> items.add(to, items.remove(from)));

        assertThat(operations(patch)).hasSize(1).allMatch(operation -> operation.startsWith("move"));
    }

    @Test
    void aMoveAChangeARemovalAndAnInsertAreOneOperationEach() {
        String patch = patch(items -> {
            items.add(10, items.remove(900));
            items.set(500, items.get(500).replace("Task", "Done"));
            items.remove(3);
            items.add(item(ITEMS));
        });

        assertThat(operations(patch))
                .containsExactlyInAnyOrder(
                        "move /todos/9", "replace /todos/499/title", "remove /todos/3", "add /todos/999");
    }

    @Test
    void onlyWhatLeavesTheLongestRunIsMoved() {
        List<Integer> chosen = List.of(5, 100, 200, 300, 950);
        String patch = patch(items -> {
            List<String> taken = chosen.stream().map(items::get).toList();
            items.removeAll(taken);
            Random random = new Random(1);
            taken.forEach(item -> items.add(random.nextInt(items.size()), item));
        });

        assertThat(operations(patch)).hasSize(chosen.size()).allMatch(operation -> operation.startsWith("move"));
    }

    @Test
    void aShuffledListArrives() throws Exception {
        List<String> shuffled = items();
        Collections.shuffle(shuffled, new Random(42));
        JsonNode from = state(items());
        JsonNode to = state(shuffled);

        assertThat(JsonDiff.between(from, to, ListKeys.BY_ID).applyTo(from).equals(to))
                .isTrue();
    }

    @Test
    void itemsWithTheSameIdAreComparedByPosition() {
        JsonNode from = JsonTrees.read("[{\"id\":1,\"t\":\"a\"},{\"id\":1,\"t\":\"b\"},{\"id\":2,\"t\":\"c\"}]");
        JsonNode to = JsonTrees.read("[{\"id\":1,\"t\":\"a\"},{\"id\":1,\"t\":\"x\"},{\"id\":2,\"t\":\"c\"}]");

        assertThat(JsonDiff.between(from, to, ListKeys.BY_ID).encoded().utf8())
                .isEqualTo("[{\"op\":\"replace\",\"path\":\"/1/t\",\"value\":\"x\"}]");
    }

    @Test
    void otherKeysThanTheIdCanBeNamed() {
        ListKeys keys = ListKeys.of(Map.of("/orders/*/lines", line -> line.get("sku")));
        JsonNode from = JsonTrees.read(
                "{\"orders\":[{\"id\":7,\"lines\":[{\"sku\":\"a\",\"n\":1},{\"sku\":\"b\",\"n\":1},{\"sku\":\"c\",\"n\":1}]}]}");
        JsonNode to = JsonTrees.read(
                "{\"orders\":[{\"id\":7,\"lines\":[{\"sku\":\"c\",\"n\":1},{\"sku\":\"a\",\"n\":1},{\"sku\":\"b\",\"n\":1}]}]}");

        assertThat(JsonDiff.between(from, to, keys).encoded().utf8())
                .isEqualTo("[{\"op\":\"move\",\"from\":\"/orders/0/lines/2\",\"path\":\"/orders/0/lines/0\"}]");
    }

    @Test
    void numbersAreComparedAsTheWireHasThem() {
        JsonNode from = JsonTrees.read("{\"a\":1,\"b\":1.0,\"c\":18446744073709551616,\"d\":-0.0,\"e\":1e400}");
        JsonNode to = JsonTrees.read("{\"a\":1.0,\"b\":1.00,\"c\":18446744073709551617,\"d\":0.0,\"e\":1e401}");

        assertThat(operations(
                        JsonDiff.between(from, to, ListKeys.BY_ID).encoded().utf8()))
                .containsExactly("replace /a", "replace /b", "replace /c", "replace /d", "replace /e");
    }

    @Test
    void anItemThatChangedAltogetherIsReplacedAsAWhole() {
        JsonNode from = JsonTrees.read("{\"l\":[{\"id\":1,\"a\":1,\"b\":2,\"c\":3,\"d\":4},{\"id\":2,\"a\":1}]}");
        JsonNode to = JsonTrees.read("{\"l\":[{\"id\":1,\"a\":5,\"b\":6,\"c\":7,\"d\":8},{\"id\":2,\"a\":1}]}");

        assertThat(operations(
                        JsonDiff.between(from, to, ListKeys.BY_ID).encoded().utf8()))
                .containsExactly("replace /l/0");
    }

    private static String patch(Consumer<List<String>> edit) {
        List<String> edited = items();
        edit.accept(edited);
        Bytes patch =
                JsonDiff.between(state(items()), state(edited), ListKeys.BY_ID).encoded();
        return patch.utf8();
    }

    private static List<String> operations(String patch) {
        List<String> short_ = new ArrayList<>();
        JsonTrees.read(patch)
                .forEach(operation -> short_.add(operation.get("op").asString() + " "
                        + operation.get("path").asString()));
        return short_;
    }

    private static List<String> items() {
        return IntStream.range(0, ITEMS).mapToObj(JsonDiffTest::item).collect(Collectors.toCollection(ArrayList::new));
    }

    private static String item(int i) {
        return "{\"id\":\"6F1C2B3A-0000-4F60-8A7B-" + String.format("%012d", i) + "\",\"title\":\"Task " + i
                + "\",\"isCompleted\":false,\"createdAt\":\"2026-01-01T00:00:00Z\"}";
    }

    private static JsonNode state(List<String> items) {
        return JsonTrees.read("{\"todos\":[" + String.join(",", items) + "],\"pendingCount\":12}");
    }
}
