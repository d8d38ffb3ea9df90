// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.tap.TapEvent.StreamStarted;
import dev.trebuchetfx.client.wire.RestartReason;
import dev.trebuchetfx.client.wire.ResumeOutcome;
import dev.trebuchetfx.client.wire.StreamStartEnvelope;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One server stream within a logical stream: what came under one stream id. Confined to the thread that reads the log. */
public final class Segment {
    private final UUID streamID;
    private final Instant startedAt;
    private final boolean restart;
    private final StreamStartEnvelope.@Nullable Ext ext;
    private @Nullable ResumeReport cause;
    private final SequenceRuns runs;
    private final boolean sawStart;
    private long newest;
    private @Nullable BufferWindow reported;

    Segment(StreamStarted started, @Nullable ResumeReport cause, boolean sawStart) {
        this.streamID = started.streamID();
        this.startedAt = started.at();
        this.restart = started.restart();
        this.ext = started.ext();
        this.cause = cause;
        this.sawStart = sawStart;
        this.runs = new SequenceRuns();
    }

    /** A stream whose start was not captured. */
    Segment(UUID streamID, Instant seenAt) {
        this.streamID = streamID;
        this.startedAt = seenAt;
        this.restart = false;
        this.ext = null;
        this.sawStart = false;
        this.runs = new SequenceRuns();
    }

    private Segment(Segment other) {
        this.streamID = other.streamID;
        this.startedAt = other.startedAt;
        this.restart = other.restart;
        this.ext = other.ext;
        this.cause = other.cause;
        this.sawStart = other.sawStart;
        this.newest = other.newest;
        this.reported = other.reported;
        this.runs = other.runs.copy();
    }

    /** As it is now; to be read by anybody, since nobody writes it. */
    Segment copy() {
        return new Segment(this);
    }

    void accept(long sequence, UpdateKind kind) {
        long last = runs.last();
        boolean jumps = Long.compareUnsigned(sequence, last + 1) > 0;
        // Where the capture began later than the stream, what came before was not lost, only not seen.
        if (jumps && (last != 0 || sawStart)) {
            runs.markWhere(last + 1, sequence - 1, Verdict.UNSEEN, old -> false);
        }
        Verdict verdict =
                switch (kind) {
                    case FULL -> Verdict.LIVE;
                    case DELTA -> Verdict.DELTA;
                    case REPLAY -> Verdict.REPLAY;
                };
        runs.markWhere(sequence, sequence, verdict, old -> !old.isAccepted());
        sawNewest(sequence);
    }

    void undecodable(long sequence) {
        runs.mark(sequence, sequence, Verdict.UNDECODABLE);
        sawNewest(sequence);
    }

    void missing(long from, long to) {
        runs.markWhere(from, to, Verdict.MISSING, old -> old == Verdict.UNSEEN);
    }

    void healed(long from, long to) {
        runs.markWhere(from, to, Verdict.REPLAY, old -> old == Verdict.MISSING || old == Verdict.UNSEEN);
    }

    /** {@code count} numbers before {@code sequence} were left out on purpose. */
    void skipped(long sequence, long count) {
        runs.markWhere(sequence - count, sequence - 1, Verdict.SKIPPED, old -> old == Verdict.UNSEEN);
    }

    void duplicate(long sequence) {
        runs.duplicate(sequence);
    }

    void sawNewest(long sequence) {
        if (Long.compareUnsigned(sequence, newest) > 0) {
            newest = sequence;
        }
    }

    void reported(ResumeReport report) {
        Long oldest = report.oldestBuffered();
        Long newestBuffered = report.newestBuffered();
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

    /** A version 2 server's restart is explained only by what comes first. */
    void explainedBy(ResumeReport report) {
        if (restart && cause == null) {
            cause = report;
        }
    }

    /** Why it was started in place of another, in a word or two. */
    public String restartReason() {
        if (cause == null) {
            return "not said";
        }
        if (cause.outcome() == ResumeOutcome.CURRENT) {
            return "nothing lost";
        }
        RestartReason reason = cause.reason();
        return reason == null ? "not said" : reason.wireName();
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
