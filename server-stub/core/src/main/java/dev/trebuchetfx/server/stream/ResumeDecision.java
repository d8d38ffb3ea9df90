// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import java.util.function.LongSupplier;

/** What becomes of a stream that a client asks to resume. */
sealed interface ResumeDecision {
    /** Nothing was missed. */
    record Current() implements ResumeDecision {}

    /** What was missed is in the buffer. */
    record Replay() implements ResumeDecision {}

    /** A replay is not possible. */
    record Restart(RestartReason reason) implements ResumeDecision {}

    /**
     * Decides on a stream that the server still has.
     *
     * @param last the newest number that the client has, unsigned
     * @param newest the newest number given out, unsigned
     * @param full whether the client wants the full state whatever is buffered
     * @param maxReplayBytes a replay of more is answered by the full state
     * @param replayBytes what a replay would be
     */
    static ResumeDecision of(
            long last, long newest, ReplayBuffer buffer, boolean full, long maxReplayBytes, LongSupplier replayBytes) {
        if (full) {
            return new Restart(RestartReason.FULL);
        }
        int position = Long.compareUnsigned(last, newest);
        if (position > 0) {
            return new Restart(RestartReason.AHEAD);
        }
        if (position == 0) {
            return new Current();
        }
        if (!buffer.reachesBackTo(last)) {
            return new Restart(RestartReason.EVICTED);
        }
        return replayBytes.getAsLong() > maxReplayBytes ? new Restart(RestartReason.FULL) : new Replay();
    }
}
