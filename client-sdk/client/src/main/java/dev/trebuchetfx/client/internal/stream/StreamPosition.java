// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.StreamCheckpoint;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The position of a logical stream in the server's numbering: the newest number taken, the replay that is under way, and the gaps
 * that are measured from it.
 *
 * <p>Owned by the client's loop. Knows numbers, not states.
 */
final class StreamPosition {
    private final TimeSource time;
    private final Gaps gaps;

    // Valid for the logical stream.
    private @Nullable StreamCheckpoint checkpoint;

    // Valid for one stream of the server.
    private long replayUntil;

    /** Creates a position before the first stream of the server. */
    StreamPosition(TimeSource time, Gaps gaps) {
        this.time = time;
        this.gaps = gaps;
    }

    /** Returns the newest position, or null before the first stream of the server. */
    @Nullable
    StreamCheckpoint checkpoint() {
        return checkpoint;
    }

    /** Returns the gaps of the stream, and what is done about them. */
    Gaps gaps() {
        return gaps;
    }

    /** Returns the newest number taken, unsigned, or 0 where none was. */
    long lastSequence() {
        return checkpoint == null ? 0 : checkpoint.lastSequence();
    }

    /** Returns whether nothing of this stream has been numbered here: neither shown nor missed. */
    boolean isAtStart() {
        return lastSequence() == 0;
    }

    /** Returns whether the server has sent a number that has not come, given its newest number, unsigned. False during a replay. */
    boolean lacks(long newest) {
        return replayUntil == 0 && SequenceNumbers.isAfter(newest, lastSequence());
    }

    /** Returns whether more has come than the server says that it has sent, given its newest number, unsigned. */
    boolean isBeyond(long newest) {
        return SequenceNumbers.isAfter(lastSequence(), newest);
    }

    /** Goes on from the position that an earlier run of the application has kept. */
    void restore(StreamCheckpoint kept) {
        checkpoint = kept;
    }

    /** Begins a numbering, since the server has started a stream; no update of it has come. */
    StreamCheckpoint begin(StreamStartEnvelope start) {
        var ext = start.ext();
        StreamCheckpoint origin = new StreamCheckpoint(
                start.streamID(),
                0,
                ext == null ? null : ext.epoch(),
                start.actorID(),
                start.targetIdentifier(),
                time.instant());
        checkpoint = origin;
        replayUntil = 0;
        gaps.caughtUp();
        return origin;
    }

    /** Returns whether everything up to this number, unsigned, has been taken and nothing after it: what a heartbeat says of it holds here. */
    boolean isAt(long newest) {
        return checkpoint != null && replayUntil == 0 && checkpoint.lastSequence() == newest;
    }

    /** Takes over a cursor that came with a heartbeat for {@link #isAt the number reached}, and returns the position with it. */
    StreamCheckpoint withCursor(String cursor) {
        StreamCheckpoint moved =
                Objects.requireNonNull(checkpoint, "a number has been reached").withCursor(cursor);
        checkpoint = moved;
        return moved;
    }

    /** Notes that the server goes on with the stream in an epoch of this name, since the cursor led there. */
    void goesOnIn(String epoch) {
        StreamCheckpoint at = checkpoint;
        if (at != null && at.cursor() != null) {
            checkpoint = at.inEpoch(epoch);
        }
    }

    /** Sets the number that a replay ends with, unsigned; 0 for no replay. */
    void replayUntil(long sequence) {
        replayUntil = sequence;
    }

    /** Judges the number of an update by the newest one taken. */
    SequenceTracker.Verdict judge(StreamDataEnvelope data) {
        var ext = data.ext();
        long skipped = ext == null || ext.skipped() == null ? 0 : ext.skipped();
        return SequenceTracker.judge(lastSequence(), data.sequenceNumber(), skipped);
    }

    /**
     * Moves to the number of an update that is taken.
     *
     * @param cursor the cursor that came with it; null for none
     * @return true if the update is part of the replay
     */
    boolean advance(long sequence, @Nullable String cursor) {
        if (checkpoint != null) {
            checkpoint = checkpoint.advancedTo(sequence, time.instant(), cursor);
        }
        return replayUntil != 0 && Long.compareUnsigned(sequence, replayUntil) <= 0;
    }

    /**
     * Concludes an update after it was shown: a gap that it closes is told as healed, and a replay that it completes is over.
     *
     * @return true if more of the replay is to come
     */
    boolean reached(long sequence) {
        gaps.reached(sequence);
        if (replayUntil != 0 && Long.compareUnsigned(sequence, replayUntil) < 0) {
            return true;
        }
        replayUntil = 0;
        gaps.caughtUp();
        return false;
    }

    /** Opens a gap from here to {@code toSequence}, unsigned and included, whose updates are asked for again. */
    GapReport healing(long toSequence) {
        return gaps.healing(checkpoint, toSequence);
    }

    /**
     * Opens a gap from here to {@code toSequence}, unsigned and included, unless one is open. It is told with the full state that is
     * asked for.
     */
    void willTell(long toSequence, GapReport.Cause cause) {
        gaps.willTell(checkpoint, toSequence, cause);
    }

    /** Gives up the updates from here to {@code toSequence}, unsigned and included: they are not asked for. */
    void giveUp(long toSequence, GapReport.Cause cause) {
        gaps.giveUp(checkpoint, toSequence, cause);
    }

    /** Gives up the updates that are still missing, since the server has nothing more to send. */
    void giveUpOpen() {
        gaps.giveUpOpen(checkpoint);
    }

    /** Takes the open gap out and returns what is still missing of it, for the caller to tell; null where nothing is. */
    @Nullable
    GapReport takeOpen() {
        return gaps.takeOpen(checkpoint);
    }
}
