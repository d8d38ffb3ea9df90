// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import java.time.Duration;

/**
 * The limits that keep a server up whatever its peers send: no peer can make it use more memory, threads or descriptors than these allow.
 *
 * <p>{@link #DEFAULT} suits a server on a small heap. {@link #toBuilder()} changes single limits. Immutable; a limit that is added later
 * breaks nobody.
 */
public final class ServerLimits {
    /**
     * The usual limits. The replay buffers may have a quarter of the heap, 256 MiB at most, and so may what waits to leave; incoming messages
     * may have a quarter of the heap, 64 MiB at most.
     */
    public static final ServerLimits DEFAULT = new Builder().build();

    private final int maxHeadBytes;
    private final int maxHeadFields;
    private final Duration openWithin;
    private final int maxConnections;
    private final int maxOpening;
    private final int maxMessageBytes;
    private final long maxIncomingBytes;
    private final long maxOutgoingBytes;
    private final int maxMessagesPerSecond;
    private final long maxReplayBufferBytes;
    private final int maxStreamsPerConnection;
    private final int maxStreamsPerPrincipal;

    private ServerLimits(Builder from) {
        maxHeadBytes = from.maxHeadBytes;
        maxHeadFields = from.maxHeadFields;
        openWithin = from.openWithin;
        maxConnections = from.maxConnections;
        maxOpening = from.maxOpening;
        maxMessageBytes = from.maxMessageBytes;
        maxIncomingBytes = from.maxIncomingBytes;
        maxOutgoingBytes = from.maxOutgoingBytes;
        maxMessagesPerSecond = from.maxMessagesPerSecond;
        maxReplayBufferBytes = from.maxReplayBufferBytes;
        maxStreamsPerConnection = from.maxStreamsPerConnection;
        maxStreamsPerPrincipal = from.maxStreamsPerPrincipal;
    }

    /** Returns a builder with the usual limits. */
    public static Builder builder() {
        return new Builder();
    }

    /** Returns a builder with these limits. */
    public Builder toBuilder() {
        Builder builder = new Builder();
        builder.maxHeadBytes = maxHeadBytes;
        builder.maxHeadFields = maxHeadFields;
        builder.openWithin = openWithin;
        builder.maxConnections = maxConnections;
        builder.maxOpening = maxOpening;
        builder.maxMessageBytes = maxMessageBytes;
        builder.maxIncomingBytes = maxIncomingBytes;
        builder.maxOutgoingBytes = maxOutgoingBytes;
        builder.maxMessagesPerSecond = maxMessagesPerSecond;
        builder.maxReplayBufferBytes = maxReplayBufferBytes;
        builder.maxStreamsPerConnection = maxStreamsPerConnection;
        builder.maxStreamsPerPrincipal = maxStreamsPerPrincipal;
        return builder;
    }

    /** Returns the most bytes of an HTTP request's head. More is answered with 431. */
    public int maxHeadBytes() {
        return maxHeadBytes;
    }

    /** Returns the most header fields of an HTTP request. More is answered with 431. */
    public int maxHeadFields() {
        return maxHeadFields;
    }

    /** Returns the time from the accepted socket to the open WebSocket, the TLS handshake included. Then the socket is closed. */
    public Duration openWithin() {
        return openWithin;
    }

    /** Returns the most sockets at one time. One more is answered with 503. */
    public int maxConnections() {
        return maxConnections;
    }

    /** Returns the most sockets at one time that are not WebSockets yet. For one more the one that came first is refused with 503. */
    public int maxOpening() {
        return maxOpening;
    }

    /** Returns the most bytes of one message from a client. A larger one closes its connection with code 1009. */
    public int maxMessageBytes() {
        return maxMessageBytes;
    }

    /**
     * Returns the most bytes that unfinished incoming messages have on all connections together, inflated ones included. Beyond it the
     * connection that has most of them is closed with code 1013.
     */
    public long maxIncomingBytes() {
        return maxIncomingBytes;
    }

    /**
     * Returns the most bytes that wait to leave on all connections together. Beyond it the connection that has most of them is closed
     * with code 1013.
     */
    public long maxOutgoingBytes() {
        return maxOutgoingBytes;
    }

    /**
     * Returns the most messages that one principal may send in a second, each counted once more for every KiB that it has. While it
     * sends more, its connections have equal shares, and one that sends more than its share is read more slowly.
     */
    public int maxMessagesPerSecond() {
        return maxMessagesPerSecond;
    }

    /**
     * Returns the most bytes that the replay buffers of all streams have together. A principal that needs more loses its own oldest
     * updates first.
     */
    public long maxReplayBufferBytes() {
        return maxReplayBufferBytes;
    }

    /** Returns the most streams bound to one connection. */
    public int maxStreamsPerConnection() {
        return maxStreamsPerConnection;
    }

