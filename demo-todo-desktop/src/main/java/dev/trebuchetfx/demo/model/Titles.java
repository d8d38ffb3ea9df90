// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.demo.text.Words;
import java.util.List;

/** Rules for the titles of todos: their length and how they are quoted. */
public final class Titles {
    /** The most characters that a title may have. */
    public static final int MAXIMUM_LENGTH = 500;

    private static final int QUOTED_LENGTH = 48;

    private Titles() {}

    /** Returns the title, cut to the longest that a title may be. */
    static String cut(String title) {
        return cut(title, MAXIMUM_LENGTH);
    }

    /** Returns the title, cut to a length that fits into a sentence. */
    public static String shortened(String title) {
        if (title.length() <= QUOTED_LENGTH) {
            return title;
        }
        return cut(title, QUOTED_LENGTH - 1) + "…";
    }

    /** Returns the todos as a sentence names them: the title of one in quotation marks, or the number of several. */
    public static String named(List<TodoItem> todos) {
        return todos.size() == 1
                ? Words.of("named.one", shortened(todos.getFirst().title()))
                : Words.of("named.several", todos.size());
    }

    private static String cut(String title, int end) {
        if (title.length() <= end) {
            return title;
        }
        // Never half of a surrogate pair.
        return title.substring(0, Character.isHighSurrogate(title.charAt(end - 1)) ? end - 1 : end);
    }
}
