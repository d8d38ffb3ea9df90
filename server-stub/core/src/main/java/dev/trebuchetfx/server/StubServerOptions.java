// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

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
 * @param timeToLive how long a stream without a connection is kept
 * @param tokens principals by token; empty lets anyone connect
 * @param adminPort of the admin server on loopback, 0 for a free one; null for none
 * @param tls for {@code wss:}; null for {@code ws:}
 * @param maxQueuedBytes a connection for which more is queued is closed with code 1013
 * @param maxStreams streams at one time
 * @param maxDetachedStreams streams without a connection at one time; beyond it the one detached longest expires
 * @param maxWaitingMessages messages that may wait for one actor
 */
public record StubServerOptions(
        String host,
        int port,
        int bufferSize,
        Duration timeToLive,
        Map<String, String> tokens,
        @Nullable Integer adminPort,
        @Nullable SSLContext tls,
        long maxQueuedBytes,
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
        requireAtLeast("maxStreams", 1, maxStreams);
        requireAtLeast("maxDetachedStreams", 0, maxDetachedStreams);
        requireAtLeast("maxWaitingMessages", 1, maxWaitingMessages);
        if (timeToLive.isNegative()) {
            throw new IllegalArgumentException("timeToLive must not be negative but was " + timeToLive);
        }
    }

    private static void requirePort(String what, int port) {
        if (port < 0 || port > 65_535) {
            throw new IllegalArgumentException(what + " must be 0 to 65535 but was " + port);
        }
    }

    private static void requireAtLeast(String what, long least, long value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " must be at least " + least + " but was " + value);
        }
    }
}
