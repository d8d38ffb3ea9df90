// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.internal.actor.ActorJson;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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
        assertThat(milk).isEqualTo(new Todo(new UUID(0, 1), "Milk", false, NOW, null));
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
    void aDueDateIsSetChangedAndTakenAway() {
        UUID milk = list.addTodo("Milk").id();
        assertThat(list.setDueDate(milk, "2026-03-14").dueDate()).isEqualTo("2026-03-14");
        assertThat(list.setDueDate(milk, "2026-03-14"))
                .isEqualTo(list.getTodos().getFirst());
        list.setDueDate(milk, "2028-02-29");
        assertThat(list.updateTodo(milk, "Oat milk").dueDate()).isEqualTo("2028-02-29");
        assertThat(list.toggleTodo(milk).dueDate()).isEqualTo("2028-02-29");
        assertThat(list.getTodos().getFirst().dueDate()).isEqualTo("2028-02-29");
        assertThat(list.setDueDate(milk, null).dueDate()).isNull();
        assertThat(list.setDueDate(milk, null).dueDate()).isNull();
    }

    @Test
    void oneIsInsertedWithADueDateOrWithout() {
        assertThat(list.insertTodo(new UUID(0, 7), "Milk", false, 0).dueDate()).isNull();
        assertThat(list.insertTodo(new UUID(0, 8), "Bread", true, 0, "2026-03-14"))
                .isEqualTo(new Todo(new UUID(0, 8), "Bread", true, NOW, LocalDate.of(2026, 3, 14)));
        assertThat(list.insertTodo(new UUID(0, 9), "Eggs", true, 0, null).dueDate())
                .isNull();
        assertThat(titles()).containsExactly("Eggs", "Bread", "Milk");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "2026-02-29",
                "2026-3-14",
                "14.03.2026",
                "2026-03-14T00:00:00Z",
                " 2026-03-14",
                "+2026-03-14",
                "12026-03-14",
                "1899-12-31",
                "٢٠٢٦-٠٣-١٤"
            })
    void whatIsNoDayIsNoDueDate(String text) {
        UUID milk = list.addTodo("Milk").id();
        list.setDueDate(milk, "2026-03-14");
        String problem = "dueDate must be null or a day from 1900-01-01 to 9999-12-31 but was '" + text + "'";
        assertThatThrownBy(() -> list.setDueDate(milk, text)).hasMessage(problem);
        assertThatThrownBy(() -> list.insertTodo(new UUID(0, 8), "Bread", false, 0, text))
                .hasMessage(problem);
        assertThat(list.getTodos()).singleElement().extracting(Todo::dueDate).hasToString("2026-03-14");
    }

    @Test
    void aLongTextThatIsNoDayIsNotRepeatedInFull() {
        UUID milk = list.addTodo("Milk").id();
        assertThatThrownBy(() -> list.setDueDate(milk, "2".repeat(100_000))).hasMessageEndingWith("2222…'");
        assertThatThrownBy(() -> list.setDueDate(new UUID(0, 9), "2026-03-14"))
                .hasMessage("there is no todo with the id 00000000-0000-0000-0000-000000000009");
    }

    @Test
    void aStateThatWasStoredWithoutDueDatesIsTheSameAsBefore() throws Exception {
        ActorJson json = new ActorJson();
        String stored = "{\"todos\":[{\"id\":\"00000000-0000-0000-0000-000000000001\",\"title\":\"Milk\","
                + "\"isCompleted\":true,\"createdAt\":\"2026-01-01T00:00:00Z\"}],\"pendingCount\":0}";
        TodoState state = (TodoState) Objects.requireNonNull(
                json.decode(Bytes.wrap(stored.getBytes(StandardCharsets.UTF_8)), TodoState.class));
        assertThat(state.todos()).containsExactly(new Todo(new UUID(0, 1), "Milk", true, NOW, null));
        assertThat(json.encode(state).utf8()).isEqualTo(stored);

        TodoState dated = TodoState.of(List.of(state.todos().getFirst().withDueDate(LocalDate.of(2026, 3, 14))));
        assertThat(json.encode(dated).utf8()).contains("\"dueDate\":\"2026-03-14\"}");
        assertThat(json.decode(json.encode(dated), TodoState.class)).isEqualTo(dated);
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
