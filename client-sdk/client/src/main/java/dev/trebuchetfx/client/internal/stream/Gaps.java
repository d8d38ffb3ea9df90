// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import org.jspecify.annotations.Nullable;

/**
 * The gaps of one logical stream: those whose updates are asked for again, those that are given up, and the one that ends the stream.
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

    /**
     * Creates gaps of which none is open.
     *
     * @param fatal true if nothing may be shown after a gap that was not healed
     */
    Gaps(StreamReporter reporter, boolean fatal) {
        this.reporter = reporter;
        this.fatal = fatal;
    }

    /** Returns the gap that ends the stream, since its updates are missing for good; null while there is none. */
    @Nullable
    GapReport fatalGap() {
        return fatalGap;
    }

    /** Returns whether nothing is shown any more, since a gap ends the stream. */
    boolean areFatal() {
        return fatalGap != null;
    }

    /** Returns whether one more attempt to heal is worth it. */
    boolean mayHeal() {
        return healingAttempts < MAX_HEALING_ATTEMPTS;
    }

    /** Notes that the stream has caught up, or begins anew: healing may be tried as often as at the start. */
    void caughtUp() {
        healingAttempts = 0;
    }

    /** Counts an attempt to heal, since the server is asked about the position itself. */
    void doubted() {
        healingAttempts++;
    }

    /** Sets the gap that a restart will leave, or null for none; it is told when the new stream starts. */
    void willMiss(@Nullable GapReport gap) {
        open = gap;
    }

    /** Opens a gap from the position to {@code toSequence}, unsigned and included, whose updates are asked for again. */
    GapReport healing(@Nullable StreamCheckpoint at, long toSequence) {
        healingAttempts++;
        GapReport gap = missing(at, toSequence, GapReport.Cause.JUMPED);
        open = gap;
        reporter.gapDetected(gap);
        return gap;
    }

    /**
     * Opens a gap from the position to {@code toSequence}, unsigned and included, unless one is open. It is told with the full state
     * that is asked for.
     */
    void willTell(@Nullable StreamCheckpoint at, long toSequence, GapReport.Cause cause) {
        if (open == null) {
            open = missing(at, toSequence, cause);
        }
    }

    /** Gives up the updates from the position to {@code toSequence}, unsigned and included: they are not asked for. */
    void giveUp(@Nullable StreamCheckpoint at, long toSequence, GapReport.Cause cause) {
        open = null;
        lost(missing(at, toSequence, cause));
    }

    /** Gives up the updates that are still missing, since the server has nothing more to send. */
    void giveUpOpen(@Nullable StreamCheckpoint at) {
        GapReport left = takeOpen(at);
        if (left != null) {
            lost(left);
        }
    }

    /** Takes the open gap out and returns what is still missing of it, for the caller to tell; null where nothing is. */
    @Nullable
    GapReport takeOpen(@Nullable StreamCheckpoint at) {
        GapReport gap = open;
        open = null;
        return gap == null ? null : stillMissing(gap, at);
    }

    /** Reports updates that will not come. The first such gap ends the stream of a subscriber that wants every update. */
    void lost(GapReport gap) {
        reporter.gap(gap);
        if (fatal && fatalGap == null) {
            fatalGap = gap;
        }
    }

    /** Notes that an update is taken, and reports a gap that it closes as healed. */
    void reached(long sequence) {
        GapReport gap = open;
        if (gap != null && gap.toSequence() != null && Long.compareUnsigned(sequence, gap.toSequence()) >= 0) {
            open = null;
            reporter.gap(new GapReport(gap.streamID(), gap.fromSequence(), gap.toSequence(), gap.cause(), true));
        }
    }

    /** Returns what is still missing of a gap, less the updates that came late, after it was found; null where nothing is. */
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
