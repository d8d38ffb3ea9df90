// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * The wait before each attempt to connect again: full jitter, a uniform draw from zero to an exponentially growing ceiling, so that the
 * clients of a restarted server spread over the window
 * (<a href="https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/">Brooker, 2015</a>).
 *
 * <p>With several endpoints the wait is between one round through them and the next: within a round the next endpoint is tried
 * at once. Immutable.
 */
public final class BackoffPolicy {
    /** A bound for durations: more than anybody waits, and little enough to calculate with. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    /** A policy from 500 ms to 30 s, without an end, that starts anew after 10 s of connection. */
    public static final BackoffPolicy DEFAULT = builder().build();

    private final Duration base;
    private final Duration cap;
    private final int maxAttempts;
    private final Duration resetAfter;
    private final Duration longestPause;

    private BackoffPolicy(Builder from) {
        this.base = from.base;
        this.cap = from.cap;
        this.maxAttempts = from.maxAttempts;
        this.resetAfter = from.resetAfter;
        this.longestPause = from.longestPause;
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

    /** Returns a builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder that begins with these values. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.base = base;
        builder.cap = cap;
        builder.maxAttempts = maxAttempts;
        builder.resetAfter = resetAfter;
        builder.longestPause = longestPause;
        return builder;
    }

    /** Returns the first ceiling. */
    public Duration base() {
        return base;
    }

    /** Returns the largest ceiling. */
    public Duration cap() {
        return cap;
    }

    /** Returns the number of failures in a row after which the client is offline; {@link Integer#MAX_VALUE} for never. */
    public int maxAttempts() {
        return maxAttempts;
    }

    /** Returns how long a connection must have held for the count of failures to start anew. */
    public Duration resetAfter() {
        return resetAfter;
    }

    /** Returns the longest time for which a server that asks for it is left alone. */
    public Duration longestPause() {
        return longestPause;
    }

    /** Returns the ceiling of the wait before {@code attempt}, which counts from 1. */
    public Duration ceiling(int attempt) {
        int doublings = Math.min(attempt - 1, 30);
        Duration limit = cap.compareTo(LONGEST) > 0 ? LONGEST : cap;
        Duration first = base.compareTo(limit) > 0 ? limit : base;
        return first.compareTo(limit.dividedBy(1L << doublings)) > 0 ? limit : first.multipliedBy(1L << doublings);
    }

    /** Draws the wait before {@code attempt}, which counts from 1: from zero to its ceiling. */
    public Duration delay(int attempt, RandomGenerator random) {
        return Duration.ofNanos(random.nextLong(ceiling(attempt).toNanos() + 1));
    }

    @Override
    public String toString() {
        return "BackoffPolicy[base=" + base + ", cap=" + cap + ", maxAttempts=" + maxAttempts + ", resetAfter="
                + resetAfter + ", longestPause=" + longestPause + "]";
    }

    /** A builder of {@link BackoffPolicy}. Not safe for use by several threads. */
    public static final class Builder {
        private Duration base = Duration.ofMillis(500);
        private Duration cap = Duration.ofSeconds(30);
        private int maxAttempts = Integer.MAX_VALUE;
        private Duration resetAfter = Duration.ofSeconds(10);
        private Duration longestPause = Duration.ofHours(1);

        private Builder() {}

        /** Sets the first and the largest ceiling; default 500 ms and 30 s. */
        public Builder between(Duration first, Duration largest) {
            this.base = first;
            this.cap = largest;
            return this;
        }

        /**
         * Sets the number of failures in a row after which the client gives up and is offline; default {@link Integer#MAX_VALUE}, for
         * never. A round through several endpoints counts as one.
         */
        public Builder maxAttempts(int failures) {
            this.maxAttempts = failures;
            return this;
        }

        /**
         * Sets how long a connection must have held for the count of failures to start anew, and for its endpoint to be preferred;
         * default 10 s.
         */
        public Builder resetAfter(Duration held) {
            this.resetAfter = held;
            return this;
        }

        /** Sets the longest time for which a server that asks for it is left alone; default 1 h. */
        public Builder longestPause(Duration longest) {
            this.longestPause = longest;
            return this;
        }

        /**
         * Returns the policy.
         *
         * @throws IllegalArgumentException if a value is negative, or the first ceiling is not positive or above the largest
         */
        public BackoffPolicy build() {
            return new BackoffPolicy(this);
        }
    }
}
