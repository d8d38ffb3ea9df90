// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.protocol.transport.GatewayLimits;
import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The options of a {@link StubServer}, as {@link StubServerBuilder} collects them.
 *
 * @param host the address to listen on
 * @param port the port to listen on; 0 for a free one
 * @param bufferSize the number of updates kept for each stream, 0 or more
 * @param bufferBytes the most bytes that the updates kept for one stream have together
 * @param timeToLive the time for which a stream without a connection is kept
 * @param tokens the principals by their tokens; empty lets anyone connect
 * @param adminPort the port of the admin server on loopback, 0 for a free one; null for no admin server
 * @param tls the TLS context for {@code wss:}; null for {@code ws:}
 * @param compression the compression for clients that offer it
 * @param maxQueuedBytes the queue size above which a connection is closed with code 1013
 * @param conflateAboveBytes the queue size above which the streams of a connection wait with their newest state
 * @param maxReplayBytes the size above which a replay gives way to the full state
 * @param minHeartbeat the shortest interval between heartbeats that a client gets
 * @param maxHeartbeat the longest interval between heartbeats that a client gets
 * @param pingInterval the interval in which connections are looked after; a silent client is dropped within two of them
 * @param drainTimeout the time for which a closing server waits for calls that are under way
 * @param comeBackWithin the time over which a closing server spreads the return of its clients, at least a second
 * @param maxStreams the most streams at one time
 * @param maxDetachedStreams the most streams without a connection at one time; beyond it the one detached longest expires
 * @param maxWaitingMessages the most messages that may wait for one actor
 * @param store the store of stateful actors; null to keep their states in memory
 * @param storeTimeout the longest time for one answer of the store
 * @param sleepAfter the time after which an actor sleeps that nobody uses
 * @param limits the limits that hold against hostile peers
 * @param authorizer the rules by principal; null where everything is allowed
 * @param gateway the limits of the gateway whose ways the server takes on; null for its own ways
 * @param allowedOrigins the origins of web pages that may connect; empty for none
 * @param allowedHosts the names, beside that of the address, by which clients may ask for the server
 */
record StubServerOptions(
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
        int maxWaitingMessages,
        @Nullable ActorStateStore store,
        Duration storeTimeout,
        Duration sleepAfter,
        ServerLimits limits,
        @Nullable Authorizer authorizer,
        @Nullable GatewayLimits gateway,
        Set<String> allowedOrigins,
        Set<String> allowedHosts) {

    /**
     * Checks the options.
     *
     * @throws IllegalArgumentException if one is out of its range; the message says which
     */
    public StubServerOptions {
        tokens = Map.copyOf(tokens);
        allowedOrigins = Set.copyOf(allowedOrigins);
        allowedHosts = Set.copyOf(allowedHosts);
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
        requireAtLeastAMilli("storeTimeout", storeTimeout);
        requireAtLeastAMilli("sleepAfter", sleepAfter);
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
