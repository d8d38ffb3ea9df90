// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.json;

import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A node in the tree of a {@link PersistentList}. All leaves have the same depth, and each branch knows the sizes of its children. */
abstract sealed class ListNode {
    /** The most items of a leaf and the most children of a branch. */
    static final int WIDTH = 32;

    // Only the thread that maps the list may use these two; see PersistentList#mapped.
    private @Nullable Object mappingKey;
    private @Nullable ListNode mapped;

    abstract int size();

    abstract @Nullable Object get(int index);

    abstract Leaf leafAt(int index);

    abstract ListNode with(int index, @Nullable Object item);

    /** Returns one or two nodes of the same depth, with {@code item} inserted at {@code index}. */
    abstract ListNode[] plus(int index, @Nullable Object item);

    /** Returns a node without the item at {@code index}; null if no item is left. */
    abstract @Nullable ListNode minus(int index);

    abstract void copyTo(@Nullable Object[] target, int at);

    abstract <E, T> ListNode mapEach(Object key, Function<? super E, ? extends T> mapping);

    /** Returns the number of items of a leaf, or of children of a branch. */
    abstract int width();

    /** Returns a node with the items or children of both, which must be at most {@link #WIDTH} together. */
    abstract ListNode joined(ListNode right);

    final <E, T> ListNode mapped(Object key, Function<? super E, ? extends T> mapping) {
        ListNode known = mapped;
        if (known != null && mappingKey == key) {
            return known;
        }
        ListNode fresh = this.<E, T>mapEach(key, mapping);
        mappingKey = key;
        mapped = fresh;
        return fresh;
    }

    @SuppressWarnings("NullAway") // Null is an item like any other.
    private static <A> A[] inserted(A[] array, int index, @Nullable A item) {
        A[] longer = Arrays.copyOf(array, array.length + 1);
        System.arraycopy(array, index, longer, index + 1, array.length - index);
        longer[index] = item;
        return longer;
    }

    private static <A> A[] without(A[] array, int index) {
        A[] shorter = Arrays.copyOf(array, array.length - 1);
        System.arraycopy(array, index + 1, shorter, index, shorter.length - index);
        return shorter;
    }

    private static <A> A[] concatenated(A[] left, A[] right) {
        A[] all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }

    /** A node with items. */
    static final class Leaf extends ListNode {
        static final Leaf EMPTY = new Leaf(new Object[0]);

        private final @Nullable Object[] items;

        Leaf(@Nullable Object[] items) {
            this.items = items;
        }

        @Override
        int size() {
            return items.length;
        }

        @Override
        int width() {
            return items.length;
        }

        @Override
        @Nullable
        Object get(int index) {
            return items[index];
        }

        @Override
        Leaf leafAt(int index) {
            return this;
        }

        @Override
        ListNode with(int index, @Nullable Object item) {
            @Nullable Object[] copy = items.clone();
            copy[index] = item;
            return new Leaf(copy);
        }

        @Override
        ListNode[] plus(int index, @Nullable Object item) {
            @Nullable Object[] longer = inserted(items, index, item);
            if (longer.length <= WIDTH) {
                return new ListNode[] {new Leaf(longer)};
            }
            // Lists grow at their end most often, so a full leaf there stays whole.
            int left = index == items.length ? WIDTH : longer.length / 2;
            return new ListNode[] {
                new Leaf(Arrays.copyOf(longer, left)), new Leaf(Arrays.copyOfRange(longer, left, longer.length))
            };
        }

        @Override
        @Nullable
        ListNode minus(int index) {
            return items.length == 1 ? null : new Leaf(without(items, index));
        }

        @Override
        ListNode joined(ListNode right) {
            return new Leaf(concatenated(items, ((Leaf) right).items));
        }

        @Override
        void copyTo(@Nullable Object[] target, int at) {
            System.arraycopy(items, 0, target, at, items.length);
        }

