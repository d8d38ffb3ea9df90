// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A list of todos. What can't be done is an {@link IllegalArgumentException} whose message is for the caller. */
public final class TodoList implements StatefulActor<TodoState> {
    static final int MAX_TITLE_LENGTH = 500;
    static final int MAX_TODOS = 10_000;

    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final PersistentState<TodoState> state = new PersistentState<>(TodoState.class, TodoState.of(List.of()));

    /**
     * @param clock dates each new todo
     * @param ids gives each new todo its id
     */
    public TodoList(InstantSource clock, Supplier<UUID> ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public PersistentState<TodoState> persistentState() {
        return state;
    }

    /** The list and every change of it. */
    public StreamedState<TodoState> observeState() {
        return state.streamed();
    }

    /** The list now. */
    public List<Todo> getTodos() {
        return state.get().todos();
    }

    /** Returns the number of to-dos that are not completed. */
    public int pendingCount() {
        return state.get().pendingCount();
    }

    /** Adds one at the end. */
    public Todo addTodo(@Nullable String title) {
        String checked = title(title);
        if (getTodos().size() >= MAX_TODOS) {
            throw new IllegalArgumentException("the list must not have more than " + MAX_TODOS + " todos");
        }
        Todo todo = new Todo(ids.get(), checked, false, clock.instant(), null);
        change(todos -> todos.add(todo));
        return todo;
    }

    /**
     * Adds one with an id of the caller's making, so that a client can show it before it is answered, or bring back one that was deleted.
     *
     * @param index where it stands afterwards, 0 for the first; at the end where there are fewer
     */
    public Todo insertTodo(@Nullable UUID id, @Nullable String title, boolean isCompleted, int index) {
        return insertTodo(id, title, isCompleted, index, null);
    }

    /**
     * Adds one as {@link #insertTodo(UUID, String, boolean, int)} does, with a due date.
     *
     * @param dueDate a day such as {@code 2026-03-14}; null for none
     */
    public Todo insertTodo(
            @Nullable UUID id, @Nullable String title, boolean isCompleted, int index, @Nullable String dueDate) {
        if (getTodos().size() >= MAX_TODOS) {
            throw new IllegalArgumentException("the list must not have more than " + MAX_TODOS + " todos");
        }
        if (index < 0) {
            throw new IllegalArgumentException("index must be 0 or more but was " + index);
        }
        if (id == null || getTodos().stream().anyMatch(todo -> todo.id().equals(id))) {
            throw new IllegalArgumentException("there must be no todo with the id " + id + " yet");
        }
        Todo todo = new Todo(id, title(title), isCompleted, clock.instant(), DueDates.read(dueDate));
        change(todos -> todos.add(Math.min(index, todos.size()), todo));
        return todo;
    }

    /** Completes one, or makes it pending again. */
    public Todo toggleTodo(UUID id) {
        int index = indexOf(id);
        Todo toggled = getTodos().get(index).toggled();
        change(todos -> todos.set(index, toggled));
        return toggled;
    }

    /** Gives one another title. */
    public Todo updateTodo(UUID id, @Nullable String title) {
        int index = indexOf(id);
        Todo renamed = getTodos().get(index).withTitle(title(title));
        change(todos -> todos.set(index, renamed));
        return renamed;
    }

    /**
     * Sets the day until which one is to be done. The same day again changes nothing.
     *
     * @param dueDate a day such as {@code 2026-03-14}; null takes the due date away
     */
    public Todo setDueDate(UUID id, @Nullable String dueDate) {
        int index = indexOf(id);
        Todo dated = getTodos().get(index).withDueDate(DueDates.read(dueDate));
        change(todos -> todos.set(index, dated));
        return dated;
    }

    /** Removes one. */
    public void deleteTodo(UUID id) {
        int index = indexOf(id);
        change(todos -> todos.remove(index));
    }

    /**
     * Moves one to another place.
     *
     * @param index where it stands afterwards, 0 for the first
     */
    public void moveTodo(UUID id, int index) {
        int from = indexOf(id);
        int last = getTodos().size() - 1;
        if (index < 0 || index > last) {
            throw new IllegalArgumentException("index must be 0 to " + last + " but was " + index);
        }
        change(todos -> todos.add(index, todos.remove(from)));
    }

    /** Removes every completed one. */
    public void clearCompleted() {
        change(todos -> todos.removeIf(Todo::isCompleted));
    }

    private void change(Consumer<List<Todo>> edit) {
        List<Todo> todos = new ArrayList<>(getTodos());
        edit.accept(todos);
        state.set(TodoState.of(todos));
    }

    private int indexOf(@Nullable UUID id) {
        List<Todo> todos = getTodos();
        for (int i = 0; i < todos.size(); i++) {
            if (todos.get(i).id().equals(id)) {
                return i;
            }
        }
        throw new IllegalArgumentException("there is no todo with the id " + id);
    }

    private static String title(@Nullable String title) {
        if (title == null || title.isBlank()) {
            throw new IllegalArgumentException("title must not be empty");
        }
        if (title.length() > MAX_TITLE_LENGTH) {
            throw new IllegalArgumentException(
                    "title must have at most " + MAX_TITLE_LENGTH + " characters but had " + title.length());
        }
        return title;
    }
}
