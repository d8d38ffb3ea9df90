// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.tap.TapEvent.FilterSettled;
import dev.trebuchetfx.client.tap.TapEvent.FreshnessChanged;
import dev.trebuchetfx.client.tap.TapEvent.StreamClosed;
import dev.trebuchetfx.client.tap.TapEvent.StreamOpened;
import dev.trebuchetfx.client.tap.TapEvent.StreamStarted;
import dev.trebuchetfx.client.tap.TapEvent.UpdateLeftOut;
import dev.trebuchetfx.inspector.audit.BoundedHistory;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.audit.ResumeVerdict;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.filter.StreamFilter;
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
    private final BoundedHistory<Segment> segments;
    private final StreamCounts counts;
    private Freshness freshness = Freshness.CATCHING_UP;
    private String why = "waiting for the first state";
    private @Nullable String closedWhy;
    private Instant lastEventAt;
    private @Nullable UUID checkpointStream;
    private long checkpoint;
    private long revision;
    private @Nullable StreamCard card;

    StreamAnalysis(StreamOpened opened) {
        this.id = opened.stream();
        this.actor = Texts.shortened(opened.actor().toString());
        this.method = Texts.shortened(opened.targetIdentifier());
        this.filter = opened.filter() == null ? null : opened.filter().text();
        this.lastEventAt = opened.at();
        this.segments = new BoundedHistory<>(64);
        this.counts = new StreamCounts();
    }

    /** A stream that was opened before the capture began: its name is not known. */
    StreamAnalysis(int id, Instant seenAt) {
        this.id = id;
        this.actor = "stream " + id;
        this.method = "opened before the capture";
        this.filter = null;
        this.lastEventAt = seenAt;
        this.segments = new BoundedHistory<>(64);
        this.counts = new StreamCounts();
    }

    private StreamAnalysis(StreamAnalysis other) {
        this.id = other.id;
        this.actor = other.actor;
        this.method = other.method;
        this.filter = other.filter;
        this.segments = other.segments.copy(Segment::copy);
        this.counts = other.counts.copy();
        this.freshness = other.freshness;
        this.why = other.why;
        this.closedWhy = other.closedWhy;
        this.lastEventAt = other.lastEventAt;
        this.checkpointStream = other.checkpointStream;
        this.checkpoint = other.checkpoint;
        this.revision = other.revision;
    }

    /**
     * As it is now, all of it; to be read by anybody, since nobody writes it.
     *
     * @param judged what the audit says of it; null where it has not said anything yet
     */
    public StreamAnalysis copy(@Nullable StreamCard judged) {
        StreamAnalysis copy = new StreamAnalysis(this);
        copy.card = judged;
        if (judged != null) {
            for (GapCard gap : judged.gaps()) {
                Segment segment = gap.healed() ? null : copy.segment(gap.streamID());
                if (segment != null) {
                    segment.settle(gap);
                }
            }
        }
        return copy;
    }

    /** What a list shows of it, as it is now. {@code missing}: numbers that did not come, as the audit says. */
    public StreamSummary summary(long missing) {
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
                missing,
                revision);
    }

    /** {@code sawStart}: whether everything since the start is captured; {@code early}: what came before that was told. */
    void started(StreamStarted started, boolean sawStart, @Nullable Segment early) {
        touched(started.at());
        if (segment(started.streamID()) != null) {
            return;
        }
        if (started.restart()) {
            counts.restarts++;
        }
        if (early != null) {
            counts.add(early.counts());
        }
        segments.add(new Segment(started, sawStart, early));
    }

    /** An update of a stream came whose start was not captured, if it is the first. */
    void update(Instant at, UUID streamID, long sequence, Verdict verdict) {
        touched(at);
        counts.update(verdict);
        segmentOf(streamID, at).update(sequence, verdict);
    }

    /** {@code early}: what came of a stream, before it was known to belong here, that was not seen to start. */
    void adopt(Segment early) {
        if (segment(early.streamID()) == null) {
            counts.add(early.counts());
            segments.add(early);
            revision++;
        }
    }

    private Segment segmentOf(UUID streamID, Instant at) {
        Segment known = segment(streamID);
        if (known == null) {
            known = new Segment(streamID, at);
            segments.add(known);
        }
        return known;
    }

    void undecodable(Instant at, UUID streamID, long sequence) {
        touched(at);
        counts.undecodable++;
        Segment segment = segment(streamID);
        if (segment != null) {
            segment.undecodable(sequence);
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

    void freshness(FreshnessChanged changed) {
        touched(changed.at());
        freshness = changed.freshness();
        why = Texts.shortened(changed.why());
    }

    void position(UUID streamID, long sequence) {
        checkpointStream = streamID;
        checkpoint = sequence;
        revision++;
    }

    void closed(StreamClosed closed) {
        touched(closed.at());
        closedWhy = Texts.shortened(closed.why());
    }

    private void touched(Instant at) {
        lastEventAt = at;
        revision++;
    }

    @Nullable
    Segment segment(UUID streamID) {
        for (Segment known : segments.newestFirst()) {
            if (known.streamID().equals(streamID)) {
                return known;
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
        return List.copyOf(segments.items());
    }

    /** How many there ever were. */
    public long segmentsTotal() {
        return segments.total();
    }

    /** What runs now; null before the first start. */
    public @Nullable Segment current() {
        return segments.last();
    }

    /** What the audit said of it when this copy was made; null for nothing, or where it is no copy. */
    public @Nullable StreamCard card() {
        return card;
    }

    public StreamCounts counts() {
        return counts;
    }

    /** Why a segment was started in place of the one before, in a word or two. */
    public String restartReason(Segment segment) {
        List<Segment> all = segments();
        int at = all.indexOf(segment);
        ResumeCard answer = null;
        if (card != null && at > 0) {
            UUID before = all.get(at - 1).streamID();
            for (ResumeCard resume : card.resumes()) {
                answer = resume.streamID().equals(before) ? resume : answer;
            }
        }
        if (answer == null) {
            return "not said";
        }
        String reason = answer.reason();
        return reason != null ? reason : answer.verdict() == ResumeVerdict.COMPLETE ? "nothing lost" : "not said";
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
