// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * A search for titles that have all of some words, in any order and in upper or lower case. Immutable.
 *
 * @param words the words in lower case; without any, every title is found
 */
record TitleSearch(List<String> words) {

    /** Returns the search for what somebody has typed. */
    static TitleSearch of(String typed) {
        return new TitleSearch(
                Arrays.stream(typed.strip().toLowerCase(Locale.ROOT).split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList());
    }

    boolean isEmpty() {
        return words.isEmpty();
    }

    boolean finds(TodoItem todo) {
        String title = todo.title().toLowerCase(Locale.ROOT);
        return words.stream().allMatch(title::contains);
    }
}
