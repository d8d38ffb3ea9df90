// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.time.Duration;

/** The time for which nothing was heard of a stream, and whether the server would say so if something was lost. Owned by the client's loop. */
final class Silence {
    private final TimeSource time;
    private long heardNanos;
    private boolean hasHeartbeats;

    Silence(TimeSource time) {
        this.time = time;
        this.heardNanos = time.nanoTime();
    }

    /** Takes the start of a stream. */
    void began(StreamStartEnvelope start) {
        var ext = start.ext();
        hasHeartbeats = ext != null && ext.heartbeatMillis() != null;
        heard();
    }

    /** Notes that something came that shows how far the stream has been sent. */
    void heard() {
        heardNanos = time.nanoTime();
    }

    /** Returns whether nothing was heard for so long, and nothing will be where the last update was lost. */
    boolean isInDoubtAfter(Duration quiet) {
        return !hasHeartbeats && time.nanoTime() - heardNanos >= quiet.toNanos();
    }
}
