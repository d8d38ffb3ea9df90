// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

/** A filter that decides which todos are shown. */
public enum TodoFilter {
    ALL("All"),
    OPEN("Open"),
    DONE("Done");

    private final String label;

    TodoFilter(String label) {
        this.label = label;
    }

    /** Returns the text of the filter's button. */
    public String label() {
        return label;
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
