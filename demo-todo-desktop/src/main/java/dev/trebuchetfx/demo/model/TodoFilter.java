// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.demo.text.Words;

/** A filter that decides which todos are shown. */
public enum TodoFilter {
    ALL("filter.all"),
    OPEN("filter.open"),
    DONE("filter.done");

    private final String key;

    TodoFilter(String key) {
        this.key = key;
    }

    /** Returns the text of the filter's button. */
    public String label() {
        return Words.of(key);
    }

    /** Returns whether {@code todo} passes the filter. */
    public boolean shows(TodoItem todo) {
        return switch (this) {
            case ALL -> true;
            case OPEN -> !todo.isCompleted();
            case DONE -> todo.isCompleted();
        };
    }
}
