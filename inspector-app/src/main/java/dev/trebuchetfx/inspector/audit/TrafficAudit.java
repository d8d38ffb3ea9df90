// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Folds the events of one side of the wire, in the order of their times, into what they mean. Bounded in memory whatever comes.
 *
 * <p>Confined to one thread; what it gives out is immutable.
 */
public final class TrafficAudit {
    private static final int MAX_NOTES = 500;

    private final AuditedStreams streams;
    private final CallLedger calls = new CallLedger();
    private final Set<Integer> connections = new HashSet<>();
    private final Set<Integer> up = new HashSet<>();
    private final BoundedHistory<Problem> notes = new BoundedHistory<>(MAX_NOTES);
    private long messages;
    private long undecodable;
    private boolean counted = true;
    private long newestTime = Long.MIN_VALUE;

    /** Keeps the states that it comes by for nobody. */
    public TrafficAudit() {
        this(new StateKeyframes());
    }

    /** {@code keyframes}: where to keep states that it comes by. */
    public TrafficAudit(StateKeyframes keyframes) {
        streams = new AuditedStreams(keyframes);
    }

    /** Takes the next event into account. {@code index}: where it stands in the capture. */
    public Judgement accept(long index, LineEvent event) {
        return accept(index, event, true);
    }

    /**
     * Takes the next event into account.
     *
     * @param counts whether it goes into the figures; one that does not still tells what others mean
     */
    public Judgement accept(long index, LineEvent event, boolean counts) {
        counted = counts;
        newestTime = Math.max(newestTime, event.time());
        streams.counting(counts);
        return switch (event) {
            case LineEvent.Opened opened -> {
                connection(opened.connection());
                up.add(opened.connection());
                yield Judgement.NONE;
            }
            case LineEvent.Closed closed -> {
                closed(closed.connection(), closed.time(), false);
                yield Judgement.NONE;
            }
            case LineEvent.Left left -> {
                closed(left.connection(), left.time(), true);
                yield Judgement.NONE;
            }
            case LineEvent.Down down -> {
                closed(down.connection(), down.time(), false);
                if (!up.remove(down.connection()) && down.failed()) {
                    note(
                            Severity.WARNING,
                            "not connected",
                            "an attempt to connect failed: " + down.why(),
                            0,
                            down.time(),
                            index);
                }
                yield Judgement.NONE;
            }
            case LineEvent.Message message -> {
                connection(message.connection());
                up.add(message.connection());
                messages += counted ? 1 : 0;
                yield message(index, message);
            }
            case LineEvent.Undecodable bad -> {
                connection(bad.connection());
                undecodable(index, bad);
                yield Judgement.NONE;
            }
            case LineEvent.Unseen unseen -> {
                streams.unseen();
                if (unseen.count() > 0) {
                    note(
                            Severity.NOTE,
                            "not captured",
                            unseen.count() + " events not captured: " + unseen.why(),
                            0,
                            unseen.time(),
                            index);
                }
                yield Judgement.NONE;
            }
            case LineEvent.Taken taken -> {
                streams.taken(taken.streamID(), taken.sequence());
                yield judged(streams.of(taken.streamID()));
            }
        };
    }

    private void closed(int connection, long time, boolean left) {
        streams.closed(connection, time, left);
        calls.closed(connection);
    }

    private void connection(int number) {
        if (counted) {
            connections.add(number);
        }
    }

    private void undecodable(long index, LineEvent.Undecodable bad) {
        messages += counted ? 1 : 0;
        undecodable += counted ? 1 : 0;
        String side = bad.sent() ? "sent" : "received";
        note(
                Severity.ERROR,
                "message unreadable",
                "a message of " + bad.bytes() + " bytes that was " + side + " can't be read: " + bad.why(),
                0,
                bad.time(),
                index);
    }

