// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.survey.StreamGraph.Steps;
import java.util.Arrays;

/** Up to where something stood at the end of each column. A new server stream begins anew. Confined to one thread. */
final class Levels {
    private final long[] values;
    private int filled;
    private int stream;
    private long now = Steps.NOTHING;

    Levels(int width) {
        values = new long[width];
    }

    /** Stands at {@code sequence} from this column on, where that is more than before; -1 for before the first. */
    void raise(int column, int ofStream, long sequence) {
        if (now != Steps.NOTHING && ofStream == stream && Long.compareUnsigned(sequence, now) <= 0) {
            return;
        }
        fillTo(column);
        stream = ofStream;
        now = sequence;
    }

    /** Stands at nothing from this column on. */
    void stop(int column) {
        fillTo(column);
        now = Steps.NOTHING;
    }

    private void fillTo(int column) {
        int to = Math.clamp(column, 0, values.length);
        if (to > filled) {
            Arrays.fill(values, filled, to, now);
            filled = to;
        }
    }

    Steps steps() {
        fillTo(values.length);
        return new Steps(values.clone());
    }
}
