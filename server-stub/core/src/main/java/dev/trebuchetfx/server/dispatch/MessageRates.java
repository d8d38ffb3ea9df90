// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rates at which principals send, each over all of its connections. While they send more together, each connection has an equal share,
 * so that one that sends little is not held back by the others. A principal without a connection is remembered until its rate is whole
 * again, so that it gains nothing by coming back. Safe for use by any thread; its lock guards the map.
 */
final class MessageRates {
    /** The number of principals above which those that need no memory any more are looked for. */
    private static final int MANY = 100;

    /** A message counts once more for each of these that it has: a large one takes longer to read. */
    private static final int BYTES_OF_ONE = 1 << 10;

    /** The most seconds for which a connection is not read. Pings find it alive before another such time is over. */
    private static final int MOST_SECONDS_BEHIND = 10;

    private final int perSecond;
    private final TimeSource time;
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, Rate> rates = new HashMap<>();
    private int cleanAbove = MANY;

    /** @param perSecond how many messages a principal may send in a second, with a burst of as many */
    MessageRates(int perSecond, TimeSource time) {
        this.perSecond = perSecond;
        this.time = time;
    }

    private static final class Rate {
        private final TokenBucket bucket;
        private final AtomicInteger connections = new AtomicInteger();

        Rate(TokenBucket bucket) {
            this.bucket = bucket;
        }
    }

    /** The part that one connection has of its principal's rate. Used by one thread at a time. */
    final class Share {
        private final Rate rate;
        /** The seconds of its share that it has in hand, at most one; negative where it has sent more. */
        private double ahead = 1;

        private long filledNanos = time.nanoTime();

        private Share(Rate rate) {
            this.rate = rate;
        }

        /**
         * Counts a message, and returns for how long nothing more should be read: zero unless both the principal and this connection send
         * too much, ten seconds at most.
         */
        Duration take(int bytes) {
            long cost = 1L + bytes / BYTES_OF_ONE;
            Duration together = rate.bucket.take(cost);
            long now = time.nanoTime();
            ahead = Math.min(ahead + (double) (now - filledNanos) / TimeUnit.SECONDS.toNanos(1), 1);
            filledNanos = now;
            ahead = Math.max(
                    ahead - (double) cost * Math.max(1, rate.connections.get()) / perSecond, -MOST_SECONDS_BEHIND);
            return together.isZero() || ahead >= 0
                    ? Duration.ZERO
                    : Duration.ofNanos(Math.round(-ahead * TimeUnit.SECONDS.toNanos(1)));
        }
    }

    /** Returns the share of one more connection of a principal. {@link #leave} is to follow. */
    Share join(String principal) {
        lock.lock();
        try {
            if (rates.size() > cleanAbove) {
                rates.values().removeIf(rate -> rate.connections.get() == 0 && rate.bucket.isFull());
                cleanAbove = Math.max(MANY, rates.size() * 2);
            }
            Rate rate = rates.computeIfAbsent(principal, name -> new Rate(new TokenBucket(perSecond, time)));
            rate.connections.incrementAndGet();
            return new Share(rate);
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many connections a principal has. */
    int connections(String principal) {
        lock.lock();
        try {
            Rate rate = rates.get(principal);
            return rate == null ? 0 : rate.connections.get();
        } finally {
            lock.unlock();
        }
    }

    /** Notes that one of the principal's connections has ended. */
    void leave(String principal) {
        lock.lock();
        try {
            Rate rate = rates.get(principal);
            if (rate != null) {
                rate.connections.decrementAndGet();
            }
        } finally {
            lock.unlock();
        }
    }
}
