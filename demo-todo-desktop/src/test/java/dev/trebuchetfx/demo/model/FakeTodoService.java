// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.client.change.ChangeStatus;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.ReplayProgress;
import java.net.URI;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/** Todos in memory. Commands are done at once, or fail while {@link #failure} is set; {@link #hold} keeps them waiting. */
public final class FakeTodoService implements TodoService {
    public static final URI ENDPOINT = URI.create("ws://127.0.0.1:8080");
    public static final Instant CREATED = Instant.parse("2026-03-12T18:00:00Z");

    private final ObservableList<TodoItem> todos = FXCollections.observableArrayList();
    private final ObjectProperty<Boolean> loaded = new SimpleObjectProperty<>(true);
    private final ObjectProperty<ConnectionState> connectionState =
            new SimpleObjectProperty<>(new ConnectionState.Connected(ENDPOINT));
    private final ObjectProperty<Freshness> freshness = new SimpleObjectProperty<>(Freshness.LIVE);
    private final ObjectProperty<@Nullable Throwable> error = new SimpleObjectProperty<>();
    private final ObjectProperty<List<PendingChange<?>>> changes = new SimpleObjectProperty<>(List.of());
    private final ObjectProperty<@Nullable ReplayProgress> replayProgress = new SimpleObjectProperty<>();
    private final ObjectProperty<@Nullable Instant> lastUpdated = new SimpleObjectProperty<>(CREATED);
    private final List<Runnable> held = new ArrayList<>();
    private int reconnects;
    private boolean isHolding;

    public @Nullable RuntimeException failure;
    public ListName list = ListName.MAIN;

    public static FakeTodoService with(String... titles) {
        FakeTodoService service = new FakeTodoService();
        for (String title : titles) {
            service.todos.add(todo(title));
        }
        return service;
    }

    /** A title that begins with "x " is done. */
    public static TodoItem todo(String title) {
        boolean isDone = title.startsWith("x ");
        return new TodoItem(UUID.randomUUID(), isDone ? title.substring(2) : title, isDone, CREATED, null);
    }

    public void cut(Instant nextAttemptAt) {
        connectionState.set(new ConnectionState.Reconnecting(3, ENDPOINT, nextAttemptAt, "connection reset"));
        freshness.set(Freshness.STALE);
        failure = new NotConnectedException("there is no connection");
    }

    public void heal() {
        failure = null;
        connectionState.set(new ConnectionState.Connected(ENDPOINT));
        freshness.set(Freshness.LIVE);
    }

    /** Commands wait from here on until {@link #release}. */
    public void hold() {
        isHolding = true;
    }

    public void release() {
        isHolding = false;
        List<Runnable> due = List.copyOf(held);
        held.clear();
        due.forEach(Runnable::run);
    }

    public int reconnects() {
        return reconnects;
    }

    public ObjectProperty<ConnectionState> connectionStateProperty() {
        return connectionState;
    }

    /** Sets due dates, the first for the first todo and so on; null for none. */
    public FakeTodoService due(@Nullable String... days) {
        for (int i = 0; i < days.length; i++) {
            todos.set(i, todos.get(i).withDueDate(days[i] == null ? null : LocalDate.parse(days[i])));
        }
        return this;
    }

    /** The due dates in the order of the todos; a dash for none. */
    public List<String> dueDates() {
        return todos.stream()
                .map(todo -> todo.dueDate() == null ? "-" : todo.dueDate().toString())
                .toList();
    }

    public List<String> titles() {
        return todos.stream()
                .map(todo -> (todo.isCompleted() ? "x " : "") + todo.title())
                .toList();
    }

    @Override
    public ListName list() {
        return list;
    }

    @Override
    public String endpoint() {
        return ENDPOINT.toString();
    }

    @Override
    public ObservableList<TodoItem> todos() {
        return todos;
    }

    @Override
    public ObjectProperty<Boolean> loaded() {
        return loaded;
    }

    @Override
    public ObjectProperty<ConnectionState> connectionState() {
        return connectionState;
    }

