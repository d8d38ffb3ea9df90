// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.state;

import java.util.Arrays;
import java.util.List;

/** Which of some different numbers form a longest row that rises: the others are the fewest that moved. */
final class LongestRise {
    private LongestRise() {}

    static boolean[] of(List<Integer> numbers) {
        int[] ends = new int[numbers.size()];
        int[] previous = new int[numbers.size()];
        int[] values = new int[numbers.size()];
        int length = 0;
        for (int i = 0; i < numbers.size(); i++) {
            int found = Arrays.binarySearch(values, 0, length, numbers.get(i));
            int place = found < 0 ? -found - 1 : found;
            values[place] = numbers.get(i);
            ends[place] = i;
            previous[i] = place == 0 ? -1 : ends[place - 1];
            length = Math.max(length, place + 1);
        }
        boolean[] rising = new boolean[numbers.size()];
        for (int i = length == 0 ? -1 : ends[length - 1]; i >= 0; i = previous[i]) {
            rising[i] = true;
        }
        return rising;
    }
}
