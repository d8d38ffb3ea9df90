// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

/** Rules for the titles of todos: their length and how they are quoted. */
public final class Titles {
    /** The most characters that a title may have. */
    public static final int MAXIMUM_LENGTH = 500;

    private static final int QUOTED_LENGTH = 48;

    private Titles() {}

    /** Returns the title, cut to a length that fits into a sentence. */
    static String shortened(String title) {
        if (title.length() <= QUOTED_LENGTH) {
            return title;
        }
        int end = QUOTED_LENGTH - 1;
        // Never half of a surrogate pair.
        return title.substring(0, Character.isHighSurrogate(title.charAt(end - 1)) ? end - 1 : end) + "…";
    }
}
