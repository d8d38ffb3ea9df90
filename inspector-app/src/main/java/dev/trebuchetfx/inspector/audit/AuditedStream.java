// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A logical stream that is being judged: a subscription of the client and the server's streams, one after the other, that serve it.
 * Confined to the audit that owns it.
 */
final class AuditedStream {
    private static final int MAX_GAPS = 10_000;
    private static final int MAX_RESUMES = 1_000;
    private static final int MAX_STREAMS = 1_000;
    /** The longest time without a connection after which a call like the first one still goes on with this stream. */
    private static final long MOST_DOWN_NANOS = 120_000_000_000L;

    private static final LeftOut NONE_LEFT_OUT = new LeftOut(0, 0);

    final Subscription subscription;
    private final int number;
    private final StateKeyframes keyframes;
    private final BoundedHistory<UUID> streams = new BoundedHistory<>(MAX_STREAMS);
    private final BoundedHistory<Gap> gaps = new BoundedHistory<>(MAX_GAPS);
    private final BoundedHistory<Resume> resumes = new BoundedHistory<>(MAX_RESUMES);
    private final StreamTotals totals = new StreamTotals();
    private @Nullable SequencedStream current;
    private @Nullable StreamReplacement replacement;
    private StateVerifier verifier = new StateVerifier();
    /** The updates that the server's streams before the current one left out. */
    private LeftOut leftOutBefore = NONE_LEFT_OUT;

    private LeftOut leftOut = NONE_LEFT_OUT;
    private @Nullable Long askedAt;
    private @Nullable Long firstStateNanos;
    private @Nullable Long capturedFrom;
    private @Nullable UUID takenOf;
    private long taken;
    private @Nullable String ended;
    private boolean failed;
    private boolean left;
    private long downSince;
    private boolean counted;

    AuditedStream(int number, Subscription subscription, StateKeyframes keyframes) {
        this.number = number;
        this.keyframes = keyframes;
        this.subscription = subscription;
    }

    /** Sets whether what happens next counts in the figures. */
    void counting(boolean on) {
        counted = on;
        totals.counted |= on;
    }

    void asked(long time) {
        askedAt = askedAt == null ? Long.valueOf(time) : askedAt;
        failed = false;
        ended = null;
    }

    /** Begins a new server stream, which takes the place of the current one. {@code answer}: the resume that it answers, or null. */
    SequencedStream begin(
            StreamStartEnvelope start, int connection, long unseen, @Nullable Resume answer, long time, long index) {
        boolean concluded = answer != null && answer.answer() == null;
        SequencedStream now = new SequencedStream(
                start.streamID(), this, start.ext(), true, concluded, connection, unseen, this::found);
        SequencedStream before = current;
        if (before != null) {
            succeed(before, answer, time, index);
        }
        begin(now);
        return now;
    }

    /** Begins a server stream whose start was not captured. */
    SequencedStream beginUnseen(UUID id, int connection, long unseen) {
        SequencedStream now = new SequencedStream(id, this, null, false, false, connection, unseen, this::found);
        begin(now);
        return now;
    }

    private void begin(SequencedStream now) {
        current = now;
        leftOutBefore = leftOut;
        streams.add(now.id);
        failed = false;
        ended = null;
    }

    private void succeed(SequencedStream before, @Nullable Resume answer, long time, long index) {
        StreamReplacement waiting = replacement;
        if (waiting != null) {
            // The one between has shown no state.
            replacement = waiting.again(answer);
            before.end(GapCause.UNKNOWN);
        } else if (before.highest() == 0) {
            before.end(GapCause.UNKNOWN);
        } else {
            boolean swap = before.isReplayedByVersion2() && answer == null;
            StreamReplacement now = new StreamReplacement(before, verifier, swap ? resumes.last() : answer, swap);
            replacement = now;
            before.end(now.causeOfOpenGaps());
            if (answer == null && !swap && counted) {
                Severity severity = subscription.asksMore() ? Severity.NOTE : Severity.WARNING;
                totals.notes.add(new StreamTotals.Note(
                        severity,
                        "restarted without a resume",
                        "started anew without asking for what was missed",
                        time,
                        index));
            }
        }
        verifier = verifier.succeeding();
    }

