// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The content of a list at one time, with the ids of its items. Immutable; made on any thread.
 *
 * @param keyed true if every item has an id of its own; otherwise items can only be compared in place
 */
public record ListContent<T>(List<T> items, List<@Nullable Object> ids, boolean keyed) {

    /** Nothing. */
    public static <T> ListContent<T> empty() {
        return new ListContent<>(List.of(), List.of(), true);
    }

    /** Items with an id each, which are known to be of one item alone. */
    public static <T> ListContent<T> keyed(List<T> items, List<Object> ids) {
        return new ListContent<>(items, List.<@Nullable Object>copyOf(ids), true);
    }

    /** A copy of {@code items} with the id of each. */
    public static <T> ListContent<T> of(List<? extends T> items, Function<? super T, ?> id) {
        List<T> copy = new ArrayList<>(items);
        List<@Nullable Object> ids = new ArrayList<>(copy.size());
        Set<Object> seen = HashSet.newHashSet(copy.size());
        boolean keyed = true;
        for (T item : copy) {
            Object itemId = item == null ? null : id.apply(item);
            ids.add(itemId);
            keyed = keyed && itemId != null && seen.add(itemId);
        }
        return new ListContent<>(Collections.unmodifiableList(copy), Collections.unmodifiableList(ids), keyed);
    }

    /**
     * A copy of {@code items} with the id of each, which are known already where the items are those of {@code before}. A newer state mostly has the same objects,
     * so that ids are asked for and compared only where the two differ.
     */
    @SuppressWarnings("ReferenceEquality")
    public static <T> ListContent<T> after(ListContent<T> before, List<? extends T> items, Function<? super T, ?> id) {
        List<T> copy = new ArrayList<>(items);
        int head = 0;
        int shorter = Math.min(before.size(), copy.size());
        while (head < shorter && before.items.get(head) == copy.get(head)) {
            head++;
        }
        int tail = 0;
        while (tail < shorter - head
                && before.items.get(before.size() - 1 - tail) == copy.get(copy.size() - 1 - tail)) {
            tail++;
        }
        if (!before.keyed || head + tail == 0) {
            return of(copy, id);
        }
        List<@Nullable Object> ids = new ArrayList<>(before.ids);
        List<@Nullable Object> old = ids.subList(head, ids.size() - tail);
        Set<@Nullable Object> fresh = new HashSet<>();
        List<@Nullable Object> found = new ArrayList<>();
        boolean keyed = true;
        for (T item : copy.subList(head, copy.size() - tail)) {
            Object itemId = item == null ? null : id.apply(item);
            found.add(itemId);
            keyed = keyed && itemId != null && fresh.add(itemId);
        }
        old.forEach(fresh::remove);
        old.clear();
        // What was unique stays so, unless an id that is new here is one of the items on both sides.
        keyed = keyed && (fresh.isEmpty() || ids.stream().noneMatch(fresh::contains));
        ids.addAll(head, found);
        return new ListContent<>(Collections.unmodifiableList(copy), Collections.unmodifiableList(ids), keyed);
    }

    int size() {
        return items.size();
    }

    /** Returns a part of this, as a view. */
    ListContent<T> part(int from, int to) {
        return new ListContent<>(items.subList(from, to), ids.subList(from, to), keyed);
    }
}
