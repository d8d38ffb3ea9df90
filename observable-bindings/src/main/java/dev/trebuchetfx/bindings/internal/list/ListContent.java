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

    int size() {
        return items.size();
    }
}
