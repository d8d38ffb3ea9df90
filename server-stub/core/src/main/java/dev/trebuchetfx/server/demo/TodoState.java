// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import java.util.List;

/**
 * The state that the todo actor streams.
 *
 * @param todos in the order in which they are shown
 * @param pendingCount how many of them are not completed
 */
public record TodoState(List<Todo> todos, int pendingCount) {
    public TodoState {
        todos = List.copyOf(todos);
    }

    static TodoState of(List<Todo> todos) {
        return new TodoState(
                todos, (int) todos.stream().filter(todo -> !todo.isCompleted()).count());
    }
}
