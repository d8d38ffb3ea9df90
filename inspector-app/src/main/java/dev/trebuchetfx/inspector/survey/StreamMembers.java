// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Maps the numbered streams of a log to the logical streams that they belong to. Confined to one thread. */
final class StreamMembers {
    private static final int UNKNOWN = -2;
    private static final int NONE = -1;

    private final LogView view;
    private final Map<UUID, Integer> places = new HashMap<>();
    private int[] known = new int[0];

    StreamMembers(LogView view, List<StreamCard> streams) {
        this.view = view;
        for (int place = 0; place < streams.size(); place++) {
            for (UUID id : streams.get(place).streams()) {
                places.put(id, place);
            }
        }
    }

    /** Returns the index of the logical stream that a numbered stream belongs to, or -1 if it belongs to none of them. */
    int placeOf(int number) {
        if (number <= 0) {
            return NONE;
        }
        if (number >= known.length) {
            int before = known.length;
            known = Arrays.copyOf(known, Math.max(64, number * 2));
            Arrays.fill(known, before, known.length, UNKNOWN);
        }
        if (known[number] == UNKNOWN) {
            StreamName name = view.stream(number);
            UUID id = name == null ? null : name.streamID();
            known[number] = id == null ? NONE : places.getOrDefault(id, NONE);
        }
        return known[number];
    }
}
