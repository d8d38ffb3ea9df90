// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.remote;

import dev.trebuchetfx.demo.model.TodoItem;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

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

    /** Returns this state with one more todo, at the end where there are fewer than {@code index}. */
    TodoListState inserted(TodoItem todo, int index) {
        return edited(items -> items.add(Math.min(index, items.size()), todo));
    }

    /** Returns this state with another title of a todo; an error where there is no such todo, as from each of these. */
    TodoListState renamed(UUID id, String title) {
        return replaced(id, todo -> todo.withTitle(title));
    }

    /** Returns this state with an open todo done, or a done one open. */
    TodoListState toggled(UUID id) {
        return replaced(id, TodoItem::toggled);
    }

    /** Returns this state with another due date of a todo; none for null. */
    TodoListState due(UUID id, @Nullable LocalDate day) {
        return replaced(id, todo -> todo.withDueDate(day));
    }

    /** Returns this state without a todo. */
    TodoListState deleted(UUID id) {
        int index = indexOf(id);
        return edited(items -> items.remove(index));
    }

    /** Returns this state with a todo at {@code index}, counted without it. */
    TodoListState moved(UUID id, int index) {
        int from = indexOf(id);
        return edited(items -> items.add(index, items.remove(from)));
    }

    /** Returns this state without all that are done. */
    TodoListState withoutCompleted() {
        return edited(items -> items.removeIf(TodoItem::isCompleted));
    }

    private TodoListState replaced(UUID id, UnaryOperator<TodoItem> change) {
        int index = indexOf(id);
        return edited(items -> items.set(index, change.apply(items.get(index))));
    }

    private TodoListState edited(Consumer<List<TodoItem>> edit) {
        List<TodoItem> items = new ArrayList<>(todos);
        edit.accept(items);
        return new TodoListState(
                items, (int) items.stream().filter(todo -> !todo.isCompleted()).count());
    }

    private int indexOf(UUID id) {
        for (int i = 0; i < todos.size(); i++) {
            if (todos.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalStateException("expected a todo with the id " + id + " but somebody has removed it");
    }
}
