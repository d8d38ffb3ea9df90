// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.protocol.time.TimeSource;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The rates at which principals send, each over all of its connections. A principal without a connection is remembered until its rate is
 * whole again, so that it gains nothing by coming back. Safe for use by any thread; its lock guards the map.
 */
final class MessageRates {
    /** The number of principals above which those that need no memory any more are looked for. */
    private static final int MANY = 100;

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
        private int connections;

        Rate(TokenBucket bucket) {
            this.bucket = bucket;
        }
    }

    /** Returns the rate of a principal for one more of its connections. {@link #leave} is to follow. */
    TokenBucket join(String principal) {
        lock.lock();
        try {
            if (rates.size() > cleanAbove) {
                rates.values().removeIf(rate -> rate.connections == 0 && rate.bucket.isFull());
                cleanAbove = Math.max(MANY, rates.size() * 2);
            }
            Rate rate = rates.computeIfAbsent(principal, name -> new Rate(new TokenBucket(perSecond, time)));
            rate.connections++;
            return rate.bucket;
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
                rate.connections--;
            }
        } finally {
            lock.unlock();
        }
    }
}
