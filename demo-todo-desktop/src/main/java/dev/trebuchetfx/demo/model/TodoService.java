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
 * The todos wherever they live. All properties change on the FX thread, and all futures are completed there.
 *
 * <p>A command is a request: what it changes is seen when the list changes. Its future fails with a
 * {@link dev.trebuchetfx.client.error.TrebuchetException}, at once where there is no connection.
 */
public interface TodoService {

    /** Where the todos live, as a person would name it. */
    String endpoint();

    /** The newest todos known, in the server's order; changes by the smallest edits. */
    ObservableList<TodoItem> todos();

    /** Whether a first state has come. Never false again. */
    ObservableValue<Boolean> loaded();

    /** Where the connection is. */
    ObservableValue<ConnectionState> connectionState();

    /** How far the list can be vouched for. */
    ObservableValue<Freshness> freshness();

    /** What the list shown suffers from; null where there is nothing. */
    ObservableValue<? extends @Nullable Throwable> error();

    /** Adds a todo at the end. */
    CompletableFuture<TodoItem> add(String title);

    /** Gives a todo another title. */
    CompletableFuture<Void> rename(UUID id, String title);

    /** Makes an open todo done and the other way round. */
    CompletableFuture<Void> toggle(UUID id);

    /** Removes a todo. */
    CompletableFuture<Void> delete(UUID id);

    /** Moves a todo to {@code index}, counted without it. */
    CompletableFuture<Void> move(UUID id, int index);

    /** Removes all that are done. */
    CompletableFuture<Void> clearCompleted();

    /** Tries to connect now, if there is no connection. */
    void reconnectNow();
}