    @Override
    public ObjectProperty<Freshness> freshness() {
        return freshness;
    }

    @Override
    public ObjectProperty<@Nullable Throwable> error() {
        return error;
    }

    @Override
    public Added add(String title) {
        TodoItem added = TodoItem.open(UUID.randomUUID(), title, CREATED);
        return new Added(added.id(), bringBack(added, Integer.MAX_VALUE));
    }

    @Override
    public CompletableFuture<Void> bringBack(TodoItem todo, int index) {
        return command(null, () -> todos.add(Math.min(index, todos.size()), todo));
    }

    @Override
    public ObjectProperty<List<PendingChange<?>>> changes() {
        return changes;
    }

    @Override
    public String describe(PendingChange<?> change) {
        return "Add “Milk”";
    }

    @Override
    public ObjectProperty<@Nullable ReplayProgress> replayProgress() {
        return replayProgress;
    }

    @Override
    public ObjectProperty<@Nullable Instant> lastUpdated() {
        return lastUpdated;
    }

    /** Lets so many changes wait. */
    public void wait(int count) {
        changes.set(Stream.<PendingChange<?>>generate(() -> new Waiting(UUID.randomUUID()))
                .limit(count)
                .toList());
    }

    private record Waiting(UUID key) implements PendingChange<Void> {
        @Override
        public String targetIdentifier() {
            return "insertTodo";
        }

        @Override
        public Instant since() {
            return CREATED;
        }

        @Override
        public ChangeStatus status() {
            return ChangeStatus.WAITING;
        }

        @Override
        public @Nullable Throwable whyNotShown() {
            return null;
        }

        @Override
        public CompletableFuture<Void> result() {
            return new CompletableFuture<>();
        }

        @Override
        public CompletableFuture<Boolean> withdraw() {
            return CompletableFuture.completedFuture(true);
        }
    }

    @Override
    public CompletableFuture<Void> rename(UUID id, String title) {
        return change(id, todo -> todo.withTitle(title));
    }

    @Override
    public CompletableFuture<Void> toggle(UUID id) {
        return change(id, TodoItem::toggled);
    }

    @Override
    public CompletableFuture<Void> setDueDate(UUID id, @Nullable LocalDate day) {
        return change(id, todo -> todo.withDueDate(day));
    }

    @Override
    public CompletableFuture<Void> delete(UUID id) {
        return command(null, () -> todos.removeIf(todo -> todo.id().equals(id)));
    }

    @Override
    public CompletableFuture<Void> move(UUID id, int index) {
        return command(null, () -> {
            List<TodoItem> moved = new ArrayList<>(todos);
            moved.add(index, moved.remove(placeOf(id)));
            // One change, as a list that follows a server makes it.
            todos.setAll(moved);
        });
    }

    @Override
    public CompletableFuture<Void> clearCompleted() {
        return command(null, () -> todos.removeIf(TodoItem::isCompleted));
    }

    @Override
    public void reconnectNow() {
        reconnects++;
    }

    private CompletableFuture<Void> change(UUID id, UnaryOperator<TodoItem> change) {
        return command(null, () -> {
            int index = placeOf(id);
            todos.set(index, change.apply(todos.get(index)));
        });
    }

    private int placeOf(UUID id) {
        int index = todos.stream().map(TodoItem::id).toList().indexOf(id);
        if (index < 0) {
            throw new IllegalStateException("there is no todo with the id " + id);
        }
        return index;
    }

    private <T> CompletableFuture<T> command(@Nullable T result, Runnable effect) {
        CompletableFuture<T> future = new CompletableFuture<>();
        Runnable run = () -> {
            if (failure != null) {
                future.completeExceptionally(failure);
            } else {
                try {
                    effect.run();
                    future.complete(result);
                } catch (IllegalStateException refused) {
                    future.completeExceptionally(refused);
                }
            }
        };
        if (isHolding) {
            held.add(run);
        } else {
            run.run();
        }
        return future;
    }
}
