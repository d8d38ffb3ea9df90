// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.filter.StreamFilter;
import dev.trebuchetfx.client.tap.TapEvent.FilterSettled;
import dev.trebuchetfx.client.tap.TapEvent.FreshnessChanged;
import dev.trebuchetfx.client.tap.TapEvent.GapSeen;
import dev.trebuchetfx.client.tap.TapEvent.ResumeAnswered;
import dev.trebuchetfx.client.tap.TapEvent.ResumeSent;
import dev.trebuchetfx.client.tap.TapEvent.StreamClosed;
import dev.trebuchetfx.client.tap.TapEvent.StreamOpened;
import dev.trebuchetfx.client.tap.TapEvent.StreamStarted;
import dev.trebuchetfx.client.tap.TapEvent.UpdateLeftOut;
import dev.trebuchetfx.client.wire.ResumeOutcome;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One logical stream: what came under all the stream ids that reconnects and restarts gave it.
 *
 * <p>Confined to the thread that reads the log, but for a {@link #copy}.
 */
public final class StreamAnalysis {
    private final int id;
    private final String actor;
    private final String method;
    private @Nullable String filter;
    private final Bounded<Segment> segments;
    private final Bounded<GapFinding> gaps;
    private final Bounded<ResumeFinding> resumes;
    private final StreamCounts counts;
    private Freshness freshness = Freshness.CATCHING_UP;
    private String why = "waiting for the first state";
    private @Nullable String closedWhy;
    private Instant lastEventAt;
    private @Nullable UUID checkpointStream;
    private long checkpoint;
    private long revision;

    StreamAnalysis(StreamOpened opened) {
        this.id = opened.stream();
        this.actor = opened.actor().toString();
        this.method = opened.targetIdentifier();
        this.filter = opened.filter() == null ? null : opened.filter().text();
        this.lastEventAt = opened.at();
        this.segments = new Bounded<>(64);
        this.gaps = new Bounded<>(500);
        this.resumes = new Bounded<>(200);
        this.counts = new StreamCounts();
    }

    /** A stream that was opened before the capture began: its name is not known. */
    StreamAnalysis(int id, Instant seenAt) {
        this.id = id;
        this.actor = "stream " + id;
        this.method = "opened before the capture";
        this.filter = null;
        this.lastEventAt = seenAt;
        this.segments = new Bounded<>(64);
        this.gaps = new Bounded<>(500);
        this.resumes = new Bounded<>(200);
        this.counts = new StreamCounts();
    }

    private StreamAnalysis(StreamAnalysis other) {
        this.id = other.id;
        this.actor = other.actor;
        this.method = other.method;
        this.filter = other.filter;
        this.segments = other.segments.copy(Segment::copy);
        this.gaps = other.gaps.copy(gap -> gap);
        this.resumes = other.resumes.copy(resume -> resume);
        this.counts = other.counts.copy();
        this.freshness = other.freshness;
        this.why = other.why;
        this.closedWhy = other.closedWhy;
        this.lastEventAt = other.lastEventAt;
        this.checkpointStream = other.checkpointStream;
        this.checkpoint = other.checkpoint;
        this.revision = other.revision;
    }

    /** As it is now, all of it; to be read by anybody, since nobody writes it. */
    public StreamAnalysis copy() {
        return new StreamAnalysis(this);
    }

    /** What a list shows of it, as it is now. */
    public StreamSummary summary() {
        Segment current = current();
        return new StreamSummary(
                id,
                actor,
                method,
                filter,
                freshness,
                why,
                closedWhy,
                lastEventAt,
                current == null ? null : current.nextExpected(),
                counts.copy(),
                missing(),
                revision);
    }

    /** {@code sawStart}: whether everything since the start is captured, so that a hole is one. */
    void started(StreamStarted started, boolean sawStart) {
        touched(started.at());
        if (segment(started.streamID()) != null) {
            return;
        }
        ResumeReport cause = null;
        if (started.restart()) {
            counts.restarts++;
            cause = explanation();
        }
        segments.add(new Segment(started, cause, sawStart));
    }

    /** The answer that announced a restart of the segment before. */
    private @Nullable ResumeReport explanation() {
        Segment before = current();
        ResumeReport last =
                resumes.items().isEmpty() ? null : resumes.items().getLast().report();
        return before != null
                        && last != null
                        && last.outcome() == ResumeOutcome.RESTARTED
                        && last.streamID().equals(before.streamID())
                ? last
                : null;
    }

    void accepted(Instant at, UUID streamID, long sequence, UpdateKind kind) {
        touched(at);
        counts.accepted(kind);
        Segment segment = segment(streamID);
        if (segment == null) {
            segment = new Segment(streamID, at);
            segments.add(segment);
        }
        segment.accept(sequence, kind);
        if (kind == UpdateKind.REPLAY && !resumes.items().isEmpty()) {
            replaceLastResume(resumes.items().getLast().oneMoreReplayed());
        }
    }

    void undecodable(Instant at, UUID streamID, long sequence) {
        touched(at);
        counts.undecodable++;
        Segment segment = segment(streamID);
        if (segment != null) {
            segment.undecodable(sequence);
        }
    }

    void duplicate(Instant at, UUID streamID, long sequence) {
        touched(at);
        counts.duplicates++;
        Segment segment = segment(streamID);
        if (segment != null) {
            segment.duplicate(sequence);
        }
    }

    void filterSettled(FilterSettled settled) {
        StreamFilter decides = settled.filter();
        filter = decides == null ? null : decides.text() + (settled.here() ? " (by this client)" : "");
    }

    void leftOut(UpdateLeftOut left) {
        counts.leftOut++;
        counts.leftOutBytes += left.bytes();
    }

    void conflated(Instant at, long count) {
        touched(at);
        counts.conflated += count;
    }

    void gap(GapSeen seen) {
        touched(seen.at());
        GapReport report = seen.report();
        Segment segment = segment(report.streamID());
        Long to = report.toSequence();
        if (report.healed()) {
            heal(seen);
            if (segment != null && to != null) {
                segment.healed(report.fromSequence(), to);
            }
        } else {
            addUnlessKnown(new GapFinding(seen.at(), report, null));
            if (segment != null && to != null) {
                segment.missing(report.fromSequence(), to);
            }
        }
    }

    /** The client tells of a gap when it notices it, and again when it could not be healed. */
    private void addUnlessKnown(GapFinding gap) {
        int known = openGap(gap.report());
        if (known < 0) {
            gaps.add(gap);
        } else {
            gaps.set(known, new GapFinding(gaps.items().get(known).at(), gap.report(), null));
        }
    }

    private int openGap(GapReport report) {
        List<GapFinding> known = gaps.items();
        for (int i = known.size() - 1; i >= 0; i--) {
            GapFinding gap = known.get(i);
            if (!gap.isHealed()
                    && gap.report().streamID().equals(report.streamID())
                    && gap.report().fromSequence() == report.fromSequence()) {
                return i;
            }
        }
        return -1;
    }

    private void heal(GapSeen seen) {
        int known = openGap(seen.report());
        if (known >= 0) {
            GapFinding gap = gaps.items().get(known);
            gaps.set(known, new GapFinding(gap.at(), gap.report(), seen.at()));
            return;
        }
        // Noticed before the capture began.
        gaps.add(new GapFinding(seen.at(), seen.report(), seen.at()));
    }

    void resumeSent(ResumeSent sent) {
        touched(sent.at());
        resumes.add(new ResumeFinding(sent.at(), sent.streamID(), sent.lastSequence(), null, 0, null));
    }

    void resumeAnswered(ResumeAnswered answered) {
        touched(answered.at());
        ResumeReport report = answered.report();
        Segment segment = segment(report.streamID());
        if (segment != null) {
            segment.reported(report);
        }
        Segment now = current();
        if (now != null && now != segment) {
            now.explainedBy(report);
        }
        List<ResumeFinding> known = resumes.items();
        for (int i = known.size() - 1; i >= 0; i--) {
            ResumeFinding resume = known.get(i);
            if (resume.report() == null
                    && resume.streamID().equals(report.streamID())
                    && resume.lastSequence() == report.lastSequence()) {
                resumes.set(i, resume.answered(report));
                return;
            }
        }
        resumes.add(new ResumeFinding(null, report.streamID(), report.lastSequence(), report, 0, null));
    }

    void freshness(FreshnessChanged changed) {
        touched(changed.at());
        freshness = changed.freshness();
        why = changed.why();
        List<ResumeFinding> known = resumes.items();
        if (freshness == Freshness.LIVE && !known.isEmpty()) {
            ResumeFinding last = known.getLast();
            if (last.report() != null && last.liveAt() == null) {
                replaceLastResume(last.live(changed.at()));
            }
        }
    }

    void position(UUID streamID, long sequence) {
        checkpointStream = streamID;
        checkpoint = sequence;
        revision++;
    }

    void closed(StreamClosed closed) {
        touched(closed.at());
        closedWhy = closed.why();
    }

    private void replaceLastResume(ResumeFinding resume) {
        resumes.set(resumes.items().size() - 1, resume);
    }

    private void touched(Instant at) {
        lastEventAt = at;
        revision++;
    }

    @Nullable
    Segment segment(UUID streamID) {
        List<Segment> known = segments.items();
        for (int i = known.size() - 1; i >= 0; i--) {
            if (known.get(i).streamID().equals(streamID)) {
                return known.get(i);
            }
        }
        return null;
    }

    void changed() {
        revision++;
    }

    /** The client's number for it. */
    public int id() {
        return id;
    }

    /** The actor's name, as the application asked for it. */
    public String actor() {
        return actor;
    }

    public String method() {
        return method;
    }

    /** The filter that decides, in the command line's form, and by whom where it is not the server; null for none. */
    public @Nullable String filter() {
        return filter;
    }

    /** What came under one stream id each, oldest first; the newest 64. */
    public List<Segment> segments() {
        return segments.items();
    }

    /** How many there ever were. */
    public long segmentsTotal() {
        return segments.total();
    }

    /** What runs now; null before the first start. */
    public @Nullable Segment current() {
        return segments.items().isEmpty() ? null : segments.items().getLast();
    }

    public List<GapFinding> gaps() {
        return gaps.items();
    }

    /** Gaps ever noticed, healed ones included. */
    public long gapsTotal() {
        return gaps.total();
    }

    public List<ResumeFinding> resumes() {
        return resumes.items();
    }

    public StreamCounts counts() {
        return counts;
    }

    /** Numbers that did not come, in all its segments that are still kept. */
    public long missing() {
        return segments.items().stream()
                .mapToLong(segment -> segment.runs().count(Verdict.MISSING))
                .sum();
    }

    public Freshness freshness() {
        return freshness;
    }

    public String why() {
        return why;
    }

    /** Why it is over; null while it is not. */
    public @Nullable String closedWhy() {
        return closedWhy;
    }

    public Instant lastEventAt() {
        return lastEventAt;
    }

    /** The newest number of {@code segment} that the subscriber has taken; null where the checkpoint is elsewhere. */
    public @Nullable Long checkpointIn(Segment segment) {
        return segment.streamID().equals(checkpointStream) ? checkpoint : null;
    }

    /** Changes whenever anything here does. */
    public long revision() {
        return revision;
    }
}
