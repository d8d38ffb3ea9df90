// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class RowSetTest {
    private static List<Long> rows(RowSelection selection) {
        return IntStream.range(0, selection.size()).mapToObj(selection::get).toList();
    }

    @Property(tries = 30)
    void holdsWhatAListHoldsAndWhatWasGivenOutNeverChanges(@ForAll long seed) {
        Random random = new Random(seed);
        RowSet set = new RowSet();
        List<Long> model = new ArrayList<>();
        List<RowSelection> given = new ArrayList<>();
        List<List<Long>> asGiven = new ArrayList<>();
        long next = random.nextInt(1_000);
        for (int step = 0; step < 40; step++) {
            switch (random.nextInt(4)) {
                case 0, 1 -> {
                    for (int i = random.nextInt(3_000); i > 0; i--) {
                        next += 1 + random.nextInt(3);
                        set.add(next);
                        model.add(next);
                    }
                }
                case 2 -> {
                    long row = model.isEmpty() ? next : model.get(random.nextInt(model.size()));
                    set.dropBefore(row);
                    model.removeIf(each -> each < row);
                }
                default -> {
                    long row = model.isEmpty() ? next : model.get(Math.max(0, model.size() - 1 - random.nextInt(50)));
                    set.cutFrom(row);
                    model.removeIf(each -> each >= row);
                }
            }
            RowSelection now = set.rows();
            assertThat(rows(now)).isEqualTo(model);
            given.add(now);
            asGiven.add(List.copyOf(model));
        }
        for (int i = 0; i < given.size(); i++) {
            assertThat(rows(given.get(i))).isEqualTo(asGiven.get(i));
        }
    }

    @Test
    void tellsWhereARowStandsOrWould() {
        RowSet set = new RowSet();
        set.add(3);
        set.add(7);
        set.add(9);
        RowSelection rows = set.rows();
        assertThat(rows.positionOf(7)).isEqualTo(1);
        assertThat(rows.positionOf(8)).isEqualTo(2);
        assertThat(rows.positionOf(100)).isEqualTo(3);
        assertThat(rows.contains(7)).isTrue();
        assertThat(rows.contains(8)).isFalse();
    }
}