        @Override
        @SuppressWarnings("unchecked") // The list accepts items of its own type only.
        <E, T> ListNode mapEach(Object key, Function<? super E, ? extends T> mapping) {
            @Nullable Object[] results = new Object[items.length];
            for (int i = 0; i < items.length; i++) {
                results[i] = mapping.apply((E) items[i]);
            }
            return new Leaf(results);
        }
    }

    /** A node with children. */
    static final class Branch extends ListNode {
        private final ListNode[] children;
        /** The number of items up to the end of each child. */
        private final int[] ends;

        Branch(ListNode[] children) {
            this.children = children;
            this.ends = new int[children.length];
            int end = 0;
            for (int i = 0; i < children.length; i++) {
                end = Math.addExact(end, children[i].size());
                ends[i] = end;
            }
        }

        ListNode child(int index) {
            return children[index];
        }

        @Override
        int size() {
            return ends[ends.length - 1];
        }

        @Override
        int width() {
            return children.length;
        }

        @Override
        @Nullable
        Object get(int index) {
            int child = childOf(index);
            return children[child].get(index - start(child));
        }

        @Override
        Leaf leafAt(int index) {
            int child = childOf(index);
            return children[child].leafAt(index - start(child));
        }

        @Override
        ListNode with(int index, @Nullable Object item) {
            int child = childOf(index);
            return replaced(child, children[child].with(index - start(child), item));
        }

        @Override
        ListNode[] plus(int index, @Nullable Object item) {
            int child = Math.min(childOf(index), children.length - 1);
            ListNode[] halves = children[child].plus(index - start(child), item);
            if (halves.length == 1) {
                return new ListNode[] {replaced(child, halves[0])};
            }
            ListNode[] more = inserted(children, child + 1, halves[1]);
            more[child] = halves[0];
            if (more.length <= WIDTH) {
                return new ListNode[] {new Branch(more)};
            }
            int left = child == children.length - 1 ? WIDTH : more.length / 2;
            return new ListNode[] {
                new Branch(Arrays.copyOf(more, left)), new Branch(Arrays.copyOfRange(more, left, more.length))
            };
        }

        @Override
        @Nullable
        ListNode minus(int index) {
            int child = childOf(index);
            ListNode rest = children[child].minus(index - start(child));
            if (rest == null) {
                return children.length == 1 ? null : new Branch(without(children, child));
            }
            int neighbour = child == 0 ? 1 : child - 1;
            // Small neighbours are joined, since many removals would otherwise leave nearly empty leaves.
            if (neighbour < children.length && rest.width() + children[neighbour].width() <= WIDTH / 2) {
                ListNode joined = child == 0 ? rest.joined(children[1]) : children[neighbour].joined(rest);
                ListNode[] fewer = without(children, child);
                fewer[Math.min(child, neighbour)] = joined;
                return new Branch(fewer);
            }
            return replaced(child, rest);
        }

        @Override
        ListNode joined(ListNode right) {
            return new Branch(concatenated(children, ((Branch) right).children));
        }

        @Override
        void copyTo(@Nullable Object[] target, int at) {
            for (int i = 0; i < children.length; i++) {
                children[i].copyTo(target, at + start(i));
            }
        }

        @Override
        <E, T> ListNode mapEach(Object key, Function<? super E, ? extends T> mapping) {
            ListNode[] results = new ListNode[children.length];
            for (int i = 0; i < children.length; i++) {
                results[i] = children[i].<E, T>mapped(key, mapping);
            }
            return new Branch(results);
        }

        private Branch replaced(int child, ListNode by) {
            ListNode[] copy = children.clone();
            copy[child] = by;
            return new Branch(copy);
        }

        private int start(int child) {
            return child == 0 ? 0 : ends[child - 1];
        }

        private int childOf(int index) {
            int found = Arrays.binarySearch(ends, index);
            return found >= 0 ? found + 1 : -found - 1;
        }
    }
}
