// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.server.replay.ReplayBuffer.Update;
import java.util.List;
import java.util.function.LongSupplier;

/** The decision about a stream that a client asks to resume. */
sealed interface ResumeDecision {
    /** The decision that nothing was missed. */
    record Current() implements ResumeDecision {}

    /**
     * The decision to replay what was missed.
     *
     * @param missed the updates themselves, since the buffer may lose them meanwhile
     */
    record Replay(List<Update> missed) implements ResumeDecision {}

    /** The decision to restart, since a replay is not possible or too dear. */
    record Restart(RestartReason reason) implements ResumeDecision {}

    /**
     * Decides on a stream that the server still has.
     *
     * @param last the newest number that the client has, unsigned
     * @param newest the newest number given out, unsigned
     * @param missed the updates after {@code last} that are kept
     * @param full whether the client asks for the full state, whatever is buffered
     * @param maxReplayBytes the size above which a replay gives way to the full state
     * @param replayBytes gives the size of a replay; asked only where that matters
     */
    static ResumeDecision of(
            long last, long newest, List<Update> missed, boolean full, long maxReplayBytes, LongSupplier replayBytes) {
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
        if (missed.isEmpty() || missed.getFirst().sequence() != last + 1) {
            return new Restart(RestartReason.EVICTED);
        }
        return replayBytes.getAsLong() > maxReplayBytes ? new Restart(RestartReason.FULL) : new Replay(missed);
    }
}
