// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.delivery;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.UUID;
import java.util.function.Consumer;

/**
 * Which updates every subscriber has taken, where some take them later than they are handed over.
 *
 * <p>Owned by the stream's serial executor.
 */
final class TakenUpdates {
    /** More than this waiting, the oldest are not waited for: the position then moves in larger steps. */
    static final int CAPACITY = 1_024;

    /** The same for what they hold. */
    static final long CAPACITY_BYTES = 8L << 20;

    private final Consumer<StreamEvent.Update<StateValue>> onTaken;
    private final Deque<Handed> waiting = new ArrayDeque<>();
    private final IdentityHashMap<Object, Long> takers = new IdentityHashMap<>();
    private long handed;
    private long waitingBytes;

    private record Handed(long number, StreamEvent.Update<StateValue> update) {
        boolean is(UUID streamID, long sequence) {
            return update.sequence() == sequence && update.streamID().equals(streamID);
        }
    }

    /** @param onTaken called in order with each update that all have taken */
    TakenUpdates(Consumer<StreamEvent.Update<StateValue>> onTaken) {
        this.onTaken = onTaken;
    }

    /** From now on {@code taker} must have taken an update too. */
    void add(Object taker) {
        takers.put(taker, handed);
    }

    /** Nobody waits for {@code taker} any more. */
    void remove(Object taker) {
        if (takers.remove(taker) != null) {
            advance();
        }
    }

    /** An update was handed to everybody, and taken by those who do so at once. */
    void handedOver(StreamEvent.Update<StateValue> update) {
        handed++;
        waiting.addLast(new Handed(handed, update));
        waitingBytes += update.value().size();
        while (waiting.size() > CAPACITY || (waitingBytes > CAPACITY_BYTES && waiting.size() > 1)) {
            removeFirst();
        }
        advance();
    }

    /** {@code taker} has taken this update, and with it all before it. */
    void taken(Object taker, UUID streamID, long sequence) {
        for (Handed candidate : waiting) {
            if (candidate.is(streamID, sequence)) {
                takers.computeIfPresent(taker, (key, before) -> Math.max(before, candidate.number()));
                advance();
                return;
            }
        }
    }

    private void advance() {
        long all = takers.values().stream().mapToLong(Long::longValue).min().orElse(handed);
        while (!waiting.isEmpty() && waiting.getFirst().number() <= all) {
            onTaken.accept(removeFirst());
        }
    }

    private StreamEvent.Update<StateValue> removeFirst() {
        StreamEvent.Update<StateValue> first = waiting.removeFirst().update();
        waitingBytes -= first.value().size();
        return first;
    }
}
