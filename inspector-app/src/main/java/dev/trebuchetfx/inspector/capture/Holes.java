// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.util.ArrayList;
import java.util.List;

/** Joins what is missing. Confined by the lock of the log that owns it. */
final class Holes {
    private static final int MAX = 1_000;

    private final List<Hole> list = new ArrayList<>();
    private final long[] counts = new long[Hole.Reason.values().length];

    @SuppressWarnings("EnumOrdinal") // The ordinal never leaves this object.
    void add(Hole.Reason reason, long index, long count, long from, long to) {
        counts[reason.ordinal()] = Hole.sum(counts[reason.ordinal()], count);
        int near = find(reason, index);
        if (near >= 0) {
            list.set(near, list.get(near).with(index, count, to));
            return;
        }
        int place = reason == Hole.Reason.EVICTED ? 0 : list.size();
        list.add(place, new Hole(reason, index, count, from, to));
        if (list.size() > MAX) {
            Hole oldest = list.remove(1);
            list.set(0, list.getFirst().with(list.getFirst().index(), oldest.count(), oldest.toTime()));
        }
    }

    /** All that is evicted is one; of the others, what stands at the same place. */
    private int find(Hole.Reason reason, long index) {
        int last = list.size() - 1;
        if (reason == Hole.Reason.EVICTED) {
            return last >= 0 && list.getFirst().reason() == reason ? 0 : -1;
        }
        return last >= 0 && list.get(last).reason() == reason && list.get(last).index() == index ? last : -1;
    }

    @SuppressWarnings("EnumOrdinal") // The ordinal never leaves this object.
    long count(Hole.Reason reason) {
        return counts[reason.ordinal()];
    }

    List<Hole> list() {
        return List.copyOf(list);
    }
}
