// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.util.Arrays;

/** Neighbouring events of a log. Written by the thread that fills the log, read by any. */
final class Chunk {
    private static final int FIRST_CAPACITY = 256;
    private static final int FIRST_BYTES = 16 << 10;

    final long firstIndex;
    private final int maxEvents;
    private final int maxBytes;
    /** Replaced by a larger one while the chunk fills; a reader that was told of an event finds it in the one it sees. */
    private volatile EventColumns columns;

    private volatile Bodies bodies;
    private byte[] writing;
    private int count;
    private int written;
    /** Guarded by this. */
    private boolean released;

    Chunk(long firstIndex, int maxEvents, int maxBytes, int firstBody) {
        this.firstIndex = firstIndex;
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.columns = new EventColumns(Math.min(FIRST_CAPACITY, maxEvents));
        this.writing = new byte[Math.max(firstBody, Math.min(FIRST_BYTES, maxBytes))];
        this.bodies = new Bodies.InMemory(writing);
    }

    /** A chunk that is complete. */
    Chunk(long firstIndex, EventColumns columns, int count, Bodies bodies, int bytes) {
        this.firstIndex = firstIndex;
        this.maxEvents = count;
        this.maxBytes = 0;
        this.columns = columns;
        this.bodies = bodies;
        this.writing = new byte[0];
        this.count = count;
        this.written = bytes;
    }

    /** Whether an event with so large a body belongs in the next chunk. */
    boolean isFullFor(int bodySize) {
        return count == maxEvents || (count > 0 && (long) written + bodySize > maxBytes);
    }

    /** Where the next event goes. Its columns are published with the log's end. */
    private EventColumns next() {
        if (count == columns.capacity()) {
            columns = columns.resized(Math.min(maxEvents, count * 2));
        }
        return columns;
    }

    /** Takes an event, without telling anybody. */
    void append(CapturedEvent event, Names names) {
        EventColumns into = next();
        int at = append(event.body().unsafeArray());
        EventKind kind = event.kind();
        into.time[at] = event.time();
        into.sequence[at] = event.sequence();
        into.stream[at] = names.number(event.stream());
        into.connection[at] = names.number(event.connection());
        into.detail[at] = EventColumns.detailIsCall(kind)
                ? names.number(event.call())
                : (int) Math.min(event.count(), 0xFFFF_FFFFL);
        into.flags[at] = (short) event.flags();
        into.kind[at] = kind.code();
    }

    private int append(byte[] body) {
        int at = count;
        columns.offset[at] = written;
        columns.size[at] = body.length;
        if (written + body.length > writing.length) {
            int capacity = Math.max(written + body.length, Math.min(maxBytes, writing.length * 2));
            writing = Arrays.copyOf(writing, capacity);
            bodies = new Bodies.InMemory(writing);
        }
        System.arraycopy(body, 0, writing, written, body.length);
        written += body.length;
        count++;
        return at;
    }

    /** Nothing more comes: gives back what was reserved for it. */
    void seal() {
        if (columns.capacity() > count) {
            columns = columns.resized(count);
        }
        if (writing.length - written > writing.length / 8) {
            writing = Arrays.copyOf(writing, written);
            bodies = new Bodies.InMemory(writing);
        }
    }

    /** The bodies lie elsewhere now. False where they were let go meanwhile. */
    synchronized boolean moveBodies(Bodies elsewhere) {
        if (released) {
            return false;
        }
        bodies = elsewhere;
        writing = new byte[0];
        return true;
    }

    /** The bodies are no longer wanted. */
    synchronized void release() {
        released = true;
        bodies.release();
        bodies = new Bodies.Gone("these events were let go");
        writing = new byte[0];
    }

    EventColumns columns() {
        return columns;
    }

    Bodies bodies() {
        return bodies;
    }

    int count() {
        return count;
    }

    int bodyBytes() {
        return written;
    }

    /** Its bodies, as long as they are in memory. */
    synchronized byte[] written() {
        return writing;
    }
}
