// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How long to wait before each attempt to connect again: full jitter, a uniform draw from zero to an exponentially growing
 * ceiling, so that the clients of a restarted server spread over the window
 * (<a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Brooker, 2015</a>).
 *
 * <p>With several endpoints the wait is between one round through them and the next: within a round the next endpoint is tried
 * at once.
 *
 * @param base the first ceiling
 * @param cap the largest ceiling
 * @param maxAttempts failures in a row after which the client gives up and is offline, where a round through several
 *     endpoints counts as one; {@link Integer#MAX_VALUE} for never
 * @param resetAfter how long a connection must have held for the count to start anew, and for its endpoint to be preferred
 * @param longestPause the longest time for which a server that asks for it is left alone
 */
public record BackoffPolicy(Duration base, Duration cap, int maxAttempts, Duration resetAfter, Duration longestPause) {
    /** More than anybody waits, and little enough to be reckoned with. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** From 500 ms to 30 s, for ever, starting anew after 10 s of connection. */
    public static final BackoffPolicy DEFAULT = new BackoffPolicy(
            Duration.ofMillis(500), Duration.ofSeconds(30), Integer.MAX_VALUE, Duration.ofSeconds(10));

    /** A policy that leaves a server alone for an hour at most, whatever it asks for. */
    public BackoffPolicy(Duration base, Duration cap, int maxAttempts, Duration resetAfter) {
        this(base, cap, maxAttempts, resetAfter, Duration.ofHours(1));
    }

    public BackoffPolicy {
        if (longestPause.isNegative()) {
            throw new IllegalArgumentException("longestPause must not be negative but was " + longestPause);
        }
        if (base.isNegative() || base.isZero() || cap.compareTo(base) < 0) {
            throw new IllegalArgumentException(
                    "base must be positive and not above cap, but base was " + base + " and cap " + cap);
        }
        if (maxAttempts < 0) {
            throw new IllegalArgumentException("maxAttempts must not be negative but was " + maxAttempts);
        }
    }

    /** The same with another limit for what a server may ask. */
    public BackoffPolicy withLongestPause(Duration newLongestPause) {
        return new BackoffPolicy(base, cap, maxAttempts, resetAfter, newLongestPause);
    }

    /** The ceiling of the wait before {@code attempt}, which counts from 1. */
    public Duration ceiling(int attempt) {
        int doublings = Math.min(attempt - 1, 30);
        Duration limit = cap.compareTo(LONGEST) > 0 ? LONGEST : cap;
        Duration first = base.compareTo(limit) > 0 ? limit : base;
        return first.compareTo(limit.dividedBy(1L << doublings)) > 0 ? limit : first.multipliedBy(1L << doublings);
    }

    /** A draw for {@code attempt}, which counts from 1: from zero to its ceiling. */
    public Duration delay(int attempt, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(ceiling(attempt).toNanos() + 1));
    }
}
