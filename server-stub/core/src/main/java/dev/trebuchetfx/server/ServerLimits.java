// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import java.time.Duration;

/**
 * The limits that keep a server up whatever its peers send: no peer can make it use more memory, threads or descriptors than these allow.
 *
 * <p>{@link #DEFAULT} suits a server on a small heap. {@link #toBuilder()} changes single limits.
 *
 * @param maxHeadBytes the most bytes of an HTTP request's head; more is answered with 431
 * @param maxHeadFields the most header fields of an HTTP request; more is answered with 431
 * @param openWithin the time from the accepted socket to the open WebSocket, the TLS handshake included; then the socket is closed
 * @param maxConnections the most sockets at one time; one more is answered with 503
 * @param maxOpening the most sockets at one time that are not WebSockets yet; for one more the one that came first is refused with 503
 * @param maxMessageBytes the most bytes of one message from a client; a larger one closes its connection with code 1009
 * @param maxIncomingBytes the most bytes that unfinished incoming messages have on all connections together, inflated ones included; beyond it the
 *     connection that has most of them is closed with code 1013
 * @param maxOutgoingBytes the most bytes that wait to leave on all connections together; beyond it the connection that has most of them is
 *     closed with code 1013
 * @param maxMessagesPerSecond the most messages that one principal may send in a second, each counted once more for every KiB that it has;
 *     while it sends more, its connections have equal shares, and one that sends more than its share is read more slowly
 * @param maxReplayBufferBytes the most bytes that the replay buffers of all streams have together; a principal that needs more loses its own
 *     oldest updates first
 * @param maxStreamsPerConnection the most streams bound to one connection
 * @param maxStreamsPerPrincipal the most streams of one principal, bound and detached
 */
public record ServerLimits(
        int maxHeadBytes,
        int maxHeadFields,
        Duration openWithin,
        int maxConnections,
        int maxOpening,
        int maxMessageBytes,
        long maxIncomingBytes,
        long maxOutgoingBytes,
        int maxMessagesPerSecond,
        long maxReplayBufferBytes,
        int maxStreamsPerConnection,
        int maxStreamsPerPrincipal) {
    /**
     * The usual limits. The replay buffers may have a quarter of the heap, 256 MiB at most, and so may what waits to leave; incoming messages
     * may have a quarter of the heap, 64 MiB at most.
     */
    public static final ServerLimits DEFAULT = new ServerLimits(
            16 << 10,
            100,
            Duration.ofSeconds(10),
            1_000,
            100,
            1 << 20,
            Math.min(quarterOfTheHeap(), 64L << 20),
            quarterOfTheHeap(),
            20_000,
            quarterOfTheHeap(),
            1_000,
            10_000);

    /**
     * Checks the limits.
     *
     * @throws IllegalArgumentException if one is less than 1, or {@code openWithin} is less than a millisecond
     */
    public ServerLimits {
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
    }

    private static long quarterOfTheHeap() {
        return Math.min(Runtime.getRuntime().maxMemory() / 4, 256L << 20);
    }

    /** Returns a builder with the usual limits. */
    public static Builder builder() {
        return DEFAULT.toBuilder();
    }

    /** Returns a builder with these limits. */
    public Builder toBuilder() {
        return new Builder(this);
    }

    private static void requirePositive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + " must be at least 1 but was " + value);
        }
    }

    /** A builder of {@link ServerLimits}. What can't be used is refused by {@link #build}. Not safe for use by several threads. */
    public static final class Builder {
        private int maxHeadBytes;
        private int maxHeadFields;
        private Duration openWithin;
        private int maxConnections;
        private int maxOpening;
        private int maxMessageBytes;
        private long maxIncomingBytes;
        private long maxOutgoingBytes;
        private int maxMessagesPerSecond;
        private long maxReplayBufferBytes;
        private int maxStreamsPerConnection;
        private int maxStreamsPerPrincipal;

        private Builder(ServerLimits from) {
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

        /** Sets the most bytes of unfinished incoming messages on all connections together; by default a quarter of the heap, 64 MiB at most. */
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
         * @throws IllegalArgumentException if a limit is out of its range; the message says which
         */
        public ServerLimits build() {
            return new ServerLimits(
                    maxHeadBytes,
                    maxHeadFields,
                    openWithin,
                    maxConnections,
                    maxOpening,
                    maxMessageBytes,
                    maxIncomingBytes,
                    maxOutgoingBytes,
                    maxMessagesPerSecond,
                    maxReplayBufferBytes,
                    maxStreamsPerConnection,
                    maxStreamsPerPrincipal);
        }
    }
}
