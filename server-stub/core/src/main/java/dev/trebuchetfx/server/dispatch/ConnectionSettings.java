// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import java.time.Duration;

/**
 * How connections are kept.
 *
 * @param pingInterval a peer of which nothing is heard is dropped within two of them
 * @param conflateAboveBytes while more is queued, streams wait with their newest state
 * @param maxQueuedBytes a connection for which more is queued is closed with code 1013
 * @param comeBackWithin over how long a closing server spreads its clients' return, at least a second
 */
public record ConnectionSettings(
        Duration pingInterval, long conflateAboveBytes, long maxQueuedBytes, Duration comeBackWithin) {}