    private void note(Severity severity, String group, String what, int stream, long time, long index) {
        if (counted) {
            notes.add(new Problem(severity, group, Texts.shortened(what), stream, time, index));
        }
    }

    private Judgement message(long index, LineEvent.Message message) {
        Envelope envelope = message.envelope();
        int connection = message.connection();
        long time = message.time();
        return switch (envelope) {
            case InvocationEnvelope invocation -> {
                if (invocation.opensStream()) {
                    yield judged(streams.invoked(invocation, connection, time));
                }
                calls.called(invocation, connection, time, index, counted);
                yield Judgement.NONE;
            }
            case ResponseEnvelope response -> response(index, response, time);
            case StreamStartEnvelope start -> {
                AuditedStreams.Started started = streams.started(start, connection, time, index);
                yield new Judgement(started.stream().number(), null, started.restart());
            }
            case StreamDataEnvelope data -> {
                Judgement judgement = streams.update(data, message, index);
                SequenceVerdict verdict = judgement.verdict();
                AuditedStream stream = streams.of(data.streamID());
                if (verdict != null && verdict.isUpdate() && stream != null) {
                    calls.changed(stream, data.sequenceNumber(), time);
                }
                yield judgement;
            }
            case StreamEndEnvelope end ->
                judged(streams.ended(end.streamID(), end.reason().wireName(), false));
            case StreamErrorEnvelope error -> error(index, error, time);
            case StreamResumeEnvelope resume -> judged(streams.resumeAsked(resume, connection, time, index));
            case StreamResumedEnvelope resumed -> judged(streams.resumeAnswered(resumed, connection, time));
            case StreamUpdateEnvelope update -> judged(streams.of(update.streamID()));
            case StreamUpdatedEnvelope updated -> judged(streams.of(updated.streamID()));
            case HeartbeatEnvelope heartbeat -> {
                streams.heartbeat(heartbeat, connection, time, index);
                yield Judgement.NONE;
            }
            case UnknownEnvelope ignored -> Judgement.NONE;
        };
    }

    private Judgement response(long index, ResponseEnvelope response, long time) {
        boolean known = calls.answered(response, time, counted);
        String error = response.errorMessage();
        if (error == null) {
            return Judgement.NONE;
        }
        AuditedStream stream = known ? null : refused(response.callID(), error);
        int number = stream == null ? 0 : stream.number();
        note(Severity.WARNING, "call failed", "a call failed: " + error, number, time, index);
        return judged(stream);
    }

    private @Nullable AuditedStream refused(UUID callID, String why) {
        return streams.refused(callID, why);
    }

    private Judgement error(long index, StreamErrorEnvelope error, long time) {
        // The client asks again for a stream that is unavailable for now.
        AuditedStream stream = error.errorMessage().startsWith(ResponseEnvelope.UNAVAILABLE)
                ? streams.of(error.streamID())
                : streams.ended(error.streamID(), error.errorMessage(), true);
        int number = stream == null ? 0 : stream.number();
        note(Severity.WARNING, "stream failed", "a stream failed: " + error.errorMessage(), number, time, index);
        return judged(stream);
    }

    private static Judgement judged(@Nullable AuditedStream stream) {
        return stream == null ? Judgement.NONE : Judgement.of(stream);
    }

    /** What everything so far means. */
    public AuditReport report() {
        ProblemFinder problems = new ProblemFinder();
        notes.items().forEach(problems::add);
        List<StreamCard> cards = streams.all().stream()
                .filter(AuditedStream::isCounted)
                .map(stream -> {
                    StreamCard card = stream.card(newestTime);
                    problems.stream(card, stream.notes());
                    return card;
                })
                .toList();
        List<CallCard> callCards = calls.cards();
        return new AuditReport(
                cards,
                connections.size(),
                messages,
                undecodable,
                calls.count(),
                calls.errors(),
                callCards,
                AuditReport.Spread.of(AuditReport.latencies(callCards)),
                problems.ranked());
    }
}
