// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import java.util.Arrays;

/** The search for a longest increasing subsequence, whose items need not move when the order of a list changes. */
final class LongestRun {
    private LongestRun() {}

    /**
     * Returns which of the numbers belong to one longest increasing subsequence, in n log n time.
     *
     * @param numbers the numbers, which differ from each other; negative ones are ignored
     * @return true at the index of each number that belongs to it
     */
    static boolean[] of(int[] numbers) {
        int[] lastOfLength = new int[numbers.length];
        int[] before = new int[numbers.length];
        int[] tails = new int[numbers.length];
        int length = 0;
        for (int i = 0; i < numbers.length; i++) {
            if (numbers[i] < 0) {
                continue;
            }
            int found = Arrays.binarySearch(tails, 0, length, numbers[i]);
            int at = found >= 0 ? found : -found - 1;
            tails[at] = numbers[i];
            lastOfLength[at] = i;
            before[i] = at == 0 ? -1 : lastOfLength[at - 1];
            length = Math.max(length, at + 1);
        }
        boolean[] stays = new boolean[numbers.length];
        for (int i = length == 0 ? -1 : lastOfLength[length - 1]; i >= 0; i = before[i]) {
            stays[i] = true;
        }
        return stays;
    }
}
