// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * A list of todos that is kept elsewhere. All properties change on the FX thread, and all futures are completed there.
 *
 * <p>A command is a request: its effect is seen when the list changes. Its future fails with a
 * {@link dev.trebuchetfx.client.error.TrebuchetException}, at once if there is no connection.
 */
public interface TodoService {

    /** Returns the name of the list. */
    ListName list();

    /** Returns the place of the todos as a person would name it, such as the address of the server. */
    String endpoint();

    /** Returns the newest known todos, in the server's order. The list changes by as little as possible. */
    ObservableList<TodoItem> todos();

    /** Returns the property that is false until the first state has come, and true from then on. */
    ObservableValue<Boolean> loaded();

    /** Returns the property of the state of the connection. */
    ObservableValue<ConnectionState> connectionState();

    /** Returns the property of the freshness of the list. */
    ObservableValue<Freshness> freshness();

    /** Returns the property of the error that concerns the list; its value is null if there is none. */
    ObservableValue<? extends @Nullable Throwable> error();

    /** Adds a todo at the end. */
    CompletableFuture<TodoItem> add(String title);

    /** Renames a todo. */
    CompletableFuture<Void> rename(UUID id, String title);

    /** Marks an open todo as done, or a done one as open. */
    CompletableFuture<Void> toggle(UUID id);

    /** Removes a todo. */
    CompletableFuture<Void> delete(UUID id);

    /** Moves a todo to {@code index}, counted in the list without that todo. */
    CompletableFuture<Void> move(UUID id, int index);

    /** Removes all todos that are done. */
    CompletableFuture<Void> clearCompleted();

    /** Tries to connect now, if there is no connection. */
    void reconnectNow();
}
