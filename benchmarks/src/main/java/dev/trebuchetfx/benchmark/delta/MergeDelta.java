// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delta as applications write it by hand, for comparison. It holds new and changed items: a changed item replaces the one with the
 * same id, a new one is added at the end. It can't express that items were removed or moved.
 *
 * @param changed the new and changed items
 * @param pendingCount the new count; null if it did not change
 */
record MergeDelta(List<ListItem> changed, @Nullable Integer pendingCount) {

    /** Returns the delta between two states, or null if it can't express their difference, so that the full state has to travel. */
    static @Nullable MergeDelta between(ListState before, ListState after) {
        Map<String, ListItem> known = new HashMap<>();
        before.todos().forEach(todo -> known.put(todo.id(), todo));
        List<ListItem> changed = after.todos().stream()
                .filter(todo -> !todo.equals(known.get(todo.id())))
                .toList();
        MergeDelta delta =
                new MergeDelta(changed, before.pendingCount() == after.pendingCount() ? null : after.pendingCount());
        return delta.applyTo(before).equals(after) ? delta : null;
    }

    ListState applyTo(ListState before) {
        List<ListItem> todos = new ArrayList<>(before.todos());
        Map<String, Integer> places = new HashMap<>();
        for (int i = 0; i < todos.size(); i++) {
            places.put(todos.get(i).id(), i);
        }
        for (ListItem todo : changed) {
            Integer place = places.get(todo.id());
            if (place == null) {
                todos.add(todo);
            } else {
                todos.set(place, todo);
            }
        }
        return new ListState(todos, pendingCount == null ? before.pendingCount() : pendingCount);
    }
}
