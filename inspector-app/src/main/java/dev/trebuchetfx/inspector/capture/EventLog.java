// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Events in the order in which they were captured, each with an index that counts from 0 and never changes.
 *
 * <p>One thread at a time appends; it waits for no reader. Any number of threads read, each through a {@link LogView} that it takes:
 * a prefix that is complete and stays as it is. When a bound is reached the oldest events go, which is counted and told by
 * {@link #holes}.
 */
public final class EventLog implements EventSink, AutoCloseable {
    /** What bodies may take in memory where there is no file for them. */
    static final long MEMORY_BYTES = 32L << 20;

    private static final int CHUNK_EVENTS = 8_192;
    private static final int CHUNK_BYTES = 1 << 20;

    private final CaptureLimits limits;
    private final @Nullable SpillFile spill;
    private final int chunkEvents;
    private final int chunkBytes;
    private final Names names = new Names();
    private final ReentrantLock writing = new ReentrantLock();
    // Written under the lock.
    private final Landmarks landmarks = new Landmarks();
    private final Holes holes = new Holes();
    private @Nullable Chunk filling;
    private long bytes;
    private boolean recording = true;
    // Written under the lock, read by all; the end is published last.
    private volatile Held held = new Held(new Chunk[0], 0, List.of());
    private volatile long end;
    // Told by the source.
    private volatile boolean filtered;
    private volatile boolean complete;

    /** What is held, but for the end. Never changes. */
    private static final class Held {
        private final Chunk[] chunks;
        private final long first;
        private final List<CapturedEvent> landmarks;

        Held(Chunk[] chunks, long first, List<CapturedEvent> landmarks) {
            this.chunks = chunks;
            this.first = first;
            this.landmarks = landmarks;
        }
    }

    /** A log with bodies in memory. */
    public EventLog(CaptureLimits limits) {
        this(limits, null);
    }

    /** A log with bodies in {@code spill}, which it closes; null for in memory. */
    public EventLog(CaptureLimits limits, @Nullable SpillFile spill) {
        this.limits = limits;
        this.spill = spill;
        // Memory is given back by the chunk: a small log has small ones.
        this.chunkEvents = Math.clamp(limits.maxEvents() / 8, 16, CHUNK_EVENTS);
        this.chunkBytes = Math.clamp(limits.maxBytes() / 8, 1_024, CHUNK_BYTES);
    }

    /** Keeps {@code event}, unless recording is off. */
    @Override
    public void append(CapturedEvent event) {
        writing.lock();
        try {
            if (recording) {
                add(event);
            } else {
                holes.add(Hole.Reason.NOT_RECORDED, end, 1, event.time(), event.time());
            }
        } finally {
            writing.unlock();
        }
    }

    private void add(CapturedEvent event) {
        byte[] body = event.body().unsafeArray();
        Chunk chunk = filling;
        if (chunk == null || chunk.isFullFor(body.length)) {
            chunk = begin(body.length);
        }
        chunk.append(event, names);
        bytes += body.length + EventColumns.BYTES_PER_EVENT;
        publish(1);
        keepWithinLimits();
    }

    /** From here on readers see so many more; only ever under the lock. */
    private void publish(int more) {
        long before = end;
        end = before + more;
    }

    private Chunk begin(int firstBody) {
        Chunk full = filling;
        if (full != null) {
            full.seal();
            if (spill != null) {
                spill.take(full);
            }
        }
        Chunk chunk = new Chunk(end, chunkEvents, chunkBytes, firstBody);
        filling = chunk;
        hold(chunk);
        return chunk;
    }

    private void hold(Chunk chunk) {
        Held now = held;
        Chunk[] more = Arrays.copyOf(now.chunks, now.chunks.length + 1);
        more[now.chunks.length] = chunk;
        held = new Held(more, now.first, now.landmarks);
    }

    /**
     * Adds events that lie in a file, after those that are held. The log's own bounds on bytes don't count them: they take no memory
     * but for their columns.
     */
    void add(EventColumns columns, int count, Bodies bodies, int bodyBytes) {
        writing.lock();
        try {
            filling = null;
            hold(new Chunk(end, columns, count, bodies, bodyBytes));
            bytes += (long) count * EventColumns.BYTES_PER_EVENT;
            publish(count);
        } finally {
            writing.unlock();
        }
    }

    private void keepWithinLimits() {
        CaptureLimits now = spill == null || spill.problem() == null ? limits : limits.atMost(MEMORY_BYTES);
        Held before = held;
        long first = before.first;
        if (end - first <= now.maxEvents() && bytes <= now.maxBytes()) {
            return;
        }
        LogCursor cursor = new LogView(before.chunks, names, first, end, List.of()).cursor();
        while (end - first > 1 && (end - first > now.maxEvents() || bytes > now.maxBytes()) && cursor.moveTo(first)) {
            bytes -= cursor.size() + EventColumns.BYTES_PER_EVENT;
            if (Landmarks.isOne(cursor.kind())) {
                landmarks.evicted(cursor.event());
            }
            first++;
            holes.add(Hole.Reason.EVICTED, first, 1, cursor.time(), cursor.time());
        }
        int gone = 0;
        while (gone < before.chunks.length - 1 && before.chunks[gone + 1].firstIndex <= first) {
            before.chunks[gone].release();
            gone++;
        }
        Chunk[] left = gone == 0 ? before.chunks : Arrays.copyOfRange(before.chunks, gone, before.chunks.length);
        held = new Held(left, first, landmarks.asList());
    }

    /** Whether events are kept from now on. Those that come meanwhile are counted. */
    public void setRecording(boolean on) {
        writing.lock();
        try {
            recording = on;
        } finally {
            writing.unlock();
        }
    }

    /** Tells that events were left out by a query when this was captured: what is not there was not lost. */
    public void markFiltered() {
        filtered = true;
    }

    /** Whether events were left out by a query when this was captured. */
    public boolean isFiltered() {
        return filtered;
    }

    /** Tells that nothing will be appended any more. */
    public void markComplete() {
        complete = true;
    }

    /** Whether nothing will be appended any more, as of a file that was read to its end and does not grow. */
    public boolean isComplete() {
        return complete;
    }

    /** Tells of events that are missing here, before what is appended next. */
    public void addHole(Hole.Reason reason, long count, long fromTime, long toTime) {
        writing.lock();
        try {
            holes.add(reason, end, count, fromTime, toTime);
        } finally {
            writing.unlock();
        }
    }

    /** What is held now. */
    public LogView view() {
        long seen = end;
        Held now = held;
        return new LogView(now.chunks, names, now.first, Math.max(now.first, seen), now.landmarks);
    }

    /** How much is held and what was let go, as of one moment. */
    public Extent extent() {
        writing.lock();
        try {
            return new Extent(
                    held.first,
                    end,
                    bytes,
                    holes.count(Hole.Reason.EVICTED),
                    holes.count(Hole.Reason.NOT_RECORDED),
                    holes.count(Hole.Reason.DAMAGED));
        } finally {
            writing.unlock();
        }
    }

    /** What is missing and where, oldest first; neighbours of one reason are one, and beyond a thousand the oldest join. */
    public List<Hole> holes() {
        writing.lock();
        try {
            return holes.list();
        } finally {
            writing.unlock();
        }
    }

    /** Why bodies are no longer kept in a file; null while all is well. */
    public @Nullable String problem() {
        return spill == null ? null : spill.problem();
    }

    /** How much of a temporary file is in use for bodies. */
    public long bytesOnDisk() {
        return spill == null ? 0 : spill.bytes();
    }

    Names names() {
        return names;
    }

    /** Gives the temporary file back: columns stay readable, bodies in it do not. */
    @Override
    public void close() {
        if (spill != null) {
            spill.close();
        }
    }

    /**
     * How much a log holds.
     *
     * @param first index of the oldest event held
     * @param end index after the newest
     * @param bytes of columns and bodies
     * @param evicted how many events were let go to stay within the bounds
     * @param notRecorded how many came while recording was off
     * @param damaged how many could not be read from a file, as far as that is known
     */
    public record Extent(long first, long end, long bytes, long evicted, long notRecorded, long damaged) {
        /** How many events are held. */
        public long held() {
            return end - first;
        }
    }
}
