// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.util.Arrays;

/**
 * The properties of events that filters and analysis read, each as a column of primitives: {@value #BYTES_PER_EVENT} bytes for each event.
 *
 * <p>The thread that fills the log writes beyond the published end; any thread may read up to it. {@code detail} is the
 * number of a call or the count of an event, depending on its kind.
 */
final class EventColumns {
    static final int BYTES_PER_EVENT = 39;

    final long[] time;
    final long[] sequence;
    final int[] offset;
    final int[] size;
    final int[] stream;
    final int[] detail;
    final int[] connection;
    final short[] flags;
    final byte[] kind;

    EventColumns(int capacity) {
        this(
                new long[capacity],
                new long[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity],
                new int[capacity],
                new short[capacity],
                new byte[capacity]);
    }

    private EventColumns(
            long[] time,
            long[] sequence,
            int[] offset,
            int[] size,
            int[] stream,
            int[] detail,
            int[] connection,
            short[] flags,
            byte[] kind) {
        this.time = time;
        this.sequence = sequence;
        this.offset = offset;
        this.size = size;
        this.stream = stream;
        this.detail = detail;
        this.connection = connection;
        this.flags = flags;
        this.kind = kind;
    }

    int capacity() {
        return kind.length;
    }

    EventColumns resized(int capacity) {
        return new EventColumns(
                Arrays.copyOf(time, capacity),
                Arrays.copyOf(sequence, capacity),
                Arrays.copyOf(offset, capacity),
                Arrays.copyOf(size, capacity),
                Arrays.copyOf(stream, capacity),
                Arrays.copyOf(detail, capacity),
                Arrays.copyOf(connection, capacity),
                Arrays.copyOf(flags, capacity),
                Arrays.copyOf(kind, capacity));
    }

    /** Returns whether {@link #detail} is the number of a call for events of this kind. */
    static boolean detailIsCall(EventKind kind) {
        return switch (kind) {
            case INVOCATION, RESPONSE, STREAM_START, STREAM_RESUME, STREAM_RESUMED, CALL_STARTED, CALL_ENDED -> true;
            default -> false;
        };
    }
}
