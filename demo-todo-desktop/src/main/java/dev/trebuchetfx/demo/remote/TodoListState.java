// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.remote;

import dev.trebuchetfx.demo.model.TodoItem;
import java.util.List;

/**
 * The state that the actor {@code todos} streams. Immutable.
 *
 * @param todos the todos in their order
 * @param pendingCount the number of open todos
 */
public record TodoListState(List<TodoItem> todos, int pendingCount) {

    /** Copies the list, so that a state never changes. */
    public TodoListState {
        todos = List.copyOf(todos);
    }
}
