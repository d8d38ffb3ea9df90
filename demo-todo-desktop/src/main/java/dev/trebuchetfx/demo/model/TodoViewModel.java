// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.demo.model.Notice.Action;
import dev.trebuchetfx.demo.text.Words;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyIntegerProperty;
import javafx.beans.property.ReadOnlyIntegerWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import javafx.collections.ListChangeListener;
import javafx.collections.ObservableList;
import javafx.collections.transformation.FilteredList;
import org.jspecify.annotations.Nullable;

/** The view model of the todo window. Confined to the FX thread. */
public final class TodoViewModel {
    private final TodoService service;
    private final Notices notices;
    private final ConnectionViewModel connection;
    private final EditViewModel edit;
    private final DueViewModel due;
    private final UndoHistory history;
    private final FilteredList<TodoItem> visible;
    private final TodoMoves moves;
    private final ObjectProperty<TodoFilter> filter = new SimpleObjectProperty<>(TodoFilter.ALL);
    private final StringProperty search = new SimpleStringProperty("");
    private final StringProperty newTitle = new SimpleStringProperty("");
    private final ReadOnlyObjectWrapper<@Nullable UUID> lastAdded = new ReadOnlyObjectWrapper<>();
    private final ReadOnlyStringWrapper pending = new ReadOnlyStringWrapper("");
    private final ReadOnlyStringWrapper count = new ReadOnlyStringWrapper("");
    private final ReadOnlyIntegerWrapper completedCount = new ReadOnlyIntegerWrapper();
    private final ReadOnlyObjectWrapper<@Nullable EmptyReason> emptyReason = new ReadOnlyObjectWrapper<>();

    /**
     * Creates a view model of the todos of {@code service}.
     *
     * @param clock tells when notices go away and which day it is
     * @param zone where the person is, for whom it is this or that day
     */
    public TodoViewModel(TodoService service, InstantSource clock, ZoneId zone) {
        this.service = service;
        notices = new Notices(clock);
        connection = new ConnectionViewModel(service, clock);
        history = new UndoHistory(notices);
        edit = new EditViewModel(service, notices, history);
        due = new DueViewModel(service, notices, history, clock, zone);
        visible = new FilteredList<>(service.todos());
        moves = new TodoMoves(service, visible, notices, history);
        // Which of the two lists changes first is not promised.
        service.todos().addListener((ListChangeListener<TodoItem>) _ -> {
            edit.listChanged();
            recount();
        });
        visible.addListener((ListChangeListener<TodoItem>) _ -> recount());
        filter.subscribe(_ -> choose());
        search.subscribe(_ -> choose());
        service.changes().subscribe(_ -> tellPending());
        service.connectionState().subscribe(_ -> tellPending());
        service.loaded().subscribe(_ -> recount());
        service.connectionState().subscribe(state -> {
            if (state instanceof ConnectionState.Connected) {
                notices.connected();
            }
            recount();
        });
        service.freshness().subscribe(_ -> recount());
        service.error().subscribe(error -> {
            if (error != null) {
                notices.failed(Words.of("notice.not-followed"), error, null);
            }
        });
    }

    /** Returns the todos that pass the filter, in the server's order. */
    public ObservableList<TodoItem> visible() {
        return visible;
    }

    /** Returns the property of the filter. */
    public ObjectProperty<TodoFilter> filterProperty() {
        return filter;
    }

    /** Returns the property of the words that the shown titles must have; empty for all. */
    public StringProperty searchProperty() {
        return search;
    }

    /** Returns the property of the id of the todo that was added here last; its value is null before the first. The list may not show it yet. */
    public ReadOnlyObjectProperty<@Nullable UUID> lastAddedProperty() {
        return lastAdded.getReadOnlyProperty();
    }

    /** Returns the property of a text such as "2 changes wait for the connection"; empty if the server has all. */
    public ReadOnlyStringProperty pendingProperty() {
        return pending.getReadOnlyProperty();
    }

