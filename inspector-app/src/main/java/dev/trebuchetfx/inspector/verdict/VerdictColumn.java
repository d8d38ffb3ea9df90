// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.verdict;

import java.util.ArrayList;
import java.util.List;

/** Bits for each event of a log, two bytes an event. Confined to one thread. */
final class VerdictColumn {
    private static final int CHUNK = 1 << 14;

    private final List<short[]> chunks = new ArrayList<>();
    private long base = -1;

    void add(long index, int bits) {
        if (base < 0) {
            base = index / CHUNK * CHUNK;
        }
        if (index < base) {
            return;
        }
        int chunk = (int) ((index - base) / CHUNK);
        while (chunks.size() <= chunk) {
            chunks.add(new short[CHUNK]);
        }
        chunks.get(chunk)[(int) ((index - base) % CHUNK)] |= (short) bits;
    }

    int get(long index) {
        if (base < 0 || index < base || (index - base) / CHUNK >= chunks.size()) {
            return 0;
        }
        return chunks.get((int) ((index - base) / CHUNK))[(int) ((index - base) % CHUNK)] & 0xFFFF;
    }

    /** Lets go what stands before an event. */
    void dropBefore(long index) {
        while (base >= 0 && !chunks.isEmpty() && base + CHUNK <= index) {
            chunks.removeFirst();
            base += CHUNK;
        }
    }
}
