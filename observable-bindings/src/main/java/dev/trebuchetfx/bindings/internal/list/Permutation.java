// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.list;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Items that change places.
 *
 * @param from first position that is concerned
 * @param target for each position from there on, where its item goes, counted from the beginning of the list; owned by this
 *     value and never changed
 */
@SuppressWarnings("ArrayRecordComponent")
public record Permutation(int from, int[] target) {

    /** After the last position that is concerned. */
    public int to() {
        return from + target.length;
    }

    /** The same, naming each of {@code size} positions. */
    public Permutation over(int size) {
        int[] all = new int[size];
        Arrays.setAll(all, i -> i < from || i >= to() ? i : target[i - from]);
        return new Permutation(0, all);
    }

    /** The same, so many positions further on. */
    Permutation shifted(int offset) {
        return new Permutation(
                from + offset,
                Arrays.stream(target).map(place -> place + offset).toArray());
    }

    /** {@code items} with each item in its new place. */
    public <T> List<T> applyTo(List<T> items) {
        List<T> result = new ArrayList<>(items);
        for (int i = 0; i < target.length; i++) {
            result.set(target[i], items.get(from + i));
        }
        return result;
    }
}
