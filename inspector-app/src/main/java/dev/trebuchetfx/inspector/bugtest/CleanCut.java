// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An update of a stream after which nothing was under way: every number up to it had come, and no resume was unanswered.
 *
 * @param member its place among the stream's events
 * @param index its place in the log
 * @param start where in the log its server's stream started
 * @param invocation where in the log the stream was asked for first; -1 where that was not seen
 */
record CleanCut(int member, long index, long start, long invocation) {

    /** The last one before {@code first}, or null where the stream must be played from its beginning. */
    static @Nullable CleanCut before(LogView view, List<Long> members, long first) {
        Walk walk = new Walk();
        LogCursor event = view.cursor();
        for (int i = 0; i < members.size() && members.get(i) < first; i++) {
            if (event.moveTo(members.get(i))) {
                walk.take(event, i);
            }
        }
        return walk.cut;
    }

    /** Follows a stream as its client does. */
    private static final class Walk {
        private @Nullable CleanCut cut;
        private long start = -1;
        private long invocation = -1;
        private int number;
        /** Up to here everything has come. */
        private long position;

        private long highest;
        private boolean resuming;
        private long replayedTo;

        void take(LogCursor event, int member) {
            switch (event.kind()) {
                case INVOCATION ->
                    invocation = invocation < 0 && event.envelope() instanceof InvocationEnvelope
                            ? event.index()
                            : invocation;
                case STREAM_START -> {
                    start = event.index();
                    number = event.streamNumber();
                    position = 0;
                    highest = 0;
                    resuming = false;
                    replayedTo = 0;
                }
                case STREAM_RESUME -> resuming = true;
                case STREAM_RESUMED -> answered(event);
                case STREAM_DATA -> update(event, member);
                default -> {}
            }
        }

        private void answered(LogCursor event) {
            if (event.envelope() instanceof StreamResumedEnvelope resumed) {
                resuming = resumed.outcome() == ResumeOutcome.RESTARTED;
                Long to = resumed.toSequence();
                replayedTo = resumed.outcome() == ResumeOutcome.REPLAYED && to != null ? to : 0;
            }
        }

        private void update(LogCursor event, int member) {
            if (event.streamNumber() != number) {
                return;
            }
            long sequence = event.sequence();
            boolean next = Long.compareUnsigned(sequence, position) > 0
                    && Long.compareUnsigned(sequence - position - 1, event.count()) <= 0;
            if (Long.compareUnsigned(sequence, highest) > 0) {
                highest = sequence;
            }
            if (next) {
                position = sequence;
                boolean replaying = Long.compareUnsigned(position, replayedTo) < 0;
                if (position == highest && !resuming && !replaying) {
                    cut = new CleanCut(member, event.index(), start, invocation);
                }
            }
        }
    }
}
