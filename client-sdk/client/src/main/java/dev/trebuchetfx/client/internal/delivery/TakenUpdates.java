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
 * The updates that were handed over, until every subscriber has taken them: some take an update later than it is handed over.
 *
 * <p>Owned by the stream's serial executor.
 */
final class TakenUpdates {
    /** The largest number of updates that wait. The oldest ones beyond it are not waited for; the position then moves in larger steps. */
    static final int CAPACITY = 1_024;

    /** The largest size of the states of the updates that wait, in bytes. Beyond it one update still waits. */
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

    /**
     * Creates a tracker without takers.
     *
     * @param onTaken called in order with each update that all takers have taken
     */
    TakenUpdates(Consumer<StreamEvent.Update<StateValue>> onTaken) {
        this.onTaken = onTaken;
    }

    /** Adds a taker, which must take every later update too before that counts as taken. */
    void add(Object taker) {
        takers.put(taker, handed);
    }

    /** Removes a taker, which no update waits for any more. */
    void remove(Object taker) {
        if (takers.remove(taker) != null) {
            advance();
        }
    }

    /** Notes an update that was handed to everybody; those who take updates at once have taken it. */
    void handedOver(StreamEvent.Update<StateValue> update) {
        handed++;
        waiting.addLast(new Handed(handed, update));
        waitingBytes += update.value().size();
        while (waiting.size() > CAPACITY || (waitingBytes > CAPACITY_BYTES && waiting.size() > 1)) {
            removeFirst();
        }
        advance();
    }

    /** Notes that {@code taker} has taken this update, and with it all before it. */
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