    /** Returns the changes that can be taken back. */
    public UndoHistory history() {
        return history;
    }

    /** Returns the property of the text in the field for a new todo. */
    public StringProperty newTitleProperty() {
        return newTitle;
    }

    /** Returns the property of a text such as "3 of 7 open"; empty before the first state. */
    public ReadOnlyStringProperty countProperty() {
        return count.getReadOnlyProperty();
    }

    /** Returns the property of the number of todos that are done, shown or not. */
    public ReadOnlyIntegerProperty completedCountProperty() {
        return completedCount.getReadOnlyProperty();
    }

    /** Returns the property of the reason why nothing is shown; its value is null if something is. */
    public ReadOnlyObjectProperty<@Nullable EmptyReason> emptyReasonProperty() {
        return emptyReason.getReadOnlyProperty();
    }

    /** Returns the notices. */
    public Notices notices() {
        return notices;
    }

    /** Returns the view model of the connection. */
    public ConnectionViewModel connection() {
        return connection;
    }

    /** Returns the view model of the title that is being edited. */
    public EditViewModel edit() {
        return edit;
    }

    /** Returns the view model of the due dates. */
    public DueViewModel due() {
        return due;
    }

    /** Updates what depends on the time. Call it once a second. */
    public void tick() {
        due.tick();
        notices.expire();
    }

    /** Returns the name of the list. */
    public ListName list() {
        return service.list();
    }

    /** Adds a todo with the typed title. The field is cleared at once. If adding fails, the title is put back into the blank field, or a notice offers to try again. */
    public void add() {
        String title = newTitle.get().strip();
        if (title.isEmpty()) {
            return;
        }
        newTitle.set("");
        add(title);
    }

    /** Adds a todo for each line that is not blank, in order; longer ones are cut to the longest title. */
    public void addLines(String lines) {
        lines.lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .map(Titles::cut)
                .forEach(this::add);
    }

    private void add(String title) {
        String failure = Words.of("notice.not-added", Titles.shortened(title));
        TodoService.Added added = service.add(title);
        lastAdded.set(added.id());
        TodoItem todo = TodoItem.open(added.id(), title, Instant.EPOCH);
        Outcome.of(added.done(), error -> {
            if (error == null) {
                var _ = note(
                        "step.add",
                        todo,
                        () -> service.delete(todo.id()),
                        () -> service.bringBack(todo, Integer.MAX_VALUE));
                return;
            }
            boolean isFieldFree = newTitle.get().isBlank();
            if (isFieldFree) {
                newTitle.set(title);
            }
            notices.failed(failure, error, isFieldFree ? null : new Action(Words.of("try-again"), () -> add(title)));
        });
    }

    private UndoHistory.Step note(
            String verb, TodoItem todo, Supplier<CompletableFuture<?>> undo, Supplier<CompletableFuture<?>> redo) {
        UndoHistory.Step step = new UndoHistory.Step(Words.of(verb, Titles.shortened(todo.title())), undo, redo);
        history.add(step);
        return step;
    }

    /** Marks each open todo as done, or, where all are done, each as open. */
    public void toggle(List<TodoItem> todos) {
        boolean areAllDone = todos.stream().allMatch(TodoItem::isCompleted);
        todos.stream().filter(todo -> todo.isCompleted() == areAllDone).forEach(this::toggle);
    }

    /** Marks an open todo as done, or a done one as open. */
    public void toggle(TodoItem todo) {
        Outcome.of(service.toggle(todo.id()), error -> {
            if (error == null) {
                Supplier<CompletableFuture<?>> again = () -> service.toggle(todo.id());
                var _ = note(todo.isCompleted() ? "step.open" : "step.tick", todo, again, again);
            } else {
                notices.failed(Words.of("notice.not-changed", Titles.shortened(todo.title())), error, null);
            }
        });
    }

    /** Removes todos and shows a notice that offers to restore them. */
    public void delete(List<TodoItem> todos) {
        // From the end, so that the places of those before stay what they are.
        List.copyOf(todos).reversed().forEach(this::delete);
    }

