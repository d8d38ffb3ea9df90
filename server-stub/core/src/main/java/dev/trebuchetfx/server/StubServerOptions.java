// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link StubServer} is set up; made by its builder.
 *
 * @param host the address to listen on
 * @param port 0 for a free one
 * @param bufferSize updates kept for each stream, 0 or more
 * @param bufferBytes bytes that the updates kept for one stream have together
 * @param timeToLive how long a stream without a connection is kept
 * @param tokens principals by token; empty lets anyone connect
 * @param adminPort of the admin server on loopback, 0 for a free one; null for none
 * @param tls for {@code wss:}; null for {@code ws:}
 * @param compression what clients are granted that offer to compress messages
 * @param maxQueuedBytes a connection for which more is queued is closed with code 1013
 * @param conflateAboveBytes while more is queued for a connection, its streams wait with their newest state
 * @param maxReplayBytes a replay of more gives way to the full state
 * @param minHeartbeat the shortest interval between heartbeats that a client gets
 * @param maxHeartbeat the longest one
 * @param pingInterval a peer of which nothing is heard is dropped within two of them
 * @param drainTimeout how long a closing server waits for calls that are under way
 * @param comeBackWithin over how long a closing server spreads its clients' return
 * @param maxStreams streams at one time
 * @param maxDetachedStreams streams without a connection at one time; beyond it the one detached longest expires
 * @param maxWaitingMessages messages that may wait for one actor
 */
public record StubServerOptions(
        String host,
        int port,
        int bufferSize,
        long bufferBytes,
        Duration timeToLive,
        Map<String, String> tokens,
        @Nullable Integer adminPort,
        @Nullable SSLContext tls,
        MessageCompression compression,
        long maxQueuedBytes,
        long conflateAboveBytes,
        long maxReplayBytes,
        Duration minHeartbeat,
        Duration maxHeartbeat,
        Duration pingInterval,
        Duration drainTimeout,
        Duration comeBackWithin,
        int maxStreams,
        int maxDetachedStreams,
        int maxWaitingMessages) {

    public StubServerOptions {
        tokens = Map.copyOf(tokens);
        requirePort("port", port);
        if (adminPort != null) {
            requirePort("adminPort", adminPort);
        }
        requireAtLeast("bufferSize", 0, bufferSize);
        requireAtLeast("maxQueuedBytes", 1, maxQueuedBytes);
        requireAtLeast("bufferBytes", 0, bufferBytes);
        requireAtLeast("conflateAboveBytes", 0, conflateAboveBytes);
        requireAtLeast("maxReplayBytes", 0, maxReplayBytes);
        requireAtLeastAMilli("minHeartbeat", minHeartbeat);
        requireAtLeastAMilli("pingInterval", pingInterval);
        if (maxHeartbeat.compareTo(minHeartbeat) < 0) {
            throw new IllegalArgumentException(
                    "maxHeartbeat must not be less than minHeartbeat, " + minHeartbeat + ", but was " + maxHeartbeat);
        }
        if (conflateAboveBytes > maxQueuedBytes) {
            throw new IllegalArgumentException("conflateAboveBytes must not be more than maxQueuedBytes, "
                    + maxQueuedBytes + ", but was " + conflateAboveBytes);
        }
        requireAtLeast("maxStreams", 1, maxStreams);
        requireAtLeast("maxDetachedStreams", 0, maxDetachedStreams);
        requireAtLeast("maxWaitingMessages", 1, maxWaitingMessages);
        requireNotNegative("timeToLive", timeToLive);
        requireNotNegative("drainTimeout", drainTimeout);
        if (comeBackWithin.toSeconds() < 1) {
            throw new IllegalArgumentException("comeBackWithin must be at least a second but was " + comeBackWithin);
        }
    }

    private static void requirePort(String what, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(what + " must be 0 to 65535 but was " + port);
        }
    }

    private static void requireNotNegative(String what, Duration value) {
        if (value.isNegative()) {
            throw new IllegalArgumentException(what + " must not be negative but was " + value);
        }
    }

    private static void requireAtLeastAMilli(String what, Duration value) {
        if (value.toMillis() < 1) {
            throw new IllegalArgumentException(what + " must be at least a millisecond but was " + value);
        }
    }

    private static void requireAtLeast(String what, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + " but was " + value);
        }
    }
}
