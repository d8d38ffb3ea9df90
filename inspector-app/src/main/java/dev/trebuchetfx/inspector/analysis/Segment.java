// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.tap.TapEvent.StreamStarted;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One server stream within a logical stream: what came under one stream id. Confined to the thread that reads the log. */
public final class Segment {
    private final UUID streamID;
    private final Instant startedAt;
    private final boolean restart;
    private final StreamStartEnvelope.@Nullable Ext ext;
    private final SequenceRuns runs;
    private final StreamCounts counts;
    private final boolean sawStart;
    private long newest;
    private @Nullable BufferWindow reported;

    /** {@code early}: what came of it before that was told; null for nothing. */
    Segment(StreamStarted started, boolean sawStart, @Nullable Segment early) {
        this.streamID = started.streamID();
        this.startedAt = started.at();
        this.restart = started.restart();
        this.ext = started.ext();
        this.sawStart = sawStart;
        this.runs = early == null ? new SequenceRuns() : early.runs;
        this.counts = early == null ? new StreamCounts() : early.counts;
        this.newest = early == null ? 0 : early.newest;
        this.reported = early == null ? null : early.reported;
    }

    /** A stream whose start was not captured. */
    Segment(UUID streamID, Instant seenAt) {
        this.streamID = streamID;
        this.startedAt = seenAt;
        this.restart = false;
        this.ext = null;
        this.sawStart = false;
        this.runs = new SequenceRuns();
        this.counts = new StreamCounts();
    }

    private Segment(Segment other) {
        this.streamID = other.streamID;
        this.startedAt = other.startedAt;
        this.restart = other.restart;
        this.ext = other.ext;
        this.sawStart = other.sawStart;
        this.newest = other.newest;
        this.reported = other.reported;
        this.runs = other.runs.copy();
        this.counts = other.counts.copy();
    }

    /** As it is now; to be read by anybody, since nobody writes it. */
    Segment copy() {
        return new Segment(this);
    }

    /** An update came. */
    void update(long sequence, Verdict verdict) {
        counts.update(verdict);
        switch (verdict) {
            case LIVE, DELTA, REPLAY -> {
                long last = runs.last();
                // Where the capture began later than the stream, what came before was not lost, only not seen.
                if (Long.compareUnsigned(sequence, last + 1) > 0 && (last != 0 || sawStart)) {
                    runs.markWhere(last + 1, sequence - 1, Verdict.UNSEEN, old -> false);
                }
                runs.markWhere(sequence, sequence, verdict, old -> !old.isAccepted());
                sawNewest(sequence);
            }
            case REORDERED, AMBIGUOUS ->
                runs.markWhere(sequence, sequence, verdict, old -> old == Verdict.UNSEEN || old == Verdict.SKIPPED);
            case DUPLICATE -> runs.duplicate(sequence);
            default -> {}
        }
    }

    void undecodable(long sequence) {
        runs.mark(sequence, sequence, Verdict.UNDECODABLE);
        sawNewest(sequence);
    }

    /** Marks what did not come, as the audit says. */
    void settle(GapCard gap) {
        Long to = gap.to();
        if (to != null) {
            Verdict verdict =
                    switch (gap.cause()) {
                        case SKIPPED -> Verdict.SKIPPED;
                        case NOT_CAPTURED -> Verdict.UNSEEN;
                        case LOST, EVICTED, UNKNOWN -> Verdict.MISSING;
                    };
            runs.markWhere(gap.from(), to, verdict, old -> old == Verdict.UNSEEN);
        }
    }

    void sawNewest(long sequence) {
        if (Long.compareUnsigned(sequence, newest) > 0) {
            newest = sequence;
        }
    }

    /** The server told what it has. */
    void reported(StreamResumedEnvelope answer) {
        Long oldest = answer.oldestBuffered();
        Long newestBuffered = answer.newestBuffered();
        if (oldest != null && newestBuffered != null) {
            long size = ext == null ? newestBuffered - oldest + 1 : ext.bufferSize();
            reported = new BufferWindow(oldest, newestBuffered, size, true);
            sawNewest(newestBuffered);
        }
    }

    /** What the server can still replay; null where it did not say how much it keeps, or sent nothing yet. */
    public @Nullable BufferWindow bufferWindow() {
        if (reported != null && reported.newest() == newest) {
            return reported;
        }
        if (ext == null || newest == 0) {
            return null;
        }
        long size = ext.bufferSize();
        long oldest = Long.compareUnsigned(newest, size) > 0 ? newest - size + 1 : 1;
        return new BufferWindow(oldest, newest, size, false);
    }

    public UUID streamID() {
        return streamID;
    }

    public Instant startedAt() {
        return startedAt;
    }

    /** Whether it took the place of a stream that could not be resumed. */
    public boolean isRestart() {
        return restart;
    }

    /** What the server said of its buffer; null from a version 2 server. */
    public StreamStartEnvelope.@Nullable Ext ext() {
        return ext;
    }

    /** Whether its start was captured. */
    public boolean isSeenFromStart() {
        return sawStart;
    }

    /** The verdicts of its numbers. */
    public SequenceRuns runs() {
        return runs;
    }

    StreamCounts counts() {
        return counts;
    }

    /** The number that should come next. */
    public long nextExpected() {
        return runs.last() + 1;
    }

    /** The newest number that the server is known to have sent; 0 for none. */
    public long newest() {
        return newest;
    }

    /** The first number seen, where the capture began after the stream did; null where all was seen. */
    public @Nullable Long capturedFrom() {
        return sawStart || runs.last() == 0 || runs.isTruncated() || runs.first() == 1 ? null : runs.first();
    }
}