    /** Removes a todo and shows a notice that offers to restore it. */
    public void delete(TodoItem todo) {
        int index = Math.max(0, indexOf(todo.id()));
        String quoted = Titles.shortened(todo.title());
        Outcome.of(service.delete(todo.id()), error -> {
            if (error == null) {
                UndoHistory.Step step = note(
                        "step.delete", todo, () -> service.bringBack(todo, index), () -> service.delete(todo.id()));
                notices.inform(
                        Words.of("notice.deleted", quoted), new Action(Words.of("undo"), () -> history.undo(step)));
            } else {
                notices.failed(Words.of("notice.not-deleted", quoted), error, null);
            }
        });
    }

    /**
     * Moves todos together to another place within the shown ones, in the order that they have. It is one step to take back.
     *
     * @param gap 0 for the place before the first shown todo, 1 for the place after it, and so on
     */
    public void moveToGap(List<TodoItem> todos, int gap) {
        moves.toGap(todos, gap);
    }

    /** Moves todos together past the next shown one: up for -1, down for 1. At the edge they come together and go no further. */
    public void moveBy(List<TodoItem> todos, int step) {
        moves.by(todos, step);
    }

    /** Removes all todos that are done. */
    public void clearCompleted() {
        if (completedCount.get() > 0) {
            List<TodoItem> done =
                    service.todos().stream().filter(TodoItem::isCompleted).toList();
            List<Integer> places = done.stream().map(todo -> indexOf(todo.id())).toList();
            Outcome.of(service.clearCompleted(), error -> {
                if (error == null) {
                    history.add(new UndoHistory.Step(
                            Words.of("step.clear", done.size()),
                            () -> bringBack(done, places),
                            service::clearCompleted));
                } else {
                    notices.failed(Words.of("notice.not-cleared"), error, null);
                }
            });
        }
    }

    private CompletableFuture<?> bringBack(List<TodoItem> todos, List<Integer> places) {
        CompletableFuture<?>[] all = new CompletableFuture<?>[todos.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = service.bringBack(todos.get(i), places.get(i));
        }
        return CompletableFuture.allOf(all);
    }

    private void choose() {
        TodoFilter chosen = filter.get();
        TitleSearch searched = TitleSearch.of(search.get());
        visible.setPredicate(todo -> chosen.shows(todo) && searched.finds(todo));
        recount();
    }

    private void tellPending() {
        int count = service.changes().getValue().size();
        boolean isConnected = service.connectionState().getValue() instanceof ConnectionState.Connected;
        pending.set(count == 0 ? "" : Words.of(isConnected ? "pending.sent" : "pending.waits", count));
    }

    private int indexOf(UUID id) {
        for (int i = 0; i < service.todos().size(); i++) {
            if (service.todos().get(i).id().equals(id)) {
                return i;
            }
        }
        return -1;
    }

    private void recount() {
        int all = service.todos().size();
        int done = (int) service.todos().stream().filter(TodoItem::isCompleted).count();
        completedCount.set(done);
        count.set(!service.loaded().getValue() ? "" : Words.of("count", all - done, all));
        emptyReason.set(visible.isEmpty() ? whyEmpty(all) : null);
    }

    private EmptyReason whyEmpty(int all) {
        if (!service.loaded().getValue()) {
            if (service.freshness().getValue() == Freshness.FAILED) {
                return EmptyReason.FAILED;
            }
            return service.connectionState().getValue() instanceof ConnectionState.Connecting
                            || service.connectionState().getValue() instanceof ConnectionState.Connected
                    ? EmptyReason.LOADING
                    : EmptyReason.UNREACHABLE;
        }
        return all == 0
                ? EmptyReason.NO_TODOS
                : !TitleSearch.of(search.get()).isEmpty()
                        ? EmptyReason.NONE_FOUND
                        : filter.get() == TodoFilter.OPEN ? EmptyReason.NONE_OPEN : EmptyReason.NONE_DONE;
    }
}