    /** Returns the most streams of one principal, bound and detached. */
    public int maxStreamsPerPrincipal() {
        return maxStreamsPerPrincipal;
    }

    private static long quarterOfTheHeap() {
        return Math.min(Runtime.getRuntime().maxMemory() / 4, 256L << 20);
    }

    /** A builder of {@link ServerLimits}. What can't be used is refused by {@link #build}. Not safe for use by several threads. */
    public static final class Builder {
        private int maxHeadBytes = 16 << 10;
        private int maxHeadFields = 100;
        private Duration openWithin = Duration.ofSeconds(10);
        private int maxConnections = 1_000;
        private int maxOpening = 100;
        private int maxMessageBytes = 1 << 20;
        private long maxIncomingBytes = Math.min(quarterOfTheHeap(), 64L << 20);
        private long maxOutgoingBytes = quarterOfTheHeap();
        private int maxMessagesPerSecond = 20_000;
        private long maxReplayBufferBytes = quarterOfTheHeap();
        private int maxStreamsPerConnection = 1_000;
        private int maxStreamsPerPrincipal = 10_000;

        private Builder() {}

        /** Sets the most bytes of an HTTP request's head; 16 KiB by default. */
        public Builder maxHeadBytes(int value) {
            maxHeadBytes = value;
            return this;
        }

        /** Sets the most header fields of an HTTP request; 100 by default. */
        public Builder maxHeadFields(int value) {
            maxHeadFields = value;
            return this;
        }

        /** Sets the time from the accepted socket to the open WebSocket; 10 s by default. */
        public Builder openWithin(Duration value) {
            openWithin = value;
            return this;
        }

        /** Sets the most sockets at one time; 1,000 by default. */
        public Builder maxConnections(int value) {
            maxConnections = value;
            return this;
        }

        /** Sets the most sockets at one time that are not WebSockets yet; 100 by default. */
        public Builder maxOpening(int value) {
            maxOpening = value;
            return this;
        }

        /** Sets the most bytes of one message from a client; 1 MiB by default. */
        public Builder maxMessageBytes(int value) {
            maxMessageBytes = value;
            return this;
        }

        /**
         * Sets the most bytes of unfinished incoming messages on all connections together; by default a quarter of the heap, 64 MiB at most.
         */
        public Builder maxIncomingBytes(long value) {
            maxIncomingBytes = value;
            return this;
        }

        /** Sets the most bytes that wait to leave on all connections together; by default a quarter of the heap, 256 MiB at most. */
        public Builder maxOutgoingBytes(long value) {
            maxOutgoingBytes = value;
            return this;
        }

        /** Sets the most messages that one principal may send in a second; 20,000 by default. */
        public Builder maxMessagesPerSecond(int value) {
            maxMessagesPerSecond = value;
            return this;
        }

        /** Sets the most bytes of all replay buffers together; by default a quarter of the heap, 256 MiB at most. */
        public Builder maxReplayBufferBytes(long value) {
            maxReplayBufferBytes = value;
            return this;
        }

        /** Sets the most streams bound to one connection; 1,000 by default. */
        public Builder maxStreamsPerConnection(int value) {
            maxStreamsPerConnection = value;
            return this;
        }

        /** Sets the most streams of one principal, bound and detached; 10,000 by default. */
        public Builder maxStreamsPerPrincipal(int value) {
            maxStreamsPerPrincipal = value;
            return this;
        }

        /**
         * Builds the limits.
         *
         * @throws IllegalArgumentException if one is less than 1, or {@code openWithin} is less than a millisecond; the message says which
         */
        public ServerLimits build() {
            requirePositive("maxHeadBytes", maxHeadBytes);
            requirePositive("maxHeadFields", maxHeadFields);
            requirePositive("maxConnections", maxConnections);
            requirePositive("maxOpening", maxOpening);
            requirePositive("maxMessageBytes", maxMessageBytes);
            requirePositive("maxIncomingBytes", maxIncomingBytes);
            requirePositive("maxOutgoingBytes", maxOutgoingBytes);
            requirePositive("maxMessagesPerSecond", maxMessagesPerSecond);
            requirePositive("maxReplayBufferBytes", maxReplayBufferBytes);
            requirePositive("maxStreamsPerConnection", maxStreamsPerConnection);
            requirePositive("maxStreamsPerPrincipal", maxStreamsPerPrincipal);
            if (openWithin.compareTo(Duration.ofMillis(1)) < 0) {
                throw new IllegalArgumentException("openWithin must be at least a millisecond but was " + openWithin);
            }
            return new ServerLimits(this);
        }

        private static void requirePositive(String what, long value) {
            if (value < 1) {
                throw new IllegalArgumentException(what + " must be at least 1 but was " + value);
            }
        }
    }
}
