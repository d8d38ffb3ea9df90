// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TodoListTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final AtomicLong ids = new AtomicLong();
    private final TodoList list = new TodoList(() -> NOW, () -> new UUID(0, ids.incrementAndGet()));

    private List<String> titles() {
        return list.getTodos().stream().map(Todo::title).toList();
    }

    @Test
    void addsAtTheEnd() {
        Todo milk = list.addTodo("Milk");
        assertThat(milk).isEqualTo(new Todo(new UUID(0, 1), "Milk", false, NOW));
        list.addTodo("Bread");
        assertThat(titles()).containsExactly("Milk", "Bread");
        assertThat(list.pendingCount()).isEqualTo(2);
    }

    @Test
    void togglesRenamesMovesAndRemoves() {
        UUID milk = list.addTodo("Milk").id();
        UUID bread = list.addTodo("Bread").id();
        UUID eggs = list.addTodo("Eggs").id();
        assertThat(list.toggleTodo(milk).isCompleted()).isTrue();
        assertThat(list.pendingCount()).isEqualTo(2);
        assertThat(list.toggleTodo(milk).isCompleted()).isFalse();
        assertThat(list.updateTodo(bread, "Rye bread").title()).isEqualTo("Rye bread");
        list.moveTodo(milk, 2);
        assertThat(titles()).containsExactly("Rye bread", "Eggs", "Milk");
        list.moveTodo(milk, 0);
        assertThat(titles()).containsExactly("Milk", "Rye bread", "Eggs");
        list.toggleTodo(bread);
        list.clearCompleted();
        assertThat(titles()).containsExactly("Milk", "Eggs");
        list.deleteTodo(eggs);
        assertThat(titles()).containsExactly("Milk");
    }

    @Test
    void streamsEachChangeEvenOneThatChangesNothing() {
        List<TodoState> seen = new ArrayList<>();
        list.observeState().onChange(seen::add);
        list.addTodo("Milk");
        list.clearCompleted();
        assertThat(seen).hasSize(2);
        assertThat(seen.get(1)).isEqualTo(seen.get(0));
    }

    @Test
    void saysWhatItDoesNotTake() {
        UUID id = list.addTodo("Milk").id();
        assertThatThrownBy(() -> list.addTodo(" \t")).hasMessage("title must not be empty");
        assertThatThrownBy(() -> list.addTodo(null)).hasMessage("title must not be empty");
        assertThatThrownBy(() -> list.updateTodo(id, "")).hasMessage("title must not be empty");
        assertThatThrownBy(() -> list.addTodo("x".repeat(501)))
                .hasMessage("title must have at most 500 characters but had 501");
        assertThatThrownBy(() -> list.toggleTodo(new UUID(0, 9)))
                .hasMessage("there is no todo with the id 00000000-0000-0000-0000-000000000009");
        assertThatThrownBy(() -> list.moveTodo(id, 1)).hasMessage("index must be 0 to 0 but was 1");
        assertThatThrownBy(() -> list.moveTodo(id, -1)).hasMessage("index must be 0 to 0 but was -1");
        assertThat(titles()).containsExactly("Milk");
    }
}
