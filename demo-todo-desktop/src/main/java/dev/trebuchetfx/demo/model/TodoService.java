// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.ReplayProgress;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * A list of todos that is kept elsewhere. All properties change on the FX thread, and all futures are completed there.
 *
 * <p>A command shows its effect in the list at once, before the server has answered; without a connection it waits for one. If it can't be done, the effect is taken
 * back, and its future fails with a {@link dev.trebuchetfx.client.error.TrebuchetException}.
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

    /** Returns the property of the time of the newest state, by the server's clock; its value is null before the first. */
    ObservableValue<@Nullable Instant> lastUpdated();

    /** Returns the property of the progress of a replay; its value is null while there is none. */
    ObservableValue<@Nullable ReplayProgress> replayProgress();

    /** Returns the property of the changes that are under way, in order. */
    ObservableValue<List<PendingChange<?>>> changes();

    /** Returns a change in words, with the title that it concerns. */
    String describe(PendingChange<?> change);

    /** Returns the property of the error that concerns the list; its value is null if there is none. */
    ObservableValue<? extends @Nullable Throwable> error();

    /** Adds a todo at the end, and returns it: its id is known at once, so that a view can wait for it. */
    Added add(String title);

    /** Adds a todo that there was before, with its id, its title, its state and its due date, at {@code index} or at the end where there are fewer. */
    CompletableFuture<Void> bringBack(TodoItem todo, int index);

    /** Renames a todo. */
    CompletableFuture<Void> rename(UUID id, String title);

    /** Marks an open todo as done, or a done one as open. */
    CompletableFuture<Void> toggle(UUID id);

    /** Sets the last day on which a todo is done in time, or takes it away for null. A server whose todos have no due dates refuses it. */
    CompletableFuture<Void> setDueDate(UUID id, @Nullable LocalDate day);

    /** Removes a todo. */
    CompletableFuture<Void> delete(UUID id);

    /** Moves a todo to {@code index}, counted in the list without that todo. */
    CompletableFuture<Void> move(UUID id, int index);

    /** Removes all todos that are done. */
    CompletableFuture<Void> clearCompleted();

    /**
     * A todo that is about to be added.
     *
     * @param done completes when it was added
     */
    record Added(UUID id, CompletableFuture<Void> done) {}

    /** Tries to connect now, if there is no connection. */
    void reconnectNow();
}
