// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.demo.text.Words;
import org.jspecify.annotations.Nullable;

/**
 * A name of a list of todos at a server.
 *
 * @param key the name of one list of many; null for the list that every server has
 */
public record ListName(@Nullable String key) {
    /** The list that is shown first. */
    public static final ListName MAIN = new ListName(null);

    /** The longest key that a person can type. */
    public static final int MAXIMUM_LENGTH = 60;

    /** Returns the reason why no list can be called so, in words for the person who typed it; null where one can. */
    public static @Nullable String problemOf(String typed) {
        if (typed.isBlank()) {
            return Words.of("list.blank");
        }
        boolean plain = typed.chars().noneMatch(each -> each == '/' || Character.isISOControl(each));
        return plain ? null : Words.of("list.slash");
    }

    /** Returns the name of the list as a heading. */
    public String title() {
        return key == null ? Words.of("tab.todos") : key;
    }

    /** Returns the name of the actor that keeps the list. */
    public String actor() {
        return key == null ? "todos" : "todos/" + key;
    }
}
