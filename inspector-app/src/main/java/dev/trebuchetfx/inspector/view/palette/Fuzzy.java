// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.palette;

import java.util.Locale;

/** How well a few letters fit a name. */
final class Fuzzy {
    private static final int AT_WORD = 10;
    private static final int IN_A_ROW = 5;

    private Fuzzy() {}

    /**
     * The letters must stand in the name, in their order. More for letters at the beginning of a word and for letters in a row.
     *
     * @return -1 where they do not fit
     */
    static int score(String letters, String name) {
        String wanted = letters.toLowerCase(Locale.ROOT).replace(" ", "");
        String text = name.toLowerCase(Locale.ROOT);
        int[][] best = new int[wanted.length() + 1][text.length() + 1];
        for (int i = 1; i <= wanted.length(); i++) {
            int reached = -1;
            for (int j = 0; j <= text.length(); j++) {
                best[i][j] = -1;
            }
            for (int j = 1; j <= text.length(); j++) {
                reached = Math.max(reached, best[i - 1][j - 1]);
                if (text.charAt(j - 1) != wanted.charAt(i - 1) || reached < 0) {
                    continue;
                }
                boolean atWord = j == 1 || !Character.isLetterOrDigit(text.charAt(j - 2));
                int alone = reached + 1 + (atWord ? AT_WORD : 0);
                boolean follows =
                        i > 1 && text.charAt(j - 2 < 0 ? 0 : j - 2) == wanted.charAt(i - 2) && best[i - 1][j - 1] >= 0;
                best[i][j] =
                        follows ? Math.max(alone, best[i - 1][j - 1] + 1 + IN_A_ROW + (atWord ? AT_WORD : 0)) : alone;
            }
        }
        int most = wanted.isEmpty() ? 0 : -1;
        for (int j = 1; j <= text.length() && !wanted.isEmpty(); j++) {
            most = Math.max(most, best[wanted.length()][j]);
        }
        return most;
    }
}
