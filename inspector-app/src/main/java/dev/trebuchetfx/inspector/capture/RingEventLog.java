// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import dev.trebuchetfx.client.tap.TapEvent;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.ObjLongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A log in memory that lets the oldest events go when it is full.
 *
 * <p>The appending thread takes the lock for a few field writes; the reading thread holds it for a bounded copy, never while its
 * reader works.
 */
public final class RingEventLog implements EventLog {
    private final CaptureLimits limits;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock, all of them.
    private @Nullable TapEvent[] ring;
    private final Landmarks landmarks = new Landmarks();
    private long first;
    private long end;
    private long bytes;
    private long notRecorded;
    private boolean recording = true;

    public RingEventLog(CaptureLimits limits) {
        this.limits = limits;
        this.ring = new @Nullable TapEvent[Math.min(1_024, limits.maxEvents())];
    }

    /** Keeps {@code event}, unless recording is off. Any thread; calls must come in the order of the events. */
    public void append(TapEvent event) {
        int size = EventSize.of(event);
        lock.lock();
        try {
            if (!recording) {
                notRecorded++;
                return;
            }
            if (held() == ring.length && ring.length < limits.maxEvents()) {
                grow();
            }
            while (held() > 0 && (held() == limits.maxEvents() || bytes + size > limits.maxBytes())) {
                evictOldest();
            }
            ring[slot(end)] = event;
            end++;
            bytes += size;
        } finally {
            lock.unlock();
        }
    }

    /** Whether events are kept from now on. Those that come meanwhile are counted. */
    public void setRecording(boolean on) {
        lock.lock();
        try {
            recording = on;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public @Nullable TapEvent get(long index) {
        lock.lock();
        try {
            return index < first || index >= end ? null : ring[slot(index)];
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long read(long from, int limit, ObjLongConsumer<TapEvent> reader) {
        TapEvent[] copy;
        long begin;
        lock.lock();
        try {
            begin = Math.max(from, first);
            int count = (int) Math.max(0, Math.min(limit, end - begin));
            copy = new TapEvent[count];
            for (int i = 0; i < count; i++) {
                copy[i] = Objects.requireNonNull(ring[slot(begin + i)]);
            }
        } finally {
            lock.unlock();
        }
        for (int i = 0; i < copy.length; i++) {
            reader.accept(copy[i], begin + i);
        }
        return begin + copy.length;
    }

    @Override
    public Extent extent() {
        lock.lock();
        try {
            return new Extent(first, end, bytes, notRecorded);
        } finally {
            lock.unlock();
        }
    }

    @Override
    public List<TapEvent> landmarks() {
        lock.lock();
        try {
            return landmarks.asList();
        } finally {
            lock.unlock();
        }
    }

    private long held() {
        return end - first;
    }

    private int slot(long index) {
        return (int) (index % ring.length);
    }

    private void grow() {
        @Nullable TapEvent[] larger = new @Nullable TapEvent[(int) Math.min(limits.maxEvents(), ring.length * 2L)];
        for (long index = first; index < end; index++) {
            larger[(int) (index % larger.length)] = ring[slot(index)];
        }
        ring = larger;
    }

    private void evictOldest() {
        TapEvent oldest = Objects.requireNonNull(ring[slot(first)]);
        ring[slot(first)] = null;
        first++;
        bytes -= EventSize.of(oldest);
        landmarks.evicted(oldest);
    }
}
