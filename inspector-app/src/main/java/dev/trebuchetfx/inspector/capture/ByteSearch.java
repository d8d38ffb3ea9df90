// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.io.IOException;
import java.util.Arrays;
import java.util.function.BooleanSupplier;
import java.util.function.LongConsumer;

/** Looks for bytes in the bodies of a view, a chunk at a time, wherever they lie. Immutable. */
public final class ByteSearch {
    private final byte[] wanted;
    /** By the byte that stands where the last one wanted would: how far the next place can be at the nearest. */
    private final int[] steps = new int[256];

    /** {@code wanted}: at least one byte; found exactly as it is. */
    public ByteSearch(byte[] wanted) {
        if (wanted.length == 0) {
            throw new IllegalArgumentException("expected at least one byte to look for but found none");
        }
        this.wanted = wanted.clone();
        Arrays.fill(steps, wanted.length);
        for (int i = 0; i < wanted.length - 1; i++) {
            steps[wanted[i] & 0xFF] = wanted.length - 1 - i;
        }
    }

    /**
     * Tells the index of every event whose body holds the bytes, in order. Bodies that can no longer be read hold nothing.
     *
     * @param cancelled asked between chunks of about a mebibyte; once true the search ends
     */
    public void search(LogView view, LongConsumer found, BooleanSupplier cancelled) {
        for (Chunk chunk : view.chunks()) {
            if (cancelled.getAsBoolean()) {
                return;
            }
            EventColumns columns = chunk.columns();
            int from = (int) Math.max(0, view.first() - chunk.firstIndex);
            int to = (int) Math.min(columns.capacity(), view.end() - chunk.firstIndex);
            if (from < to) {
                search(chunk, columns, from, to, found);
            }
        }
    }

    private void search(Chunk chunk, EventColumns columns, int from, int to, LongConsumer found) {
        int start = columns.offset[from];
        int end = columns.offset[to - 1] + columns.size[to - 1];
        byte[] bodies;
        try {
            bodies = chunk.bodies().read(start, end - start);
        } catch (IOException movedOrGone) {
            try {
                bodies = chunk.bodies().read(start, end - start);
            } catch (IOException gone) {
                return;
            }
        }
        int event = from;
        int at = indexOf(bodies, 0);
        while (at >= 0) {
            event = eventAt(columns, event, to, start + at);
            int next = columns.offset[event] + columns.size[event] - start;
            if (at + wanted.length <= next) {
                found.accept(chunk.firstIndex + event);
                at = indexOf(bodies, next);
            } else {
                // It begins in one body and ends in the next: in neither.
                at = indexOf(bodies, at + 1);
            }
        }
    }

    /** The last event from {@code from} on whose body begins at or before {@code offset}. */
    private static int eventAt(EventColumns columns, int from, int to, int offset) {
        int found = Arrays.binarySearch(columns.offset, from, to, offset);
        int event = found >= 0 ? found : -found - 2;
        // Of several that begin there, all but the last are empty.
        while (event + 1 < to && columns.offset[event + 1] == columns.offset[event]) {
            event++;
        }
        return event;
    }

    /** Horspool's search: looks at few of the bytes, and at fewer the more are wanted. */
    private int indexOf(byte[] bytes, int from) {
        int end = wanted.length - 1;
        byte last = wanted[end];
        int at = from + end;
        while (at < bytes.length) {
            byte found = bytes[at];
            if (found == last && Arrays.equals(bytes, at - end, at, wanted, 0, end)) {
                return at - end;
            }
            at += steps[found & 0xFF];
        }
        return -1;
    }
}
