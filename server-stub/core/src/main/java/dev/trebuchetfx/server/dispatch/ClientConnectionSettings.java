// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import java.time.Duration;

/**
 * The settings of every {@link ClientConnection} of one server.
 *
 * @param pingInterval the time between two pings; a peer that stays silent is dropped within two intervals
 * @param conflateAboveBytes the queue size above which streams stop sending and keep only their newest state
 * @param maxQueuedBytes the queue size above which a connection is closed with code 1013
 * @param comeBackWithin the time over which a closing server spreads the return of its clients, at least a second
 * @param maxStreams the most streams of one connection
 * @param maxConnections the most connections of one principal
 * @param maxMessagesPerSecond the most messages that a principal sends in a second before its connections are read more slowly
 */
public record ClientConnectionSettings(
        Duration pingInterval,
        long conflateAboveBytes,
        long maxQueuedBytes,
        Duration comeBackWithin,
        int maxStreams,
        int maxConnections,
        int maxMessagesPerSecond) {}
