// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import java.time.Duration;

/**
 * How streams live.
 *
 * @param epoch the span in which this server's numbering holds; another for each server process
 * @param bufferSize updates kept for each stream
 * @param timeToLive how long a detached stream is kept
 * @param maxStreams streams at one time, bound and detached
 * @param maxDetachedStreams detached streams at one time; beyond it the one detached longest expires
 */
public record StreamSettings(
        String epoch, int bufferSize, Duration timeToLive, int maxStreams, int maxDetachedStreams) {
    /** Expired streams that are remembered, so that a late resume hears why it was restarted. */
    static final int MAX_EXPIRED_REMEMBERED = 10_000;
}
