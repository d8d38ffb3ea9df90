// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.tap.Tap;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what a client did last, as references alone, until somebody wants to see it; from then on it gives everything on.
 *
 * <p>While it remembers, it makes no object and copies no byte for an event. It keeps at most a number of events and of the bytes that
 * they keep alive, and, beyond that, which streams there are. Safe for use by any thread: one tells, another wakes it.
 */
final class RecentEvents implements Tap {
    private static final int MAX_STREAMS = 1_000;
    /** A message keeps its frame alive and what was decoded from it. */
    private static final int ALIVE_PER_FRAME_BYTE = 2;

    private final int maxEvents;
    private final long maxBytes;
    private final ReentrantLock lock = new ReentrantLock();
    // Guarded by the lock, all of them.
    private final long[] time;
    private final int[] number;
    private final boolean[] sent;
    private final @Nullable Object[] what;
    private final @Nullable Object[] more;
    private final Map<Integer, TapEvent.StreamOpened> opened = new LinkedHashMap<>();
    private final Map<Integer, TapEvent.StreamStarted> started = new LinkedHashMap<>();
    private TapEvent.@Nullable ConnectionChanged connection;
    private int first;
    private int count;
    private long bytes;
    /** Where everything goes once somebody wants it. */
    private volatile @Nullable Tap awake;

    RecentEvents(int maxEvents, long maxBytes) {
        this.maxEvents = maxEvents;
        this.maxBytes = maxBytes;
        this.time = new long[maxEvents];
        this.number = new int[maxEvents];
        this.sent = new boolean[maxEvents];
        this.what = new @Nullable Object[maxEvents];
        this.more = new @Nullable Object[maxEvents];
    }

    /** Gives what is remembered to {@code tap}, and from now on everything. Once. */
    void wake(Tap tap) {
        lock.lock();
        try {
            if (connection != null) {
                tap.onEvent(connection);
            }
            opened.forEach((stream, open) -> {
                tap.onEvent(open);
                TapEvent.StreamStarted start = started.get(stream);
                if (start != null) {
                    tap.onEvent(start);
                }
            });
            for (int i = 0; i < count; i++) {
                tell((first + i) % maxEvents, tap);
            }
            Arrays.fill(what, null);
            Arrays.fill(more, null);
            opened.clear();
            started.clear();
            awake = tap;
        } finally {
            lock.unlock();
        }
    }

    private void tell(int slot, Tap tap) {
        Object kept = Objects.requireNonNull(what[slot]);
        switch (more[slot]) {
            case Bytes frame -> tap.onMessage(time[slot], number[slot], sent[slot], (Envelope) kept, frame);
            case UpdateKind kind -> tap.onUpdateAccepted(time[slot], number[slot], (StreamDataEnvelope) kept, kind);
            case null, default -> tap.onEvent((TapEvent) kept);
        }
    }

    @Override
    public void onMessage(long at, int connectionNumber, boolean wasSent, Envelope envelope, Bytes frame) {
        lock.lock();
        try {
            Tap tap = awake;
            if (tap != null) {
                tap.onMessage(at, connectionNumber, wasSent, envelope, frame);
            } else {
                keep(at, connectionNumber, wasSent, envelope, frame, size(frame));
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onUpdateAccepted(long at, int stream, StreamDataEnvelope data, UpdateKind kind) {
        lock.lock();
        try {
            Tap tap = awake;
            if (tap != null) {
                tap.onUpdateAccepted(at, stream, data, kind);
            } else {
                keep(at, stream, false, data, kind, 0);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void onEvent(TapEvent event) {
        lock.lock();
        try {
            Tap tap = awake;
            if (tap != null) {
                tap.onEvent(event);
            } else {
                keep(0, 0, false, event, null, 0);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public boolean wantsRoutine() {
        return awake != null;
    }

    private static long size(Bytes frame) {
        return (long) frame.size() * ALIVE_PER_FRAME_BYTE;
    }

    private void keep(long at, int owner, boolean wasSent, Object kept, @Nullable Object detail, long size) {
        while (count > 0 && (count == maxEvents || bytes + size > maxBytes)) {
            forgetOldest();
        }
        int slot = (first + count) % maxEvents;
        time[slot] = at;
        number[slot] = owner;
        sent[slot] = wasSent;
        what[slot] = kept;
        more[slot] = detail;
        count++;
        bytes += size;
    }

    private void forgetOldest() {
        Object gone = what[first];
        Object detail = more[first];
        what[first] = null;
        more[first] = null;
        first = (first + 1) % maxEvents;
        count--;
        if (detail instanceof Bytes frame) {
            bytes -= size(frame);
        }
        if (detail == null && gone instanceof TapEvent event) {
            remember(event);
        }
    }

    /** What later events can't be understood without. */
    private void remember(TapEvent event) {
        switch (event) {
            case TapEvent.ConnectionChanged changed -> connection = changed;
            case TapEvent.StreamOpened open -> {
                opened.put(open.stream(), open);
                if (opened.size() > MAX_STREAMS) {
                    forget(opened.keySet().iterator().next());
                }
            }
            case TapEvent.StreamStarted start -> {
                if (opened.containsKey(start.stream())) {
                    started.put(start.stream(), start);
                }
            }
            case TapEvent.StreamClosed closed -> forget(closed.stream());
            default -> {}
        }
    }

    private void forget(int stream) {
        opened.remove(stream);
        started.remove(stream);
    }
}
