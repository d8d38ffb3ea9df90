// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.remote;

import dev.trebuchetfx.bindings.ObservableActor;
import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.change.RemoteCall;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ReplayProgress;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.demo.model.ListName;
import dev.trebuchetfx.demo.model.Titles;
import dev.trebuchetfx.demo.model.TodoItem;
import dev.trebuchetfx.demo.model.TodoService;
import dev.trebuchetfx.demo.text.Words;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import javafx.beans.value.ObservableValue;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The todos of one actor, and their count by themselves. Closing it ends the streams, not the client. */
public final class RemoteTodoService implements TodoService, AutoCloseable {
    private static final Set<String> METHODS =
            Set.of("insertTodo", "updateTodo", "toggleTodo", "setDueDate", "deleteTodo", "moveTodo", "clearCompleted");

    private final TrebuchetClient client;
    private final ListName list;
    private final URI endpoint;
    private final Executor fxThread;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final ObservableActor<TodoListState> observed;
    private final ObservableActor<OpenCount> counted;
    private final ObservableValue<@Nullable Integer> openCount;
    private final ObservableList<TodoItem> todos;
    // Held here: properties made from others know them only weakly.
    private final ObservableValue<Boolean> loaded;
    /** The titles that the changes under way concern, by the changes' keys. On the FX thread. */
    private final Map<UUID, String> changedTitles = new HashMap<>();

    /**
     * Observes the todos of a list.
     *
     * @param endpoint where {@code client} connects to
     * @param fxThread runs on the FX thread what it is given, in order
     * @param clock dates each new todo until the server does
     * @param ids gives each new todo its id
     */
    public RemoteTodoService(
            TrebuchetClient client,
            URI endpoint,
            ListName list,
            Executor fxThread,
            InstantSource clock,
            Supplier<UUID> ids) {
        this.client = client;
        this.list = list;
        this.endpoint = endpoint;
        this.fxThread = fxThread;
        this.clock = clock;
        this.ids = ids;
        // Only what changed of the list travels; for the title, only the count does, and only when it changes.
        ActorRef reference = client.actor(list.actor());
        observed = ObservableActor.of(
                client,
                reference.observe(
                        "observeState",
                        TodoListState.class,
                        StreamOptions.builder().deltas(Deltas.AUTOMATIC).build()));
        StreamFilter countAlone = StreamFilter.fields("/pendingCount").and(StreamFilter.changed());
        counted = ObservableActor.of(
                client,
                reference.observe(
                        "observeState",
                        OpenCount.class,
                        StreamOptions.builder().filter(countAlone).build()));
        openCount = counted.select(OpenCount::pendingCount);
        todos = observed.list(TodoListState::todos, TodoItem::id);
        loaded = observed.stateProperty().isNotNull();
    }

    @Override
    public ListName list() {
        return list;
    }

    @Override
    public String endpoint() {
        return endpoint.toString();
    }

    @Override
    public ObservableList<TodoItem> todos() {
        return todos;
    }

    /** Returns the number of open todos, from a stream of its own; null before it is known. */
    public ObservableValue<@Nullable Integer> openCount() {
        return openCount;
    }

    @Override
    public ObservableValue<Boolean> loaded() {
        return loaded;
    }

    @Override
    public ObservableValue<ConnectionState> connectionState() {
        return observed.connectionStateProperty();
    }

    @Override
    public ObservableValue<Freshness> freshness() {
        return observed.freshnessProperty();
    }

    @Override
    public ObservableValue<? extends @Nullable Throwable> error() {
        return observed.errorProperty();
    }

    /** Returns the report of the last resume; null where there was none. */
    public ObservableValue<@Nullable ResumeReport> lastResume() {
        return observed.lastResumeProperty();
    }

    /** The last gap in the stream; null where there was none. */
    public ObservableValue<@Nullable GapReport> lastGap() {
        return observed.lastGapProperty();
    }

    @Override
    public Added add(String title) {
        TodoItem todo = TodoItem.open(ids.get(), title, clock.instant());
        return new Added(todo.id(), bringBack(todo, Integer.MAX_VALUE));
    }

    @Override
    public CompletableFuture<Void> bringBack(TodoItem todo, int index) {
        // As the server does, which dates what it adds.
        TodoItem added = todo.withCreatedAt(clock.instant());
        List<Object> arguments = new ArrayList<>(List.of(todo.id(), todo.title(), todo.isCompleted(), index));
        LocalDate due = todo.dueDate();
        if (due != null) {
            // Left out where there is none: servers whose todos have no due dates take four arguments.
            arguments.add(due);
        }
        return change(todo.title(), state -> state.inserted(added, index), "insertTodo", arguments.toArray());
    }

    @Override
    public CompletableFuture<Void> rename(UUID id, String title) {
        return change(title, state -> state.renamed(id, title), "updateTodo", id, title);
    }

    @Override
    public CompletableFuture<Void> toggle(UUID id) {
        return change(titleOf(id), state -> state.toggled(id), "toggleTodo", id);
    }

    @Override
    public CompletableFuture<Void> setDueDate(UUID id, @Nullable LocalDate day) {
        return change(titleOf(id), state -> state.due(id, day), "setDueDate", id, day);
    }

    @Override
    public CompletableFuture<Void> delete(UUID id) {
        return change(titleOf(id), state -> state.deleted(id), "deleteTodo", id);
    }

    @Override
    public CompletableFuture<Void> move(UUID id, int index) {
        return change(titleOf(id), state -> state.moved(id, index), "moveTodo", id, index);
    }

    @Override
    public CompletableFuture<Void> clearCompleted() {
        return change("", TodoListState::withoutCompleted, "clearCompleted");
    }

    @Override
    public ObservableValue<List<PendingChange<?>>> changes() {
        return observed.pendingChangesProperty();
    }

    @Override
    public String describe(PendingChange<?> change) {
        String method = change.targetIdentifier();
        return Words.of(
                METHODS.contains(method) ? "change." + method : "change.other",
                Titles.shortened(changedTitles.getOrDefault(change.key(), "…")));
    }

    @Override
    public ObservableValue<@Nullable Instant> lastUpdated() {
        return observed.lastUpdatedProperty();
    }

    @Override
    public ObservableValue<@Nullable ReplayProgress> replayProgress() {
        return observed.replayProgressProperty();
    }

    @Override
    public void reconnectNow() {
        client.reconnectNow();
    }

    @Override
    public void close() {
        observed.close();
        counted.close();
    }

    private String titleOf(UUID id) {
        return todos.stream()
                .filter(todo -> todo.id().equals(id))
                .findFirst()
                .map(TodoItem::title)
                .orElse("…");
    }

    private CompletableFuture<Void> change(
            String title, UnaryOperator<TodoListState> edit, String method, @Nullable Object... arguments) {
        CompletableFuture<Void> answered = new CompletableFuture<>();
        PendingChange<JsonNode> change = observed.change(edit, RemoteCall.of(method, JsonNode.class, arguments));
        changedTitles.put(change.key(), title);
        var _ = change.result()
                .whenCompleteAsync(
                        (_, error) -> {
                            changedTitles.remove(change.key());
                            if (error == null) {
                                answered.complete(null);
                            } else {
                                answered.completeExceptionally(error);
                            }
                        },
                        fxThread);
        return answered;
    }
}
