// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import java.time.Duration;

/**
 * How streams live.
 *
 * @param epoch the span in which this server's numbering holds; another for each server process
 * @param bufferSize updates kept for each stream
 * @param bufferBytes bytes that the kept updates of one stream have together
 * @param timeToLive how long a detached stream is kept
 * @param maxStreams streams at one time, bound and detached
 * @param maxDetachedStreams detached streams at one time; beyond it the one detached longest expires
 * @param maxReplayBytes a replay of more gives way to the full state, where that is smaller and the peer has the extension
 * @param minHeartbeat the shortest interval between heartbeats that a client gets
 * @param maxHeartbeat the longest one
 */
public record StreamSettings(
        String epoch,
        int bufferSize,
        long bufferBytes,
        Duration timeToLive,
        int maxStreams,
        int maxDetachedStreams,
        long maxReplayBytes,
        Duration minHeartbeat,
        Duration maxHeartbeat) {
    /** Expired streams that are remembered, so that a late resume hears why it was restarted. */
    static final int MAX_EXPIRED_REMEMBERED = 10_000;

    /** For a client whose wish is not known: its stream began at another server, and its resume does not say. */
    private static final Duration USUAL_HEARTBEAT = Duration.ofSeconds(15);

    /** The interval for a client that wishes this one. */
    Duration heartbeat(long millis) {
        return Duration.ofMillis(Math.clamp(millis, minHeartbeat.toMillis(), maxHeartbeat.toMillis()));
    }

    /** The interval for a client with the extension whose wish is not known. */
    Duration usualHeartbeat() {
        return heartbeat(USUAL_HEARTBEAT.toMillis());
    }
}
