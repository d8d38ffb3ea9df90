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

    private static final int FEW_UPDATES = 100;
    private static final long FEW_BYTES = 256L << 10;

    private final int maxUpdates;
    private final long maxBytes;
    private final Deque<StreamDataEnvelope> updates = new ArrayDeque<>();
    private long bytes;

    HeldUpdates() {
        this(MAX_UPDATES, MAX_BYTES);
    }

    private HeldUpdates(int maxUpdates, long maxBytes) {
        this.maxUpdates = maxUpdates;
        this.maxBytes = maxBytes;
    }

    /** Makes a place for as many updates as a line swaps. */
    static HeldUpdates few() {
        return new HeldUpdates(FEW_UPDATES, FEW_BYTES);
    }

    /** Keeps an update; beyond the bound it is dropped, since the replay brings it again. */
    void add(StreamDataEnvelope update) {
        int size = update.data().size();
        if (updates.size() < maxUpdates && bytes + size <= maxBytes) {
            updates.add(update);
            bytes += size;
        }
    }

    /** Gives each update to {@code action}, in the order in which they came. */
    void forEach(Consumer<StreamDataEnvelope> action) {
        updates.forEach(action);
    }
}
