// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** A persistent list is a list: whatever is done to it, it has what an ordinary one has. */
class PersistentListTest {
    @Property(tries = 300)
    void isWhatAnOrdinaryListIs(@ForAll Random random, @ForAll @IntRange(max = 3_000) int size) {
        List<Integer> model = new ArrayList<>(IntStream.range(0, size).boxed().toList());
        PersistentList<Integer> list = PersistentList.of(model);
        double growth = random.nextDouble();
        for (int step = 0; step < 300; step++) {
            PersistentList<Integer> before = list;
            List<Integer> modelBefore = List.copyOf(model);
            int kind = random.nextInt(3);
            if (model.isEmpty() || (kind != 0 && random.nextDouble() < growth)) {
                int at = kind == 1 ? model.size() : random.nextInt(model.size() + 1);
                model.add(at, -step);
                list = list.plus(at, -step);
            } else if (kind == 0) {
                int at = random.nextInt(model.size());
                model.set(at, -step);
                list = list.with(at, -step);
            } else {
                int at = random.nextInt(model.size());
                model.remove(at);
                list = list.minus(at);
            }
            assertThat(before.size()).isEqualTo(modelBefore.size());
            if (step % 50 == 0) {
                assertThat(before).containsExactlyElementsOf(modelBefore);
                assertThat(List.of(before.toArray())).isEqualTo(modelBefore);
            }
        }
        assertThat(list).containsExactlyElementsOf(model).isEqualTo(model);
        for (int i = 0; i < model.size(); i++) {
            assertThat(list.get(i)).isEqualTo(model.get(i));
        }
    }

    @Test
    void emptiesAndGrowsAgain() {
        PersistentList<String> list = PersistentList.empty();
        for (int i = 0; i < 5_000; i++) {
            list = list.plus(i / 2, "item " + i);
        }
        while (!list.isEmpty()) {
            list = list.minus(list.size() / 3);
        }
        assertThat(list.plus(0, "again")).containsExactly("again");
    }

    @Test
    void mapsOnlyWhatIsNew() {
        List<Integer> mapped = new ArrayList<>();
        PersistentList<Integer> list =
                PersistentList.of(IntStream.range(0, 10_000).boxed().toList());
        Object key = new Object();
        UnaryOperator<Integer> noted = number -> {
            mapped.add(number);
            return number;
        };
        list.mapped(key, noted);
        mapped.clear();

        PersistentList<Integer> again = list.with(5_000, -1).mapped(key, noted);
        PersistentList<String> texts = list.with(5_000, -1).minus(0).mapped(new Object(), String::valueOf);

        assertThat(mapped).contains(-1).hasSizeLessThanOrEqualTo(ListNode.WIDTH);
        assertThat(again.get(5_000)).isEqualTo(-1);
        assertThat(again.get(9_999)).isEqualTo(9_999);
        assertThat(texts).hasSize(9_999).startsWith("1").endsWith("9999");
    }

    @Test
    void refusesWhatIsOutside() {
        PersistentList<Integer> list = PersistentList.of(List.of(1, 2, 3));

        assertThatThrownBy(() -> list.get(3)).hasMessage("expected an index of 0 to 2 but found 3");
        assertThatThrownBy(() -> list.plus(4, 1)).hasMessage("expected an index of 0 to 3 but found 4");
        assertThatThrownBy(() -> list.minus(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> list.add(4)).isInstanceOf(UnsupportedOperationException.class);
    }
}
