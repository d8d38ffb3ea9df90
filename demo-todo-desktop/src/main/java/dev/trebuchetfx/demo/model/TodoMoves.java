// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.demo.text.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Moves of one todo or of several to another place among those that are shown. Confined to the FX thread. */
final class TodoMoves {
    private final TodoService service;
    private final List<TodoItem> visible;
    private final Notices notices;
    private final UndoHistory history;

    /** @param visible the todos that are shown, in the order of {@code service} */
    TodoMoves(TodoService service, List<TodoItem> visible, Notices notices, UndoHistory history) {
        this.service = service;
        this.visible = visible;
        this.notices = notices;
        this.history = history;
    }

    /** Moves todos together into a gap among the shown ones, in the order that they have. Those that are not shown any more are left out. */
    void toGap(List<TodoItem> todos, int gap) {
        Set<UUID> ids = idsOf(todos);
        List<TodoItem> moved =
                visible.stream().filter(todo -> ids.contains(todo.id())).toList();
        if (moved.isEmpty() || looksTheSame(moved, ids, gap)) {
            return;
        }
        List<UUID> order = service.todos().stream().map(TodoItem::id).toList();
        List<UUID> movedIds = moved.stream().map(TodoItem::id).toList();
        Function<UUID, TodoItem> todoOf = moved.stream().collect(Collectors.toMap(TodoItem::id, each -> each))::get;
        List<ManyAsOne.Change> changes = MovePlan.of(order, movedIds, anchor(order, ids, gap)).stream()
                .map(move -> new ManyAsOne.Change(
                        todoOf.apply(move.id()),
                        () -> service.move(move.id(), move.to()),
                        () -> service.move(move.id(), move.from())))
                .toList();
        ManyAsOne.make(
                changes,
                history,
                // Some of them may have had to be moved only in relation to the others.
                made -> Words.of("step.move", Titles.named(made.size() == changes.size() ? moved : made)),
                error -> notices.failed(Words.of("notice.not-moved", Titles.named(moved)), error, null));
    }

    /** Moves todos together past the next shown one: up for -1, down for 1. At the edge they only come together. */
    void by(List<TodoItem> todos, int step) {
        Set<UUID> ids = idsOf(todos);
        int first = -1;
        int last = -1;
        for (int i = 0; i < visible.size(); i++) {
            if (ids.contains(visible.get(i).id())) {
                first = first < 0 ? i : first;
                last = i;
            }
        }
        if (first >= 0) {
            toGap(todos, step > 0 ? Math.min(last + 2, visible.size()) : Math.max(first - 1, 0));
        }
    }

    private static Set<UUID> idsOf(List<TodoItem> todos) {
        return todos.stream().map(TodoItem::id).collect(Collectors.toSet());
    }

    /** Returns whether the shown todos would stand as they do, so that it would be no move to a person. */
    private boolean looksTheSame(List<TodoItem> moved, Set<UUID> ids, int gap) {
        List<TodoItem> after = new ArrayList<>(visible);
        after.removeIf(todo -> ids.contains(todo.id()));
        int before = (int) visible.stream()
                .limit(Math.max(gap, 0))
                .filter(todo -> !ids.contains(todo.id()))
                .count();
        after.addAll(before, moved);
        return after.equals(visible);
    }

    /** Returns the id of the first todo behind the gap that stays; null for the end. */
    private @Nullable UUID anchor(List<UUID> order, Set<UUID> moved, int gap) {
        for (int i = Math.max(gap, 0); i < visible.size(); i++) {
            if (!moved.contains(visible.get(i).id())) {
                return visible.get(i).id();
            }
        }
        // Behind the last shown, and before those behind it that are not shown.
        int last = order.indexOf(visible.getLast().id());
        return order.stream()
                .skip(last + 1L)
                .filter(id -> !moved.contains(id))
                .findFirst()
                .orElse(null);
    }
}
