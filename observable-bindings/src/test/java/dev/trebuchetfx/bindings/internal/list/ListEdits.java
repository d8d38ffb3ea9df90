// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.ArrayList;
import java.util.List;
import javafx.collections.ListChangeListener.Change;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Lists of items with ids for the properties of edits, and a listener that believes nothing but changes. */
final class ListEdits {
    private ListEdits() {}

    /** An item whose id stays while its text changes. */
    record Item(int id, int text) {}

    /** Up to {@code most} items with different ids, in any order, so that two such lists share many. */
    static Arbitrary<List<Item>> lists(int most) {
        Arbitrary<Item> items = Combinators.combine(
                        Arbitraries.integers().between(0, most * 3 / 2),
                        Arbitraries.integers().between(0, 2))
                .as(Item::new);
        return items.list().ofMaxSize(most).uniqueElements(Item::id);
    }

    static ListContent<Item> content(List<Item> items) {
        return ListContent.of(items, Item::id);
    }

    /** Does to {@code copy} what {@code change} says, and reads the list itself only where a change says that it added. */
    static <T> void replay(Change<? extends T> change, List<T> copy) {
        while (change.next()) {
            if (change.wasPermutated()) {
                List<T> before = new ArrayList<>(copy);
                for (int i = change.getFrom(); i < change.getTo(); i++) {
                    copy.set(change.getPermutation(i), before.get(i));
                }
            } else {
                List<T> gone = copy.subList(change.getFrom(), change.getFrom() + change.getRemovedSize());
                if (!gone.equals(change.getRemoved())) {
                    throw new AssertionError(
                            "Expected " + gone + " to be removed but was told of " + change.getRemoved());
                }
                gone.clear();
                copy.addAll(change.getFrom(), change.getAddedSubList());
            }
        }
    }
}
