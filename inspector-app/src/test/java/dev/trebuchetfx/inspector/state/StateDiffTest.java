// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateDiffTest {
    private static List<String> between(String from, String to) {
        return StateDiff.between(JsonTrees.read(from), JsonTrees.read(to)).stream()
                .map(change -> change.kind().word() + " " + change.path() + " " + change.from() + " " + change.to())
                .toList();
    }

    @Test
    void namesTheDeepestPathWithBothValues() {
        assertThat(between(
                        "{\"a\":{\"b\":1,\"c\":[1,2]},\"gone\":true,\"same\":1.0}",
                        "{\"a\":{\"b\":2,\"c\":[1,3]},\"odd name\":null,\"same\":1}"))
                .containsExactly(
                        "changed $.a.b 1 2",
                        "changed $.a.c[1] 2 3",
                        "added $[\"odd name\"] null null",
                        "removed $.gone true null");
    }

    @Test
    void tellsItemsApartByTheirId() {
        assertThat(between(
                        "[{\"id\":\"a\",\"n\":1},{\"id\":\"b\",\"n\":1},{\"id\":\"c\",\"n\":1}]",
                        "[{\"id\":\"b\",\"n\":2},{\"id\":\"c\",\"n\":1},{\"id\":\"d\",\"n\":1}]"))
                .containsExactly(
                        "changed $[0].n 1 2",
                        "added $[2] null {\"id\":\"d\",\"n\":1}",
                        "removed $[0] {\"id\":\"a\",\"n\":1} null");
    }

    @Test
    void oneItemThatMovedIsOneMove() {
        assertThat(between(
                        "[{\"id\":1},{\"id\":2},{\"id\":3},{\"id\":4}]",
                        "[{\"id\":4},{\"id\":1},{\"id\":2},{\"id\":3}]"))
                .containsExactly("moved $[0] 3 0");
    }

    @Test
    void listsWithoutIdsAreComparedFromBothEnds() {
        assertThat(between("[1,2,3,4]", "[1,9,2,3,4]")).containsExactly("added $[1] null 9");
        assertThat(between("[1,2,3]", "[1,3]")).containsExactly("removed $[1] 2 null");
        assertThat(between("[]", "[1,2]")).containsExactly("added $[0] null 1", "added $[1] null 2");
        assertThat(between("{\"a\":1}", "[1]")).containsExactly("changed $ {\"a\":1} [1]");
        assertThat(between("{\"a\":1}", "{\"a\":1}")).isEmpty();
    }

    @Test
    void isBounded() {
        String many = IntStream.range(0, 5_000).boxed().toList().toString();
        assertThat(between("[]", many)).hasSize(StateDiff.MAX_CHANGES);
    }
}
