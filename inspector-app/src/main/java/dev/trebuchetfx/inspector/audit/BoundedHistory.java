// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** A history that keeps the newest items up to a limit, and counts the older ones that it has dropped. Not safe for use by several threads while it changes. */
public final class BoundedHistory<T> {
    private final int limit;
    private final Deque<T> items = new ArrayDeque<>();
    private long forgotten;

    public BoundedHistory(int limit) {
        this.limit = limit;
    }

    /** Returns a history with the same limit and counts, and {@code copyOf} applied to each item. */
    public BoundedHistory<T> copy(UnaryOperator<T> copyOf) {
        BoundedHistory<T> copy = new BoundedHistory<>(limit);
        items.forEach(item -> copy.items.addLast(copyOf.apply(item)));
        copy.forgotten = forgotten;
        return copy;
    }

    /** Adds the newest item. If there are more than the limit, the oldest is dropped. */
    public void add(T item) {
        items.addLast(item);
        if (items.size() > limit) {
            items.removeFirst();
            forgotten++;
        }
    }

    void remove(T item) {
        items.removeLastOccurrence(item);
    }

    /** Returns the newest item, or null if there is none. */
    public @Nullable T last() {
        return items.peekLast();
    }

    /** Returns a read-only view of the items that are kept, the oldest first. */
    public Collection<T> items() {
        return Collections.unmodifiableCollection(items);
    }

    /** Returns a read-only view of the items that are kept, the newest first. */
    public Collection<T> newestFirst() {
        return Collections.unmodifiableCollection(items.reversed());
    }

    /** Returns the number of items that were dropped because newer ones came. */
    long forgotten() {
        return forgotten;
    }

    /** Returns the number of items that are kept and of those that were dropped. */
    public long total() {
        return items.size() + forgotten;
    }
}
