// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;

/** A list that forgets its oldest items and counts them. */
final class Bounded<T> {
    private final int limit;
    private final List<T> items = new ArrayList<>();
    private long forgotten;

    Bounded(int limit) {
        this.limit = limit;
    }

    /** As this one, with each item made anew. */
    Bounded<T> copy(UnaryOperator<T> item) {
        Bounded<T> copy = new Bounded<>(limit);
        items.forEach(each -> copy.items.add(item.apply(each)));
        copy.forgotten = forgotten;
        return copy;
    }

    void add(T item) {
        items.add(item);
        if (items.size() > limit) {
            items.removeFirst();
            forgotten++;
        }
    }

    void set(int index, T item) {
        items.set(index, item);
    }

    /** Oldest first; a view. */
    List<T> items() {
        return Collections.unmodifiableList(items);
    }

    /** Items ever added. */
    long total() {
        return items.size() + forgotten;
    }
}
