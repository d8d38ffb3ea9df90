// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.remote;

import dev.trebuchetfx.demo.model.TodoItem;
import java.util.List;

/**
 * What the actor {@code todos} streams.
 *
 * @param todos in their order
 * @param pendingCount how many of them are open
 */
public record TodoListState(List<TodoItem> todos, int pendingCount) {

    /** Copies the list, so that a state never changes. */
    public TodoListState {
        todos = List.copyOf(todos);
    }
}
