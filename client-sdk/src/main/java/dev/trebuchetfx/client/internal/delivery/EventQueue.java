// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.delivery;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.Delivery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A stream's events on their way to a subscriber, bounded.
 *
 * <p>With {@link Delivery.Latest} an update takes the place of the one right before it, if that one has not been taken yet,
 * and counts it. What is no update is never dropped. Safe for use by any thread.
 *
 * @param <T> what an update carries
 */
final class EventQueue<T> {
    /** Room for what can't be conflated; more than this without a pause means a subscriber that has stopped. */
    static final int LATEST_CAPACITY = 4_096;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<StreamEvent<T>> events = new ArrayDeque<>();
    private final boolean conflating;
    private final int capacity;

    EventQueue(Delivery delivery) {
        switch (delivery) {
            case Delivery.Latest latest -> {
                conflating = true;
                capacity = LATEST_CAPACITY;
            }
            case Delivery.Every every -> {
                conflating = false;
                capacity = every.capacity();
            }
        }
    }

    /**
     * Adds an event at the end.
     *
     * @return whether there was room
     */
    boolean offer(StreamEvent<T> event) {
        lock.lock();
        try {
            if (conflating
                    && event instanceof StreamEvent.Update<T> next
                    && events.peekLast() instanceof StreamEvent.Update<T> last) {
                events.removeLast();
                events.addLast(conflate(last, next));
                return true;
            }
            if (events.size() >= capacity) {
                return false;
            }
            events.addLast(event);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops everything and leaves only {@code last}. */
    void replaceAll(StreamEvent<T> last) {
        lock.lock();
        try {
            events.clear();
            events.addLast(last);
        } finally {
            lock.unlock();
        }
    }

    /** Takes the first event; null when there is none. */
    @Nullable
    StreamEvent<T> poll() {
        lock.lock();
        try {
            return events.poll();
        } finally {
            lock.unlock();
        }
    }

    private static <T> StreamEvent<T> conflate(StreamEvent.Update<T> last, StreamEvent.Update<T> next) {
        return new StreamEvent.Update<>(
                next.streamID(),
                next.sequence(),
                next.kind(),
                next.value(),
                next.serverTime(),
                last.conflated() + 1 + next.conflated());
    }
}
