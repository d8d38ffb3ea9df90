// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What becomes of each item of a list whose items can be told apart, and in which steps. */
final class KeyedList {
    /** For each old item its new index, or -1. */
    private final int[] newIndex;
    /** For each new item its old index, or -1. */
    private final int[] oldIndex;

    private KeyedList(int[] newIndex, int[] oldIndex) {
        this.newIndex = newIndex;
        this.oldIndex = oldIndex;
    }

    /** The steps from the old list to the new one, told in an order in which they can be made. */
    interface Steps {
        void removed(int index);

        void added(int index, int newItem);

        void moved(int from, int to);
    }

    /**
     * Matches the items of two lists.
     *
     * @return null where an item has no key, or one has that of another
     */
    static @Nullable KeyedList match(JsonNode old, JsonNode fresh, KeyFunction key) {
        Map<JsonNode, Integer> positions = HashMap.newHashMap(fresh.size());
        int i = 0;
        for (JsonNode item : fresh) {
            JsonNode its = key.of(item);
            if (its == null || positions.put(its, i++) != null) {
                return null;
            }
        }
        int[] newIndex = new int[old.size()];
        int[] oldIndex = new int[fresh.size()];
        Arrays.fill(oldIndex, -1);
        int o = 0;
        Map<JsonNode, Boolean> gone = new HashMap<>();
        for (JsonNode item : old) {
            JsonNode its = key.of(item);
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

    /** Where the new item was; -1 where it is new. */
    int oldIndex(int newItem) {
        return oldIndex[newItem];
    }

    /**
     * Says what to remove, add and move. Items of the longest run that keeps its order stay; each other one is moved once, from
     * its old slot to a slot between those that stay.
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

    /** What tells the items of one list apart. */
    @FunctionalInterface
    interface KeyFunction {
        /** The key, a JSON value; null for an item without one. */
        @Nullable
        JsonNode of(JsonNode item);
    }
}
