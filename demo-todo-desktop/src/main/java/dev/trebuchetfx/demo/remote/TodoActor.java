// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.remote;

import dev.trebuchetfx.demo.model.TodoItem;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The actor {@code todos}, as {@link dev.trebuchetfx.client.ActorRef#as} makes it callable. */
public interface TodoActor {

    /** The list now. */
    CompletableFuture<List<TodoItem>> getTodos();

    /** Adds a todo at the end. */
    CompletableFuture<TodoItem> addTodo(String title);

    /** Makes an open todo done and the other way round. */
    CompletableFuture<Void> toggleTodo(UUID id);

    /** Gives a todo another title. */
    CompletableFuture<Void> updateTodo(UUID id, String title);

    /** Sets the last day on which a todo is done in time; none for null. */
    CompletableFuture<TodoItem> setDueDate(UUID id, @Nullable LocalDate dueDate);

    /** Removes a todo. */
    CompletableFuture<Void> deleteTodo(UUID id);

    /** Moves a todo to {@code index}, counted without it. */
    CompletableFuture<Void> moveTodo(UUID id, int index);

    /** Removes all that are done. */
    CompletableFuture<Void> clearCompleted();
}
