// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

/**
 * A row of slots, some with an item, that counts the items before a slot. It is a Fenwick tree: each query and change takes time
 * logarithmic in the length of the row.
 */
final class OccupiedSlots {
    private final int[] sums;

    OccupiedSlots(int slots) {
        this.sums = new int[slots + 1];
    }

    /** Returns the number of items before a slot. */
    int before(int slot) {
        int count = 0;
        for (int i = slot; i > 0; i -= i & -i) {
            count += sums[i];
        }
        return count;
    }

    /** Puts an item into a slot, which must be empty. */
    void occupy(int slot) {
        change(slot, 1);
    }

    /** Takes the item out of a slot, which must have one. */
    void vacate(int slot) {
        change(slot, -1);
    }

    private void change(int slot, int by) {
        for (int i = slot + 1; i < sums.length; i += i & -i) {
            sums[i] += by;
        }
    }
}
