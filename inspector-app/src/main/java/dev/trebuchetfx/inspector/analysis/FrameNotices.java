// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.audit.Judgement;
import dev.trebuchetfx.inspector.audit.SequenceVerdict;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a client would have told of its streams, concluded from its messages alone, for captures in which no client says it: those of a
 * proxy, and of other tools. How the client took what came, and whether it did, is not known.
 *
 * <p>Confined to the thread of the analysis.
 */
final class FrameNotices {
    private final Consumer<TapEvent> sink;
    private final Set<Integer> opened = new HashSet<>();
    private final Map<Integer, Integer> connections = new HashMap<>();
    /** The last number of the replay under way, by stream. */
    private final Map<Integer, Long> replayedTo = new HashMap<>();
    /** The streams that would be live if the server vouched for them. */
    private final Set<Integer> live = new HashSet<>();
    /** The reasons why the server does not vouch for streams. */
    private final Map<Integer, String> unvouched = new HashMap<>();

    FrameNotices(Consumer<TapEvent> sink) {
        this.sink = sink;
    }

    /** Tells of the next frame. {@code stream}: the number of its logical stream, not 0. */
    void message(Instant at, int connection, Envelope envelope, int stream, Judgement judged) {
        connections.put(stream, connection);
        switch (envelope) {
            case InvocationEnvelope asked ->
                opened(
                        stream,
                        new TapEvent.StreamOpened(
                                at, stream, asked.actorID(), asked.targetIdentifier(), asked.streamFilter()));
            case StreamStartEnvelope start -> {
                unvouched.remove(stream);
                opened(
                        stream,
                        new TapEvent.StreamOpened(
                                at, stream, start.actorID(), start.targetIdentifier(), start.filter()));
                sink.accept(new TapEvent.StreamStarted(
                        at, connection, stream, start.streamID(), start.actorID(), judged.restart(), start.ext()));
            }
            case StreamResumeEnvelope resume -> {
                opened(
                        stream,
                        new TapEvent.StreamOpened(at, stream, resume.actorID(), resume.targetIdentifier(), null));
                replayedTo.remove(stream);
                unvouched.remove(stream);
                freshness(at, stream, Freshness.CATCHING_UP, "asked for what was missed");
            }
            case StreamResumedEnvelope answer -> {
                switch (answer.outcome()) {
                    case CURRENT -> freshness(at, stream, Freshness.LIVE, "nothing was missed");
                    case REPLAYED -> {
                        Long to = answer.toSequence();
                        if (to != null) {
                            replayedTo.put(stream, to);
                        }
                    }
                    case RESTARTED -> freshness(at, stream, Freshness.RESYNCING, "the server starts it anew");
                }
            }
            case StreamDataEnvelope data -> {
                SequenceVerdict verdict = judged.verdict();
                if (verdict != null && isCaughtUp(stream, data, verdict)) {
                    replayedTo.remove(stream);
                    freshness(at, stream, Freshness.LIVE, "updates come");
                }
            }
            case StreamEndEnvelope end ->
                sink.accept(new TapEvent.StreamClosed(at, stream, end.reason().wireName()));
            case StreamErrorEnvelope error
            when error.errorMessage().startsWith(ResponseEnvelope.UNAVAILABLE) ->
                freshness(at, stream, Freshness.STALE, error.errorMessage());
            case StreamErrorEnvelope error -> sink.accept(new TapEvent.StreamClosed(at, stream, error.errorMessage()));
            default -> {}
        }
    }

    /** A server that does not say how far it replays may be done with any update. */
    private boolean isCaughtUp(int stream, StreamDataEnvelope data, SequenceVerdict verdict) {
        if (verdict != SequenceVerdict.REPLAY && verdict != SequenceVerdict.RESUME_OVERLAP) {
            return verdict.isUpdate();
        }
        Long to = replayedTo.get(stream);
        return to == null || Long.compareUnsigned(data.sequenceNumber(), to) >= 0;
    }

    /** Tells that no more comes on a connection. */
    void closed(Instant at, int connection, String why) {
        connections.forEach((stream, carrier) -> {
            if (carrier == connection) {
                freshness(at, stream, Freshness.STALE, why);
            }
        });
    }

    private void opened(int stream, TapEvent.StreamOpened notice) {
        if (opened.add(stream)) {
            sink.accept(notice);
        }
    }

    /**
     * Tells that the server says whether it vouches for a stream.
     *
     * @param problem the reason why it does not; empty where it does again
     */
    void vouched(Instant at, int stream, String problem) {
        if (!problem.isEmpty()) {
            unvouched.put(stream, problem);
        } else if (unvouched.remove(stream) == null) {
            return;
        }
        if (live.contains(stream)) {
            freshness(at, stream, Freshness.LIVE, "the server vouches for the state again");
        }
    }

    private void freshness(Instant at, int stream, Freshness freshness, String why) {
        if (freshness == Freshness.LIVE) {
            live.add(stream);
        } else {
            live.remove(stream);
        }
        String problem = freshness == Freshness.LIVE ? unvouched.get(stream) : null;
        sink.accept(
                problem == null
                        ? new TapEvent.FreshnessChanged(at, stream, freshness, why)
                        : new TapEvent.FreshnessChanged(at, stream, Freshness.STALE, problem));
    }
}
