// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import dev.trebuchetfx.protocol.internal.json.StateHash;
import java.time.Duration;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A server that sends another state each time, and with each something that makes the client ask for the full state. */
class FailedChecksTest extends ScriptedTest {
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);
    private static final Duration STEP = Duration.ofMillis(10);

    private int state;

    /** What follows each full state. */
    @FunctionalInterface
    private interface Lie {
        void about(UUID stream, int state);
    }

    @Test
    void aLyingHashMakesTheClientAskEverMoreSeldom() {
        observe(StreamOptions.builder().deltas(Deltas.AUTOMATIC).build());
        server.acceptExtended();

        assertThat(asked(Duration.ofSeconds(30), this::lieInTheHash)).isLessThan(15);
        assertThat(asked(Duration.ofMinutes(5), this::lieInTheHash)).isLessThan(25);
        assertThat(events).anyMatch(StreamEvent.RestartsSlowed.class::isInstance);
        assertThat(events.reversed().stream()
                        .filter(StreamEvent.FreshnessChanged.class::isInstance)
                        .findFirst())
                .hasValueSatisfying(event -> assertThat(event.toString()).contains("RESYNCING"));
    }

    @Test
    void oneRightHashAmongTheLiesDoesNotHelp() {
        observe(StreamOptions.builder().deltas(Deltas.AUTOMATIC).build());
        server.acceptExtended();

        assertThat(asked(Duration.ofSeconds(30), (stream, value) -> {
                    server.send(change(stream, 2, value, hashOf(value)));
                    server.send(change(stream, 3, value, hashOf(value + 1)));
                }))
                .isLessThan(15);
    }

    @Test
    void soDoPatchesThatNeverFit() {
        observe(StreamOptions.builder().deltas(Deltas.AUTOMATIC).build());
        server.acceptExtended();

        assertThat(asked(
                        Duration.ofSeconds(30),
                        (stream, value) -> server.send(new StreamDataEnvelope(
                                stream,
                                2,
                                wrapped(false, "[{\"op\":\"remove\",\"path\":\"/none\"}]"),
                                SENT,
                                new StreamDataEnvelope.Ext(1L, null, null)))))
                .isLessThan(15);
    }

    @Test
    void aStreamThatIsRightForAMinuteAsksAtOnceAgain() {
        observe(StreamOptions.builder().deltas(Deltas.AUTOMATIC).build());
        server.acceptExtended();
        asked(Duration.ofSeconds(30), this::lieInTheHash);
        // The server stops lying, and is asked once more.
        asked(Duration.ofMinutes(2), (stream, value) -> {});
        events.clear();

        // The stream is live, and one more lie is asked about at once.
        lieInTheHash(stream, state);
        assertThat(server.poll()).isInstanceOf(StreamResumeEnvelope.class);
    }

    private UUID stream = new UUID(0, 0);

    private void lieInTheHash(UUID id, int value) {
        server.send(change(id, 2, value + 1, hashOf(value)));
    }

    /** Answers each question with another state and the lie about it, for a while, and returns the number of questions. */
    private int asked(Duration span, Lie lie) {
        int questions = 0;
        for (Duration past = Duration.ZERO; past.compareTo(span) < 0; past = past.plus(STEP)) {
            for (Envelope message = server.poll(); message != null; message = server.poll()) {
                questions += answer(message, lie) ? 1 : 0;
            }
            time.advance(STEP);
        }
        return questions;
    }

    private boolean answer(Envelope message, Lie lie) {
        UUID callID;
        if (message instanceof StreamResumeEnvelope resume) {
            callID = Objects.requireNonNull(extOf(resume).callID());
            server.send(restarted(resume, RestartReason.FULL, resume.lastSequence()));
        } else if (message instanceof InvocationEnvelope invocation) {
            callID = invocation.callID();
        } else {
            return false;
        }
        stream = UUID.randomUUID();
        state += 10;
        server.send(new StreamStartEnvelope(
                stream,
                callID,
                REAL,
                "observeState",
                null,
                new StreamStartEnvelope.Ext(1, "epoch-1", 100, 300, "json-patch", null)));
        server.send(new StreamDataEnvelope(stream, 1, wrapped(true, String.valueOf(state)), SENT, null));
        lie.about(stream, state);
        return true;
    }

    private static StreamDataEnvelope change(UUID id, long sequence, int value, @Nullable String hash) {
        return new StreamDataEnvelope(
                id,
                sequence,
                wrapped(false, "[{\"op\":\"replace\",\"path\":\"\",\"value\":" + value + "}]"),
                SENT,
                new StreamDataEnvelope.Ext(sequence - 1, null, hash));
    }

    private static String hashOf(int value) {
        return Objects.requireNonNull(StateHash.of(JsonTrees.read(String.valueOf(value))));
    }

    private static Bytes wrapped(boolean isFull, String json) {
        return CODEC.encode(new StateDelta(isFull, Bytes.utf8(json)));
    }
}
