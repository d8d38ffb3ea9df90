// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** The updates that came of a stream while the answer to its resume is awaited, bounded. Owned by the client's loop. */
final class HeldUpdates {
    private static final int MAX_UPDATES = 10_000;
    private static final long MAX_BYTES = 8L << 20;

    private final Deque<StreamDataEnvelope> updates = new ArrayDeque<>();
    private long bytes;

    /** Keeps an update; beyond the bound it is dropped, since the replay brings it again. */
    void add(StreamDataEnvelope update) {
        int size = update.data().size();
        if (updates.size() < MAX_UPDATES && bytes + size <= MAX_BYTES) {
            updates.add(update);
            bytes += size;
        }
    }

    /** Gives each update to {@code action}, in the order in which they came. */
    void forEach(Consumer<StreamDataEnvelope> action) {
        updates.forEach(action);
    }
}
