// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.delivery;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.Delivery;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A bounded queue of a stream's events on their way to a subscriber.
 *
 * <p>With {@link Delivery.Latest} an update takes the place of the one right before it, if that one has not been taken yet, and counts
 * it. Where other events stand between, so that more than {@link #MAX_STATES} would be kept, the oldest update goes and is counted too.
 * Other events are never conflated. Safe for use by any thread.
 *
 * @param <T> the content of an update
 */
final class EventQueue<T> {
    /** The capacity of a conflating queue. A subscriber that lets more events wait, conflation notwithstanding, has stopped. */
    static final int LATEST_CAPACITY = 4_096;

    /** The largest number of states in a conflating queue, each of which may be large. */
    static final int MAX_STATES = 8;

    private final ReentrantLock lock = new ReentrantLock();
    private final Deque<StreamEvent<T>> events = new ArrayDeque<>();
    private final boolean conflating;
    private final int capacity;
    private int states;

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
     * @return false if there was no room
     */
    boolean offer(StreamEvent<T> event) {
        lock.lock();
        try {
            StreamEvent<T> last = event;
            if (conflating && event instanceof StreamEvent.Update<T> next) {
                if (events.peekLast() instanceof StreamEvent.Update<T> before) {
                    events.removeLast();
                    states--;
                    last = conflate(before, next);
                } else if (states >= MAX_STATES) {
                    dropOldest();
                }
            }
            if (events.size() >= capacity) {
                return false;
            }
            if (last instanceof StreamEvent.Update<T>) {
                states++;
            }
            events.addLast(last);
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Drops the oldest update. The one that follows it in the same stream tells that it was left out. */
    private void dropOldest() {
        StreamEvent.Update<T> oldest = null;
        boolean isTold = false;
        for (int left = events.size(); left > 0; left--) {
            StreamEvent<T> event = events.removeFirst();
            if (!isTold && event instanceof StreamEvent.Update<T> update) {
                if (oldest == null) {
                    oldest = update;
                    states--;
                    continue;
                }
                isTold = true;
                events.addLast(update.streamID().equals(oldest.streamID()) ? conflate(oldest, update) : update);
            } else {
                events.addLast(event);
            }
        }
    }

    /** Drops everything and leaves only {@code last}. */
    void replaceAll(StreamEvent<T> last) {
        lock.lock();
        try {
            events.clear();
            states = 0;
            events.addLast(last);
        } finally {
            lock.unlock();
        }
    }

    /** Removes and returns the first event; returns null where there is none. */
    @Nullable
    StreamEvent<T> poll() {
        lock.lock();
        try {
            StreamEvent<T> first = events.poll();
            if (first instanceof StreamEvent.Update<T>) {
                states--;
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** Returns the first event, which stays; null where there is none. */
    @Nullable
    StreamEvent<T> peek() {
        lock.lock();
        try {
            return events.peek();
        } finally {
            lock.unlock();
        }
    }

    boolean isEmpty() {
        lock.lock();
        try {
            return events.isEmpty();
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
                sum(last.conflated(), sum(1, next.conflated())),
                next.version());
    }

    /** Returns the sum of two counts, or the largest number if it is more than that: a server may declare any number of updates as skipped. */
    private static long sum(long count, long more) {
        return more > Long.MAX_VALUE - count ? Long.MAX_VALUE : count + more;
    }
}
