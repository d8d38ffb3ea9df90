// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

/** Which word may have been meant. */
final class Similarity {
    private Similarity() {}

    /** Whether one insertion, removal, change or swap of neighbours makes one of the other. */
    static boolean oneEditApart(String a, String b) {
        int head = 0;
        while (head < a.length() && head < b.length() && a.charAt(head) == b.charAt(head)) {
            head++;
        }
        int tail = 0;
        while (tail < a.length() - head
                && tail < b.length() - head
                && a.charAt(a.length() - 1 - tail) == b.charAt(b.length() - 1 - tail)) {
            tail++;
        }
        int restA = a.length() - head - tail;
        int restB = b.length() - head - tail;
        boolean swap = restA == 2
                && restB == 2
                && a.charAt(head) == b.charAt(head + 1)
                && a.charAt(head + 1) == b.charAt(head);
        return swap || (restA <= 1 && restB <= 1);
    }
}
