// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.redact;

import java.util.function.IntPredicate;

/** A set of characters, to find where a run of them ends. Each search looks at the characters of one run, once. Immutable. */
final class Chars {
    private static final int ASCII = 128;

    static final Chars SPACE = of(" \t\n\u000B\f\r");
    /** The characters of a name, and of a part of a JSON Web Token. */
    static final Chars NAME = of(c -> isAsciiLetterOrDigit(c) || c == '_' || c == '-', false);

    private final boolean[] ascii = new boolean[ASCII];
    private final boolean others;

    private Chars(IntPredicate ascii, boolean others) {
        for (int c = 0; c < ASCII; c++) {
            this.ascii[c] = ascii.test(c);
        }
        this.others = others;
    }

    static Chars of(String chars) {
        return of(c -> chars.indexOf(c) >= 0, false);
    }

    /** Letters, digits and these. */
    static Chars alphanumericAnd(String chars) {
        return of(c -> isAsciiLetterOrDigit(c) || chars.indexOf(c) >= 0, false);
    }

    /** Everything but white space and these. */
    static Chars visibleBut(String chars) {
        return of(c -> !SPACE.has((char) c) && chars.indexOf(c) < 0, true);
    }

    private static Chars of(IntPredicate ascii, boolean others) {
        return new Chars(ascii, others);
    }

    private static boolean isAsciiLetterOrDigit(int c) {
        return c < ASCII && Character.isLetterOrDigit(c);
    }

    boolean has(char c) {
        return c < ASCII ? ascii[c] : others;
    }

    /** Returns whether the text has one of these there; false where the text has no such place. */
    boolean at(String text, int place) {
        return place >= 0 && place < text.length() && has(text.charAt(place));
    }

    /** Returns where the run that begins at {@code from} ends. */
    int end(String text, int from) {
        int end = from;
        while (end < text.length() && has(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** Returns where the run that ends at {@code end} begins, but no place before {@code floor}. */
    int start(String text, int end, int floor) {
        int start = end;
        while (start > floor && has(text.charAt(start - 1))) {
            start--;
        }
        return start;
    }
}
