// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds the smallest change between two contents by the ids of their items. Linear in their sizes; any thread.
 *
 * <p>An id that is gone is removed, a new one inserted, an item that stays but is not equal is set. Items that stay but in
 * another order are permuted among the places that they have; a permutation is one change however many items move, so that
 * there is nothing to choose and no longest increasing subsequence to look for. Without an id for each item, the part between
 * the common beginning and end is replaced.
 */
public final class ListDiff<T> {
    private static final int GONE = -1;

    /** Lists of up to this size are compared as wholes. */
    private static final int LARGE = 256;

    /** The most items between the same beginning and the same end for which they alone are looked at. Their steps are few enough to be done one by one. */
    private static final int SMALL = StepPlan.MOST_SETS;

    private final ListContent<T> before;
    private final ListContent<T> after;
    /** For each position before, its item's position after. */
    private final int[] newPosition;
    /** For each position after, its item's position before. */
    private final int[] oldPosition;

    private ListDiff(ListContent<T> before, ListContent<T> after) {
        this.before = before;
        this.after = after;
        this.newPosition = new int[before.size()];
        this.oldPosition = new int[after.size()];
    }

    /** Returns the edit that makes {@code after} of {@code before}. */
    public static <T> ListEdit<T> between(ListContent<T> before, ListContent<T> after) {
        if (before.keyed() && after.keyed() && Math.min(before.size(), after.size()) > LARGE) {
            int head = commonHead(before.items(), after.items());
            int tail = commonTail(before.items(), after.items(), head);
            ListContent<T> middle = before.part(head, before.size() - tail);
            ListContent<T> newMiddle = after.part(head, after.size() - tail);
            if (middle.size() <= SMALL && newMiddle.size() <= SMALL) {
                return between(middle, newMiddle, false).within(after, head, before.size());
            }
        }
        return between(before, after, true);
    }

    @SuppressWarnings("ReferenceEquality") // The same objects need no comparing; equal ones are met by the diff.
    private static int commonHead(List<?> before, List<?> after) {
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && before.get(head) == after.get(head)) {
            head++;
        }
        return head;
    }

    @SuppressWarnings("ReferenceEquality")
    private static int commonTail(List<?> before, List<?> after, int head) {
        int shorter = Math.min(before.size(), after.size()) - head;
        int tail = 0;
        while (tail < shorter && fromEnd(before, tail) == fromEnd(after, tail)) {
            tail++;
        }
        return tail;
    }

    private static <T> ListEdit<T> between(ListContent<T> before, ListContent<T> after, boolean isWhole) {
        ListDiff<T> diff = new ListDiff<>(before, after);
        if (before.keyed() && after.keyed()) {
            diff.matchIds();
        } else {
            diff.matchEnds();
        }
        return diff.edit(isWhole);
    }

    private void matchIds() {
        Arrays.fill(newPosition, GONE);
        Arrays.fill(oldPosition, GONE);
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter
                && Objects.equals(before.ids().get(head), after.ids().get(head))) {
            match(head, head);
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && Objects.equals(fromEnd(before.ids(), tail), fromEnd(after.ids(), tail))) {
            match(before.size() - 1 - tail, after.size() - 1 - tail);
            tail++;
        }
        Map<@Nullable Object, Integer> positions = HashMap.newHashMap(after.size() - head - tail);
        for (int i = head; i < after.size() - tail; i++) {
            positions.put(after.ids().get(i), i);
        }
        for (int i = head; i < before.size() - tail; i++) {
            Integer position = positions.get(before.ids().get(i));
            if (position != null) {
                match(i, position);
            }
        }
    }

    private void matchEnds() {
        Arrays.fill(newPosition, GONE);
        Arrays.fill(oldPosition, GONE);
        int shorter = Math.min(before.size(), after.size());
        int head = 0;
        while (head < shorter && same(before.items().get(head), after.items().get(head))) {
            match(head, head);
            head++;
        }
        int tail = 0;
        while (tail < shorter - head && same(fromEnd(before.items(), tail), fromEnd(after.items(), tail))) {
            match(before.size() - 1 - tail, after.size() - 1 - tail);
            tail++;
        }
    }

    private void match(int positionBefore, int positionAfter) {
        newPosition[positionBefore] = positionAfter;
        oldPosition[positionAfter] = positionBefore;
    }

    private ListEdit<T> edit(boolean isWhole) {
        Permutation permutation = permutation();
        List<T> permuted = permutation == null ? before.items() : permutation.applyTo(before.items());
        EditBuilder<T> builder = new EditBuilder<>(before.items(), permutation, permuted, after, isWhole);
        int i = 0;
        int j = 0;
        // What is gone keeps its place in the permutation, and what stays is now in its final order.
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && newPosition[i] == GONE) {
                builder.remove(i++, j);
            } else if (oldPosition[j] == GONE) {
                builder.insert(j++);
            } else if (same(permuted.get(i), after.items().get(j))) {
                builder.keep(i);
                i++;
                j++;
            } else {
                builder.set(i++, j++);
            }
        }
        return builder.build();
    }

    /** Returns the permutation that puts the items that stay into their new order, or null where they are in order. */
    private @Nullable Permutation permutation() {
        int[] target = new int[before.size()];
        int first = before.size();
        int last = -1;
        int place = 0;
        for (int j = 0; j < after.size(); j++) {
            if (oldPosition[j] != GONE) {
                while (newPosition[place] == GONE) {
                    target[place] = place;
                    place++;
                }
                int from = oldPosition[j];
                target[from] = place;
                if (from != place) {
                    first = Math.min(first, Math.min(from, place));
                    last = Math.max(last, Math.max(from, place));
                }
                place++;
            }
        }
        for (int i = place; i < target.length; i++) {
            target[i] = i;
        }
        return last < 0 ? null : new Permutation(first, Arrays.copyOfRange(target, first, last + 1));
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return a == b || (a != null && a.equals(b));
    }

    private static <E> E fromEnd(List<E> list, int distance) {
        return list.get(list.size() - 1 - distance);
    }
}
