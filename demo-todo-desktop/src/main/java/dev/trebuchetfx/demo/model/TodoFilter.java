// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

/** Which todos are shown. */
public enum TodoFilter {
    ALL("All"),
    OPEN("Open"),
    DONE("Done");

    private final String label;

    TodoFilter(String label) {
        this.label = label;
    }

    /** The word on the button. */
    public String label() {
        return label;
    }

    /** Whether {@code todo} is among the shown. */
    public boolean shows(TodoItem todo) {
        return switch (this) {
            case ALL -> true;
            case OPEN -> !todo.isCompleted();
            case DONE -> todo.isCompleted();
        };
    }
}
