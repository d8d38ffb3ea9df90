// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A server that has the same answers to the same messages, whatever they lead to. Owned by the test's thread. */
final class FixedPeer {
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);

    private final ScriptedServer server;
    private final Function<Envelope, List<Answer>> answers;
    private UUID stream = new UUID(1, 1);
    private UUID call = new UUID(2, 2);
    private long streams;
    private long sent;
    private long position;
    private int asked;
    private int others;

    FixedPeer(ScriptedServer server, Function<Envelope, List<Answer>> answers) {
        this.server = server;
        this.answers = answers;
    }

    /** Goes on with a stream that there was before. */
    void has(UUID streamID, long newest) {
        stream = streamID;
        sent = newest;
    }

    /** How many invocations and resumes came. */
    int asked() {
        return asked;
    }

    /** How many other messages came. */
    int others() {
        return others;
    }

    /** Answers the oldest message; false where there is none. */
    boolean answer() {
        Envelope message = server.poll();
        if (message == null) {
            return false;
        }
        switch (message) {
            case InvocationEnvelope invocation -> {
                asked++;
                call = invocation.callID();
            }
            case StreamResumeEnvelope resume -> {
                asked++;
                call = Objects.requireNonNull(resume.ext()).callID();
                position = resume.lastSequence();
            }
            default -> others++;
        }
        for (Answer answer : answers.apply(message)) {
            Envelope envelope = answer.envelope.apply(this);
            if (envelope != null) {
                server.send(envelope);
            }
        }
        return true;
    }

    private StreamStartEnvelope start(UUID id, boolean extended, @Nullable String delta) {
        stream = id;
        sent = 0;
        var ext = extended ? new StreamStartEnvelope.Ext(1, "epoch-1", 100, 300, delta, null) : null;
        return new StreamStartEnvelope(id, call, ScriptedTest.REAL, "observeState", null, ext);
    }

    private StreamDataEnvelope data(long sequence, Bytes data, @Nullable Long base) {
        sent = sequence;
        var ext = base == null ? null : new StreamDataEnvelope.Ext(base, null, null);
        return new StreamDataEnvelope(stream, sequence, data, ScriptedTest.SENT, ext);
    }

    private StreamResumedEnvelope resumed(
            ResumeOutcome outcome, @Nullable RestartReason reason, @Nullable Long from, @Nullable Long to) {
        return new StreamResumedEnvelope(stream, call, "epoch-1", outcome, reason, from, to, null, to);
    }

    private StreamEndEnvelope end(StreamEndReason reason) {
        return new StreamEndEnvelope(stream, reason);
    }

    /** What a server can say. */
    @SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
    enum Answer {
        NOTHING(peer -> null),
        RESPONSE(peer -> new ResponseEnvelope(peer.call, Bytes.utf8("1"), null)),
        RESPONSE_WITH_ERROR(peer -> new ResponseEnvelope(peer.call, null, "no")),
        DRAINING(peer -> new ResponseEnvelope(peer.call, null, ResponseEnvelope.DRAINING)),
        START(peer -> peer.start(new UUID(3, peer.streams++), true, null)),
        START_AGAIN(peer -> peer.start(new UUID(3, 3), true, null)),
        START_WITH_DELTAS(peer -> peer.start(new UUID(4, peer.streams++), true, "json-patch")),
        START_PLAIN(peer -> peer.start(new UUID(5, peer.streams++), false, null)),
        FIRST(peer -> peer.data(1, Bytes.utf8("1"), null)),
        NEXT(peer -> peer.data(peer.sent + 1, Bytes.utf8("2"), null)),
        ANOTHER(peer -> peer.data(peer.sent + 1, Bytes.utf8("9" + peer.asked), null)),
        LATER(peer -> peer.data(peer.sent + 10, Bytes.utf8("3"), null)),
        LATEST(peer -> peer.data(-1L, Bytes.utf8("3"), null)),
        UNREADABLE(peer -> peer.data(peer.sent + 1, Bytes.utf8("\"none\""), null)),
        WRAPPED(peer -> peer.data(peer.sent + 1, DELTAS.encode(new StateDelta(true, Bytes.utf8("4"))), null)),
        BASELESS(peer -> peer.data(peer.sent + 1, DELTAS.encode(new StateDelta(false, Bytes.utf8("[]"))), 99L)),
        COMPLETED(peer -> peer.end(StreamEndReason.COMPLETED)),
        CONNECTION_CLOSED(peer -> peer.end(StreamEndReason.CONNECTION_CLOSED)),
        ERROR(peer -> new StreamErrorEnvelope(peer.stream, "broke")),
        CURRENT(peer -> peer.resumed(ResumeOutcome.CURRENT, null, null, null)),
        CURRENT_AS_ASKED(peer -> peer.resumed(ResumeOutcome.CURRENT, null, null, peer.position)),
        CURRENT_BEHIND(peer -> peer.resumed(ResumeOutcome.CURRENT, null, null, 0L)),
        REPLAYED(peer -> peer.resumed(ResumeOutcome.REPLAYED, null, peer.position + 1, peer.position + 1)),
        REPLAYED_BEHIND(peer -> peer.resumed(ResumeOutcome.REPLAYED, null, 1L, 2L)),
        RESTARTED(peer -> peer.resumed(ResumeOutcome.RESTARTED, RestartReason.UNKNOWN, null, null)),
        RESTARTED_FULL(peer -> peer.resumed(ResumeOutcome.RESTARTED, RestartReason.FULL, null, 50L)),
        BEAT_BEHIND(peer -> new HeartbeatEnvelope(Map.of(peer.stream, 0L))),
        BEAT(peer -> new HeartbeatEnvelope(Map.of(peer.stream, peer.sent))),
        BEAT_AHEAD(peer -> new HeartbeatEnvelope(Map.of(peer.stream, peer.sent + 100))),
        UPDATED(peer -> new StreamUpdatedEnvelope(peer.stream, 1)),
        UPDATE(peer -> new StreamUpdateEnvelope(peer.stream, null));

        private final Function<FixedPeer, @Nullable Envelope> envelope;

        Answer(Function<FixedPeer, @Nullable Envelope> envelope) {
            this.envelope = envelope;
        }
    }

    /** Lets the peer answer for a time, a millisecond after each message. */
    void answerFor(Duration duration, ManualTime time, int limit) {
        long end = time.nanoTime() + duration.toNanos();
        while (time.nanoTime() < end && asked + others <= limit) {
            boolean answered = answer();
            time.advance(Duration.ofMillis(answered ? 1 : 100));
        }
    }
}