    private void found(Gap gap) {
        if (counted) {
            gaps.add(gap);
        }
    }

    /** Removes a gap whose numbers all came late, so that it was none. A gap that a replay filled stays, as healed. */
    void filled(Gap gap) {
        if (!gap.isHealed()) {
            gaps.remove(gap);
        }
    }

    SequenceVerdict update(
            SequencedStream stream, StreamDataEnvelope data, LineEvent.Message message, long unseen, long index) {
        long time = message.time();
        int bytes = message.bytes();
        Long left = data.ext() == null ? null : data.ext().skipped();
        SequenceVerdict verdict = stream.judge(data.sequenceNumber(), left == null ? 0 : left, unseen, time, index);
        if (stream == current) {
            toldLeftOut(data.ext());
        }
        StateVerifier.Finding finding = null;
        if (verdict != SequenceVerdict.UNPLACED) {
            long fullBefore = verifier.fullBytes();
            finding = verifier.take(data, bytes, message.altered(), stream.deltaFormat());
            JsonNode keyframe = finding instanceof StateVerifier.Finding.Delta(boolean applied) && applied
                    ? verifier.keyframe()
                    : null;
            if (keyframe != null) {
                keyframes.add(stream.id, new StateKeyframes.Keyframe(index, data.sequenceNumber(), keyframe));
            }
            totals.travelled(counted, bytes, verifier.fullBytes() - fullBefore);
            if (replacement != null && stream == current) {
                succeeded(replacement, time, index);
            }
            if (firstStateNanos == null && askedAt != null) {
                firstStateNanos = time - askedAt;
            }
        }
        capturedFrom = capturedFrom == null ? stream.capturedFrom() : capturedFrom;
        if (counted) {
            totals.update(verdict, finding, time, index);
        }
        totals.rate.count(time);
        return verdict;
    }

    /** Takes the server's counts of left-out updates, which are sums since its stream began. Lower counts come from a replay and are ignored. */
    private void toldLeftOut(StreamDataEnvelope.@Nullable Ext ext) {
        LeftOut told = ext == null ? null : ext.leftOut();
        if (told != null) {
            leftOut = new LeftOut(
                    Math.max(leftOut.updates(), leftOutBefore.updates() + told.updates()),
                    Math.max(leftOut.bytes(), leftOutBefore.bytes() + told.bytes()));
        }
    }

    /** Judges, by the first state of a new server stream, what the replacement has cost. */
    private void succeeded(StreamReplacement done, long time, long index) {
        replacement = null;
        totals.restarts += done.swap() || !counted ? 0 : 1;
        Gap gap = done.gap(verifier, time, index);
        if (gap != null) {
            found(gap);
        }
        done.settle(gap, verifier, time);
    }

    void resumeAsked(Resume resume) {
        Resume before = resumes.last();
        if (before != null && !before.isDone()) {
            before.abandon();
        }
        resume.stream.resumed(resume.asked.lastSequence());
        resume.counted = counted;
        resumes.add(resume);
    }

    /** Returns the resume whose answer is not complete, or null. */
    @Nullable
    Resume pendingResume() {
        Resume last = resumes.last();
        return last == null || last.isDone() ? null : last;
    }

    /** Notes that a connection closed. {@code purpose}: whether the client closed it on purpose. */
    void connectionClosed(int connection, long time, boolean purpose) {
        SequencedStream now = current;
        if (now != null && now.connection() == connection) {
            if (!now.isBoundToDead()) {
                downSince = time;
                left = false;
            }
            left |= purpose;
            now.connectionClosed();
        }
        Resume pending = pendingResume();
        // A version 2 replay is not over before the client asks anew, which it may do over the next connection.
        boolean version2 = pending != null && pending.outcome() == ResumeOutcome.REPLAYED && pending.answer() == null;
        if (pending != null && pending.connection == connection && !version2) {
            pending.abandon();
        }
    }

    void ended(String why) {
        ended = Texts.shortened(why);
        if (current != null) {
            current.end(GapCause.LOST);
        }
    }

