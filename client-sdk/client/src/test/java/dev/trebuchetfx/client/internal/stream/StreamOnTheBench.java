// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.connection.Session;
import dev.trebuchetfx.client.internal.connection.TestSessions;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.internal.delta.DeltaWish;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One stream in its registry, with hand-made sessions: brings it into each state and says what became of it. */
final class StreamOnTheBench {
    static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(5);
    private static final ActorId REAL = new ActorId("real", null, null);

    final ManualTime time = new ManualTime();
    final List<Envelope> sent = new ArrayList<>();
    final List<StreamEvent<StateValue>> told = new ArrayList<>();
    final boolean extended;
    final StreamRegistry registry;
    final LogicalStream stream;
    private final SerialExecutor loop = new SerialExecutor(Runnable::run);
    private @Nullable Session session;
    private int sessions;
    private @Nullable UUID call;
    private UUID streamId = new UUID(9, 9);

    StreamOnTheBench(boolean extended) {
        this.extended = extended;
        TapHub taps = new TapHub();
        var settings = new Checkpoints.Settings(new InMemoryCheckpointStore(), "test", Duration.ofMinutes(5));
        registry = new StreamRegistry(new StreamContext(
                time,
                loop,
                loop,
                taps,
                (on, envelope) -> {
                    sent.add(envelope);
                    if (envelope instanceof InvocationEnvelope invocation) {
                        call = invocation.callID();
                    } else if (envelope instanceof StreamResumeEnvelope resume) {
                        call = Objects.requireNonNull(resume.ext()).callID();
                    }
                    return null;
                },
                () -> new UUID(time.random().nextLong(), time.random().nextLong()),
                new Checkpoints(settings, time, loop, taps),
                ANSWER_TIMEOUT,
                Duration.ofSeconds(15)));
        StreamRequest request = new StreamRequest(
                ActorId.of("counter"), "observeState", List.of(), null, GapPolicy.HEAL, DeltaWish.NONE);
        StreamSink sink = new StreamSink() {
            @Override
            public void opened(Feedback feedback) {}

            @Override
            public void offer(StreamEvent<StateValue> event) {
                told.add(event);
            }
        };
        List<LogicalStream> opened = new ArrayList<>();
        loop.execute(() -> opened.add(registry.open(request, sink)));
        stream = opened.getFirst();
    }

    /** Everything happens in turns of the loop, as in a client. */
    void turn(Runnable action) {
        loop.execute(action);
    }

    void connect() {
        connect(extended);
    }

    void connect(boolean toExtendedPeer) {
        Session next = TestSessions.session(++sessions, toExtendedPeer);
        session = next;
        turn(() -> registry.connected(next));
    }

    void disconnect() {
        Session lost = on();
        session = null;
        turn(() -> registry.disconnected(lost, "cut"));
    }

    private Session on() {
        Session now = session;
        return now == null ? TestSessions.session(0, extended) : now;
    }

    /** The stream begins for what was asked last, or for nothing that was ever asked. */
    void start() {
        start(REAL);
    }

    /** Answers as the method above does, for an actor of this id. */
    void start(ActorId actor) {
        streamId = new UUID(7, time.random().nextLong());
        UUID answered = awaitsCall() && call != null ? call : new UUID(8, 8);
        var ext = extended ? new StreamStartEnvelope.Ext(1, "epoch", 100, 300, null, null) : null;
        Session on = on();
        turn(() -> registry.started(on, new StreamStartEnvelope(streamId, answered, actor, "observeState", null, ext)));
    }

    private boolean awaitsCall() {
        // A plain server starts what it restarts under a call of its own making.
        return stream.phase() instanceof Phase.Invoking || extended;
    }

    /** The server answers what was asked last that it is about to close. */
    void refuse(String message) {
        UUID answered = call == null ? new UUID(8, 8) : call;
        turn(() -> registry.answeredAsCall(new ResponseEnvelope(answered, null, message)));
    }

    void data(long sequence, String json) {
        Session on = on();
        StreamDataEnvelope data = new StreamDataEnvelope(streamId, sequence, Bytes.utf8(json), time.instant(), null);
        turn(() -> registry.data(on, data));
    }

    /** An update before which the server says that it left out this many numbers, unsigned. */
    void skipping(long sequence, long skipped) {
        Session on = on();
        var ext = new StreamDataEnvelope.Ext(null, skipped, null);
        StreamDataEnvelope data = new StreamDataEnvelope(streamId, sequence, Bytes.utf8("1"), time.instant(), ext);
        turn(() -> registry.data(on, data));
    }

    void resumed(ResumeOutcome outcome, long to) {
        UUID answered = call == null ? new UUID(8, 8) : call;
        boolean replayed = outcome == ResumeOutcome.REPLAYED;
        var answer = new StreamResumedEnvelope(
                streamId,
                answered,
                "epoch",
                outcome,
                outcome == ResumeOutcome.RESTARTED ? RestartReason.UNKNOWN : null,
                replayed ? Long.valueOf(to - 1) : null,
                replayed ? Long.valueOf(to) : null,
                null,
                null);
        Session on = on();
        turn(() -> registry.resumed(on, answer));
    }

    /** The server says that nothing was missed, and that it has sent less than came. */
    void resumedBehind() {
        UUID answered = call == null ? new UUID(8, 8) : call;
        var answer =
                new StreamResumedEnvelope(streamId, answered, "epoch", ResumeOutcome.CURRENT, null, null, 1L, null, 1L);
        Session on = on();
        turn(() -> registry.resumed(on, answer));
    }

    UUID streamId() {
        return streamId;
    }

    Session session() {
        return on();
    }

    /** Restarts without a new state, until the stream waits before it asks again. */
    void restartUntilItPauses() {
        for (int i = 0; i < 20 && !(stream.phase() instanceof Phase.Paused); i++) {
            data(90, "5");
            if (stream.phase() instanceof Phase.Resuming) {
                resumed(ResumeOutcome.RESTARTED, 0);
                start();
                data(1, "2");
            }
        }
    }
}
