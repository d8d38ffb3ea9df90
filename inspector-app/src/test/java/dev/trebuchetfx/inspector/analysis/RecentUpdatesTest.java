// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class RecentUpdatesTest {
    private static final int CAPACITY = 8;

    private static UUID stream(long number) {
        return new UUID(number % 2, number / 2);
    }

    @Property
    void remembersAsAMapThatLetsItsEldestGo(
            @ForAll @Size(max = 200) List<@IntRange(min = 0, max = 39) Integer> updates) {
        RecentUpdates recent = new RecentUpdates(CAPACITY);
        Map<Integer, Long> expected = new LinkedHashMap<>();
        long row = 0;
        for (int update : updates) {
            recent.put(stream(update % 4), update / 4 - 5, row);
            expected.put(update, row++);
            if (expected.size() > CAPACITY) {
                expected.remove(expected.keySet().iterator().next());
            }
            for (int asked = 0; asked < 40; asked++) {
                assertThat(recent.row(stream(asked % 4), asked / 4 - 5))
                        .isEqualTo(expected.getOrDefault(asked, RecentUpdates.NONE));
            }
        }
    }

    @Test
    void tellsUpdatesApartThatDifferInOneBit() {
        RecentUpdates recent = new RecentUpdates(3 * Long.SIZE);
        for (int bit = 0; bit < Long.SIZE; bit++) {
            recent.put(new UUID(1L << bit, 0), 0, bit);
            recent.put(new UUID(0, 1L << bit), 0, 100 + bit);
            recent.put(new UUID(0, 0), 1L << bit, 200 + bit);
        }
        for (int bit = 0; bit < Long.SIZE; bit++) {
            assertThat(recent.row(new UUID(1L << bit, 0), 0)).isEqualTo(bit);
            assertThat(recent.row(new UUID(0, 1L << bit), 0)).isEqualTo(100 + bit);
            assertThat(recent.row(new UUID(0, 0), 1L << bit)).isEqualTo(200 + bit);
        }
    }
}