    /** Marks the stream as failed: the server can't go on with it, though the client may ask anew. */
    void failed(String why) {
        failed = true;
        ended = Texts.shortened(why);
    }

    void taken(UUID streamID, long sequence) {
        takenOf = streamID;
        taken = sequence;
    }

    /**
     * Returns whether only a resume can go on with this stream. Its client has closed the connection on purpose or long ago, so a call
     * like the one that opened it comes from another client.
     */
    boolean isLeft(long time) {
        SequencedStream now = current;
        return now != null && now.isBoundToDead() && (left || time - downSince > MOST_DOWN_NANOS);
    }

    /** Returns whether a call like the one that opened this stream goes on with it, rather than opening another one. */
    boolean awaitsInvocation(int connection, long time) {
        SequencedStream now = current;
        if (isLeft(time)) {
            return false;
        }
        if (failed) {
            return true;
        }
        if (ended != null) {
            return false;
        }
        if (now == null || now.isBoundToDead()) {
            return true;
        }
        Resume pending = pendingResume();
        boolean unanswered = pending != null && pending.connection == connection && !pending.isAnswered();
        boolean sameLine = now.connection() == connection;
        return unanswered
                || (sameLine && (now.isReplayedByVersion2() || (now.isRestartOfVersion2() && subscription.asksMore())));
    }

    /** Abandons the resume that is under way, since the client called anew and will not use its answer. */
    void askedAnew() {
        Resume pending = pendingResume();
        if (pending != null && !pending.isAnswered()) {
            pending.abandon();
        }
    }

    int number() {
        return number;
    }

    boolean isCounted() {
        return totals.counted;
    }

    boolean isEnded() {
        return ended != null;
    }

    @Nullable
    SequencedStream current() {
        return current;
    }

    Iterable<StreamTotals.Note> notes() {
        return totals.notes.items();
    }

    /** Returns what is known at the time of the newest event of all. */
    StreamCard card(long time) {
        List<GapCard> gapCards =
                gaps.items().stream().map(gap -> gap.card(causeWhileOpen())).toList();
        return new StreamCard(
                number,
                subscription.actor(),
                subscription.method(),
                subscription.filterText(),
                List.copyOf(streams.items()),
                totals.updates,
                totals.replayed,
                totals.overlap,
                totals.duplicates,
                totals.reordered,
                totals.ambiguous,
                totals.undecodable,
                totals.restarts,
                totals.bytes,
                totals.fullBytes,
                leftOut.updates(),
                leftOut.bytes(),
                verifier.deltas(),
                verifier.proofs(),
                totals.drifts,
                gapCards,
                gaps.forgotten(),
                resumes.items().stream()
                        .filter(resume -> resume.counted)
                        .map(Resume::card)
                        .toList(),
                capturedFrom,
                firstStateNanos,
                buffer(time),
                ended);
    }

    /** Returns the cause of open gaps: unknown while a resume or a new connection may still fill them, otherwise lost. */
    private GapCause causeWhileOpen() {
        SequencedStream now = current;
        boolean mayCome = now != null && (now.isBoundToDead() || pendingResume() != null);
        return mayCome ? GapCause.UNKNOWN : GapCause.LOST;
    }

    private @Nullable BufferCard buffer(long time) {
        SequencedStream now = current;
        if (now == null || now.ext == null || now.newest() == 0 || ended != null) {
            return null;
        }
        long size = now.ext.bufferSize();
        long newest = now.newest();
        long oldest = Long.compareUnsigned(newest, size) > 0 ? newest - size + 1 : 1;
        boolean told = now.id.equals(takenOf);
        long checkpoint = told ? taken : now.highest();
        long ahead = checkpoint + 1 - oldest;
        long margin = ahead < 0 ? ahead : size - (newest - checkpoint);
        double rate = totals.rate.perSecond(time);
        Double left = rate > 0 && margin >= 0 ? Double.valueOf(margin / rate) : null;
        return new BufferCard(oldest, newest, size, checkpoint, told, margin, rate, left);
    }
}
