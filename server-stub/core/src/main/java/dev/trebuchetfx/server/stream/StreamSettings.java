// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import java.time.Duration;

/**
 * The settings of all streams of one server.
 *
 * @param epoch the span in which this server's numbering holds; another for each server process
 * @param bufferSize the number of updates kept for each stream
 * @param bufferBytes the most bytes that the kept updates of one stream have together
 * @param timeToLive the time for which a detached stream is kept
 * @param maxStreams the most streams at one time, bound and detached
 * @param maxDetachedStreams the most detached streams at one time; beyond it the principal that has the most of them loses the one detached longest
 * @param maxReplayBytes the size above which a replay gives way to the full state, where that is smaller and the peer has the extension
 * @param maxReplayBufferBytes the most bytes that all streams keep together
 * @param maxStreamsPerPrincipal the most streams of one principal at one time, bound and detached
 * @param minHeartbeat the shortest interval between heartbeats that a client gets
 * @param maxHeartbeat the longest interval between heartbeats that a client gets
 */
public record StreamSettings(
        String epoch,
        int bufferSize,
        long bufferBytes,
        Duration timeToLive,
        int maxStreams,
        int maxDetachedStreams,
        long maxReplayBytes,
        long maxReplayBufferBytes,
        int maxStreamsPerPrincipal,
        Duration minHeartbeat,
        Duration maxHeartbeat) {
    /** The most expired streams that are remembered, so that a late resume hears why it was restarted. */
    static final int MAX_EXPIRED_REMEMBERED = 10_000;

    /** The interval for a client whose wish is not known: its stream began at another server, and its resume does not say. */
    private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(15);

    /** Returns the interval for a client that asks for this one. */
    Duration heartbeat(long millis) {
        return Duration.ofMillis(Math.clamp(millis, minHeartbeat.toMillis(), maxHeartbeat.toMillis()));
    }

    /** Returns the interval for a client with the extension whose wish is not known. */
    Duration usualHeartbeat() {
        return heartbeat(USUAL_HEARTBEAT.toMillis());
    }
}
