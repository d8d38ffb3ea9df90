// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.AbstractList;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.RandomAccess;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * An immutable list that makes a changed copy in time logarithmic in its size, since both share all but one path of a tree. Nulls are
 * allowed.
 *
 * <p>Safe for use by any thread, except for {@link #mapped}.
 *
 * @param <E> the type of the items
 */
public final class PersistentList<E> extends AbstractList<E> implements RandomAccess {
    private static final PersistentList<?> EMPTY = new PersistentList<>(ListNode.Leaf.EMPTY);

    private final ListNode root;

    private PersistentList(ListNode root) {
        this.root = root;
    }

    /** Returns the list without items. */
    @SuppressWarnings("unchecked") // It has no item that could have a wrong type.
    public static <E> PersistentList<E> empty() {
        return (PersistentList<E>) EMPTY;
    }

    /** Returns a list of these items, in time linear in their number. */
    public static <E> PersistentList<E> of(Collection<? extends E> items) {
        return items.isEmpty() ? empty() : new PersistentList<>(build(items.toArray()));
    }

    @Override
    public int size() {
        return root.size();
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // Only items of this type are put in, null if the type has it.
    public E get(int index) {
        requireIndex(index, size() - 1);
        return (E) root.get(index);
    }

    /** Returns a copy with another item at {@code index}. */
    public PersistentList<E> with(int index, E item) {
        requireIndex(index, size() - 1);
        return new PersistentList<>(root.with(index, item));
    }

    /** Returns a copy with {@code item} inserted before the one at {@code index}, or at the end if {@code index} is {@code size()}. */
    public PersistentList<E> plus(int index, E item) {
        requireIndex(index, size());
        ListNode[] halves = root.plus(index, item);
        return new PersistentList<>(halves.length == 1 ? halves[0] : new ListNode.Branch(halves));
    }

    /** Returns a copy without the item at {@code index}. */
    public PersistentList<E> minus(int index) {
        requireIndex(index, size() - 1);
        ListNode rest = root.minus(index);
        while (rest instanceof ListNode.Branch branch && branch.width() == 1) {
            rest = branch.child(0);
        }
        return rest == null || rest.size() == 0 ? empty() : new PersistentList<>(rest);
    }

    /**
     * Returns the list of the results of {@code mapping} for each item. Parts of the tree that were mapped before with the same
     * {@code key}, in this list or in one that shares them, are not mapped again.
     *
     * <p>The results are kept in the tree, so lists that share parts must be mapped by one thread at a time.
     *
     * @param key the identity of the mapping, compared by reference
     */
    public <T> PersistentList<T> mapped(Object key, Function<? super E, ? extends T> mapping) {
        return new PersistentList<>(root.mapped(key, mapping));
    }

    @Override
    public Iterator<E> iterator() {
        return new Leaves();
    }

    @Override
    public Object[] toArray() {
        Object[] all = new Object[size()];
        root.copyTo(all, 0);
        return all;
    }

    private static void requireIndex(int index, int max) {
        if (index < 0 || index > max) {
            throw new IndexOutOfBoundsException("expected an index of 0 to " + max + " but found " + index);
        }
    }

    private static ListNode build(@Nullable Object[] items) {
        List<ListNode> level = new ArrayList<>(items.length / ListNode.WIDTH + 1);
        for (int from = 0; from < items.length; from += ListNode.WIDTH) {
            level.add(new ListNode.Leaf(
                    Arrays.copyOfRange(items, from, Math.min(items.length, from + ListNode.WIDTH), Object[].class)));
        }
        while (level.size() > 1) {
            List<ListNode> above = new ArrayList<>(level.size() / ListNode.WIDTH + 1);
            for (int from = 0; from < level.size(); from += ListNode.WIDTH) {
                above.add(new ListNode.Branch(level.subList(from, Math.min(level.size(), from + ListNode.WIDTH))
                        .toArray(ListNode[]::new)));
            }
            level = above;
        }
        return level.get(0);
    }

    /** An iterator that goes from leaf to leaf, so that a pass over all items takes linear time. */
    private final class Leaves implements Iterator<E> {
        private ListNode.Leaf leaf = ListNode.Leaf.EMPTY;
        private int inLeaf;
        private int next;

        @Override
        public boolean hasNext() {
            return next < root.size();
        }

        @Override
        @SuppressWarnings({"unchecked", "NullAway"}) // Only items of this type are put in, null if the type has it.
        public E next() {
            if (!hasNext()) {
                throw new java.util.NoSuchElementException("the list has " + root.size() + " items");
            }
            if (inLeaf == leaf.size()) {
                leaf = root.leafAt(next);
                inLeaf = 0;
            }
            next++;
            return (E) leaf.get(inLeaf++);
        }
    }
}
