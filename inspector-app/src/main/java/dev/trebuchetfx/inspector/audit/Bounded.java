// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The newest of many. */
final class Bounded<T> {
    private final int limit;
    private final Deque<T> items = new ArrayDeque<>();
    private long forgotten;

    Bounded(int limit) {
        this.limit = limit;
    }

    void add(T item) {
        items.addLast(item);
        if (items.size() > limit) {
            items.removeFirst();
            forgotten++;
        }
    }

    void remove(T item) {
        items.removeLastOccurrence(item);
    }

    @Nullable
    T last() {
        return items.peekLast();
    }

    /** Oldest first; a view. */
    Collection<T> items() {
        return Collections.unmodifiableCollection(items);
    }

    long forgotten() {
        return forgotten;
    }
}
