// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.survey.StreamGraph.Band;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** How far the buffers of the server's streams reach, one stream after the other. Confined to one thread. */
final class BufferLevels {
    private static final int MAX_STREAMS = 200;

    private final int width;
    private final List<Open> all = new ArrayList<>();

    private record Open(int stream, UUID streamID, long size, Levels newest) {}

    BufferLevels(int width) {
        this.width = width;
    }

    /** A stream begins in place of the one before. {@code size} 0: nothing is known of its buffer. */
    void begin(int stream, UUID streamID, long size) {
        if (size > 0 && of(stream) == null) {
            if (all.size() == MAX_STREAMS) {
                all.removeFirst();
            }
            all.add(new Open(stream, streamID, size, new Levels(width)));
        }
    }

    void raise(int column, int stream, long sequence) {
        Open open = of(stream);
        if (open != null) {
            open.newest.raise(column, stream, sequence);
            if (all.size() > 1 && all.getLast().stream() == stream) {
                // With its first update it takes the place of the one before.
                all.get(all.size() - 2).newest.stop(column);
            }
        }
    }

    private @Nullable Open of(int stream) {
        for (int i = all.size() - 1; i >= 0; i--) {
            if (all.get(i).stream == stream) {
                return all.get(i);
            }
        }
        return null;
    }

    List<Band> bands() {
        return all.stream()
                .map(open -> new Band(open.streamID, open.size, open.newest.steps()))
                .toList();
    }
}
