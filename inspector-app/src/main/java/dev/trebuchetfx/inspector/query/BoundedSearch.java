// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.regex.Pattern;

/**
 * Looks for a regular expression and gives up where that takes too long: each look at a character is counted, and an expression
 * that goes back and forth for ever looks at characters for ever. Confined to one thread.
 */
final class BoundedSearch {
    private static final long STEPS = 200_000;
    private static final long STEPS_A_CHARACTER = 100;

    private final Pattern pattern;
    private long givenUp;

    BoundedSearch(Operand.Regex regex) {
        this.pattern = Regexes.compile(regex);
    }

    boolean isIn(String text) {
        try {
            return pattern.matcher(new Counted(text, 0, text.length(), new Budget(text.length())))
                    .find();
        } catch (GaveUp | StackOverflowError e) {
            givenUp++;
            return false;
        }
    }

    /** In how many texts it gave up: whether it is in them is not known. */
    long givenUp() {
        return givenUp;
    }

    private static final class GaveUp extends RuntimeException {
        private static final long serialVersionUID = 1L;

        GaveUp() {
            super("the regular expression took too many steps", null, false, false);
        }
    }

    private static final class Budget {
        private long left;

        Budget(int length) {
            left = STEPS + STEPS_A_CHARACTER * length;
        }

        void step() {
            left--;
            if (left < 0) {
                throw new GaveUp();
            }
        }
    }

    private record Counted(String text, int from, int to, Budget budget) implements CharSequence {
        @Override
        public char charAt(int index) {
            budget.step();
            return text.charAt(from + index);
        }

        @Override
        public int length() {
            return to - from;
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return new Counted(text, from + start, from + end, budget);
        }

        @Override
        public String toString() {
            return text.substring(from, to);
        }
    }
}
