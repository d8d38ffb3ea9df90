// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

/**
 * A row of places, some with an item: says which index an item has among those that are there now. Each question and change costs
 * the logarithm of the row's length (a Fenwick tree).
 */
final class OccupiedSlots {
    private final int[] sums;

    OccupiedSlots(int slots) {
        this.sums = new int[slots + 1];
    }

    /** How many items are before this slot. */
    int before(int slot) {
        int count = 0;
        for (int i = slot; i > 0; i -= i & -i) {
            count += sums[i];
        }
        return count;
    }

    /** An item is put in. */
    void occupy(int slot) {
        change(slot, 1);
    }

    /** The item is taken away. */
    void vacate(int slot) {
        change(slot, -1);
    }

    private void change(int slot, int by) {
        for (int i = slot + 1; i < sums.length; i += i & -i) {
            sums[i] += by;
        }
    }
}
