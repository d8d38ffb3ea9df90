// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import java.util.Arrays;

/** The longest increasing subsequence: what need not move when a list gets another order. */
final class LongestRun {
    private LongestRun() {}

    /**
     * Marks which of the numbers belong to one longest increasing subsequence.
     *
     * @param numbers all different; negative ones are left out
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
