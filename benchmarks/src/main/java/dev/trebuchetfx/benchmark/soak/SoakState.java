// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.soak;

import java.util.ArrayList;
import java.util.List;

/**
 * A state of about 1 kB of JSON, of which each change touches a little.
 *
 * @param revision counts from 0, one for each change
 * @param even whether the revision is even: a condition for filters
 */
record SoakState(long revision, boolean even, List<SoakItem> items) {
    private static final int ITEMS = 20;

    SoakState {
        items = List.copyOf(items);
    }

    /** One item of the list, with the revision that changed it last. */
    record SoakItem(int id, long changedBy, String text) {}

    /** The part of the state that a filter lets through. */
    record SoakRevision(long revision) {}

    static SoakState first() {
        List<SoakItem> items = new ArrayList<>();
        for (int id = 0; id < ITEMS; id++) {
            items.add(new SoakItem(id, 0, "line " + id));
        }
        return new SoakState(0, true, items);
    }

    SoakState next() {
        long number = revision + 1;
        List<SoakItem> changed = new ArrayList<>(items);
        int place = (int) (number % ITEMS);
        changed.set(place, new SoakItem(place, number, "line " + place + " of revision " + number));
        return new SoakState(number, number % 2 == 0, changed);
    }
}
