// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.internal.patience.Watchdogs;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The updates of one stream that came before others of it, on a line that does not keep the order. They wait for those others, for a
 * while.
 *
 * <p>Owned by the client's loop.
 */
final class EarlyUpdates {
    private static final int MAX_UPDATES = 1_000;
    private static final long MAX_BYTES = 4L << 20;

    private final Watchdogs.Watchdog watchdog;
    private final Runnable onOverdue;
    private final TreeMap<Long, StreamDataEnvelope> updates = new TreeMap<>(Long::compareUnsigned);
    private long bytes;
    private long announced;
    private boolean waiting;

    /**
     * Makes a place in which nothing waits.
     *
     * @param onOverdue is run when what is waited for has not come in time
     */
    EarlyUpdates(Watchdogs.Watchdog watchdog, Runnable onOverdue) {
        this.watchdog = watchdog;
        this.onOverdue = onOverdue;
    }

    /** Keeps an update that came too early. Returns false if there is no room. */
    boolean keep(StreamDataEnvelope early, Duration patience) {
        int size = early.data().size();
        if (updates.size() == MAX_UPDATES || bytes + size > MAX_BYTES) {
            return false;
        }
        if (updates.putIfAbsent(early.sequenceNumber(), early) == null) {
            bytes += size;
        }
        await(patience);
        return true;
    }

    /** Waits for the updates up to a number, unsigned, that the server says it has sent. */
    void awaitUpTo(long newest, Duration patience) {
        if (SequenceNumbers.isAfter(newest, announced)) {
            announced = newest;
        }
        await(patience);
    }

    private void await(Duration patience) {
        if (!waiting) {
            waiting = true;
            watchdog.start(patience, () -> {
                waiting = false;
                onOverdue.run();
            });
        }
    }

    /** Returns the number, unsigned, up to which the server says that it has sent updates; 0 where that is not waited for. */
    long announced() {
        return announced;
    }

    /** Returns the oldest update that waits, or null where none does. */
    @Nullable
    StreamDataEnvelope first() {
        return updates.isEmpty() ? null : updates.firstEntry().getValue();
    }

    /** Takes the oldest update out. */
    void removeFirst() {
        bytes -= updates.pollFirstEntry().getValue().data().size();
    }

    /** Notes that the stream has come to this number: waits anew for what is still missing, or not at all where nothing is. */
    void reached(long sequence, Duration patience) {
        if (!waiting) {
            return;
        }
        watchdog.stop();
        waiting = false;
        if (!SequenceNumbers.isAfter(announced, sequence)) {
            announced = 0;
        }
        if (!updates.isEmpty() || announced != 0) {
            await(patience);
        }
    }

    /** Takes everything out, in order, since it is waited for no longer. */
    List<StreamDataEnvelope> takeAll() {
        List<StreamDataEnvelope> all = new ArrayList<>(updates.values());
        clear();
        return all;
    }

    /** Forgets everything. */
    void clear() {
        watchdog.stop();
        waiting = false;
        updates.clear();
        bytes = 0;
        announced = 0;
    }
}
