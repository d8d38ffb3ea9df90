// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A delta as applications write it by hand, to be compared with: items that are new or changed replace those of the same id or come last, as
 * do the fields that changed. It has no words for what was removed or put elsewhere.
 *
 * @param pendingCount null where it is as it was
 */
record MergeDelta(List<ListItem> changed, @Nullable Integer pendingCount) {

    /** What changed; null where this can't express it, so that the whole state travels, as it does at the peer that this is modelled on. */
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
