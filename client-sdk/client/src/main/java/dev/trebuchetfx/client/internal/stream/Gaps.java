// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import org.jspecify.annotations.Nullable;

/**
 * What is missing of one logical stream: what is asked for again, what is given up, and what ends the stream.
 *
 * <p>Owned by the client's loop.
 */
final class Gaps {
    private static final int MAX_HEALING_ATTEMPTS = 2;

    private final StreamReporter reporter;
    private final boolean fatal;

    // Valid for the logical stream.
    private @Nullable GapReport fatalGap;

    // Valid for one stream of the server.
    private @Nullable GapReport open;
    private int healingAttempts;

    /** @param fatal whether nothing is shown after a gap that was not healed */
    Gaps(StreamReporter reporter, boolean fatal) {
        this.reporter = reporter;
        this.fatal = fatal;
    }

    /** What is missing for good where that ends the stream; null while nothing is. */
    @Nullable
    GapReport fatalGap() {
        return fatalGap;
    }

    /** Whether nothing is shown any more. */
    boolean areFatal() {
        return fatalGap != null;
    }

    /** Whether one more attempt to heal is worth it. */
    boolean mayHeal() {
        return healingAttempts < MAX_HEALING_ATTEMPTS;
    }

    /** The stream has caught up, or begins anew: healing may be tried as often as ever. */
    void caughtUp() {
        healingAttempts = 0;
    }

    /** The position itself is doubted and is asked about, which counts as an attempt to heal. */
    void doubted() {
        healingAttempts++;
    }

    /** A restart will leave this gap, if any; it is told when the new stream starts. */
    void willMiss(@Nullable GapReport gap) {
        open = gap;
    }

    /** What lies between the position and {@code toSequence}, unsigned and included, is asked for again. */
    GapReport healing(@Nullable StreamCheckpoint at, long toSequence) {
        healingAttempts++;
        GapReport gap = missing(at, toSequence, GapReport.Cause.JUMPED);
        open = gap;
        reporter.gapDetected(gap);
        return gap;
    }

    /** What lies between the position and {@code toSequence}, unsigned and included, will be told with the full state that is asked for. */
    void willTell(@Nullable StreamCheckpoint at, long toSequence, GapReport.Cause cause) {
        if (open == null) {
            open = missing(at, toSequence, cause);
        }
    }

    /** What lies between the position and {@code toSequence}, unsigned and included, will not be asked for. */
    void giveUp(@Nullable StreamCheckpoint at, long toSequence, GapReport.Cause cause) {
        open = null;
        lost(missing(at, toSequence, cause));
    }

    /** The server has nothing more to send: what is still missing will not come. */
    void giveUpOpen(@Nullable StreamCheckpoint at) {
        GapReport left = takeOpen(at);
        if (left != null) {
            lost(left);
        }
    }

    /** What is still missing, for somebody else to tell. */
    @Nullable
    GapReport takeOpen(@Nullable StreamCheckpoint at) {
        GapReport gap = open;
        open = null;
        return gap == null ? null : stillMissing(gap, at);
    }

    /** Updates will not come. */
    void lost(GapReport gap) {
        reporter.gap(gap);
        if (fatal && fatalGap == null) {
            fatalGap = gap;
        }
    }

    /** An update is taken: what was missing before it has come. */
    void reached(long sequence) {
        GapReport gap = open;
        if (gap != null && gap.toSequence() != null && Long.compareUnsigned(sequence, gap.toSequence()) >= 0) {
            open = null;
            reporter.gap(new GapReport(gap.streamID(), gap.fromSequence(), gap.toSequence(), gap.cause(), true));
        }
    }

    /** What came late, after the gap was found, is not missing. */
    private static @Nullable GapReport stillMissing(GapReport gap, @Nullable StreamCheckpoint at) {
        if (at == null
                || !at.streamID().equals(gap.streamID())
                || SequenceNumbers.isAfter(gap.fromSequence(), at.lastSequence())) {
            return gap;
        }
        Long to = gap.toSequence();
        return to != null && !SequenceNumbers.isAfter(to, at.lastSequence())
                ? null
                : new GapReport(gap.streamID(), at.lastSequence() + 1, to, gap.cause(), gap.healed());
    }

    private static GapReport missing(@Nullable StreamCheckpoint at, long toSequence, GapReport.Cause cause) {
        if (at == null) {
            throw new IllegalStateException("nothing can be missing from a stream that has not started");
        }
        return new GapReport(at.streamID(), at.lastSequence() + 1, toSequence, cause, false);
    }
}
