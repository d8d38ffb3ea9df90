// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeType;

/** The changes from an old list to a new one whose items have keys. */
final class KeyedList {
    /** The new index of each old item, or -1 for an item that was removed. */
    private final int[] newIndex;
    /** The old index of each new item, or -1 for an item that was added. */
    private final int[] oldIndex;

    private KeyedList(int[] newIndex, int[] oldIndex) {
        this.newIndex = newIndex;
        this.oldIndex = oldIndex;
    }

    /** A receiver of the steps from the old list to the new one, in an order in which they can be applied. */
    interface Steps {
        void removed(int index);

        void added(int index, int newItem);

        void moved(int from, int to);
    }

    /**
     * Matches the items of two lists.
     *
     * @return the match; null if an item has no key, or two items of one list have the same
     */
    static @Nullable KeyedList match(JsonNode old, JsonNode fresh, KeyFunction key) {
        Map<ItemKey, Integer> positions = HashMap.newHashMap(fresh.size());
        int i = 0;
        for (JsonNode item : fresh) {
            ItemKey its = ItemKey.of(key.of(item));
            if (its == null || positions.put(its, i++) != null) {
                return null;
            }
        }
        int[] newIndex = new int[old.size()];
        int[] oldIndex = new int[fresh.size()];
        Arrays.fill(oldIndex, -1);
        int o = 0;
        Map<ItemKey, Boolean> gone = new HashMap<>();
        for (JsonNode item : old) {
            ItemKey its = ItemKey.of(key.of(item));
            if (its == null) {
                return null;
            }
            Integer position = positions.get(its);
            if (position == null ? gone.put(its, true) != null : oldIndex[position] >= 0) {
                return null;
            }
            newIndex[o] = position == null ? -1 : position;
            if (position != null) {
                oldIndex[position] = o;
            }
            o++;
        }
        return new KeyedList(newIndex, oldIndex);
    }

    /** Returns the index that a new item had in the old list, or -1 if it was added. */
    int oldIndex(int newItem) {
        return oldIndex[newItem];
    }

    /**
     * Passes on the steps: removals, additions and moves. The items of a longest increasing subsequence stay, and every other item that is
     * in both lists is moved once, from its old slot to a slot between those that stay.
     */
    void tell(Steps steps) {
        boolean[] stays = LongestRun.of(newIndex);
        int[] slotOfOld = new int[newIndex.length];
        int[] slotOfNew = new int[oldIndex.length];
        int slots = 0;
        int told = 0;
        for (int n = 0; n < oldIndex.length; n++) {
            int from = oldIndex[n];
            if (from >= 0 && stays[from]) {
                while (told <= from) {
                    slotOfOld[told++] = slots++;
                }
            } else {
                slotOfNew[n] = slots++;
            }
        }
        while (told < newIndex.length) {
            slotOfOld[told++] = slots++;
        }
        OccupiedSlots row = new OccupiedSlots(slots);
        for (int slot : slotOfOld) {
            row.occupy(slot);
        }
        for (int o = newIndex.length - 1; o >= 0; o--) {
            if (newIndex[o] < 0) {
                steps.removed(row.before(slotOfOld[o]));
                row.vacate(slotOfOld[o]);
            }
        }
        for (int n = 0; n < oldIndex.length; n++) {
            int from = oldIndex[n];
            if (from < 0) {
                steps.added(row.before(slotOfNew[n]), n);
                row.occupy(slotOfNew[n]);
            } else if (!stays[from]) {
                int index = row.before(slotOfOld[from]);
                row.vacate(slotOfOld[from]);
                int to = row.before(slotOfNew[n]);
                row.occupy(slotOfNew[n]);
                if (index != to) {
                    steps.moved(index, to);
                }
            }
        }
    }

    /**
     * The key of an item. It is comparable, so that a map finds it in logarithmic time even among keys of one hash, which a peer can
     * choose; JSON values are not.
     *
     * @param type the type of the JSON value
     * @param text the value as text
     */
    private record ItemKey(JsonNodeType type, String text) implements Comparable<ItemKey> {
        static @Nullable ItemKey of(@Nullable JsonNode key) {
            return key == null
                    ? null
                    : new ItemKey(key.getNodeType(), key.isContainer() ? key.toString() : key.asString());
        }

        @Override
        public int compareTo(ItemKey other) {
            int byText = text.compareTo(other.text);
            return byText == 0 ? type.compareTo(other.type) : byText;
        }
    }

    /** A function from the items of one list to their keys. */
    @FunctionalInterface
    interface KeyFunction {
        /** Returns the key of an item, a JSON value; null for an item without a key. */
        @Nullable
        JsonNode of(JsonNode item);
    }
}
