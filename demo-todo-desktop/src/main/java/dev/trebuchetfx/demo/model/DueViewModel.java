// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.demo.text.Words;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The view model of the due dates. Confined to the FX thread. */
public final class DueViewModel {
    private final TodoService service;
    private final Notices notices;
    private final UndoHistory history;
    private final InstantSource clock;
    private final ZoneId zone;
    private final ReadOnlyObjectWrapper<LocalDate> today;

    DueViewModel(TodoService service, Notices notices, UndoHistory history, InstantSource clock, ZoneId zone) {
        this.service = service;
        this.notices = notices;
        this.history = history;
        this.clock = clock;
        this.zone = zone;
        today = new ReadOnlyObjectWrapper<>(dateNow());
    }

    /** Returns the property of today's date, by which a due date is read. It changes soon after midnight. */
    public ReadOnlyObjectProperty<LocalDate> todayProperty() {
        return today.getReadOnlyProperty();
    }

    /** Returns the due date of a todo as it is read today; null if it has none. */
    public @Nullable DueDate of(TodoItem todo) {
        return DueDate.of(todo, today.get());
    }

    /**
     * Sets the due date of todos, or takes it away, in one step. Those that have gone meanwhile are left out.
     *
     * @param day the due date; null for none
     */
    public void set(List<TodoItem> todos, @Nullable LocalDate day) {
        Set<UUID> ids = todos.stream().map(TodoItem::id).collect(Collectors.toSet());
        // As they are now, so that undo brings back what was there last.
        List<ManyAsOne.Change> changes = service.todos().stream()
                .filter(todo -> ids.contains(todo.id()) && !Objects.equals(todo.dueDate(), day))
                .map(todo -> new ManyAsOne.Change(
                        todo,
                        () -> service.setDueDate(todo.id(), day),
                        () -> service.setDueDate(todo.id(), todo.dueDate())))
                .toList();
        if (!changes.isEmpty()) {
            ManyAsOne.make(
                    changes,
                    history,
                    made -> Words.of("step.due", Titles.named(made)),
                    error -> notices.failed(Words.of("notice.due-not-set", Titles.named(todos)), error, null));
        }
    }

    /** Looks at the clock. */
    void tick() {
        today.set(dateNow());
    }

    private LocalDate dateNow() {
        return LocalDate.ofInstant(clock.instant(), zone);
    }
}
