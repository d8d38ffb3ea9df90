// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a subscriber sees where the server's numbers can't be those that the client has seen: the client is at 10 each time. */
class ContradictionTest extends ScriptedTest {

    static Stream<Arguments> answers() {
        return Stream.of(
                Arguments.of("current at 5", "epoch-1", ResumeOutcome.CURRENT, null, null, 5L, "AHEAD"),
                Arguments.of("current up to 5", "epoch-1", ResumeOutcome.CURRENT, null, 5L, null, "AHEAD"),
                Arguments.of("current at 12", "epoch-1", ResumeOutcome.CURRENT, null, 12L, 12L, "UNKNOWN"),
                Arguments.of("current elsewhere", "epoch-2", ResumeOutcome.CURRENT, null, 10L, 10L, "EPOCH"),
                Arguments.of("replays 4 to 5", "epoch-1", ResumeOutcome.REPLAYED, 4L, 5L, 5L, "AHEAD"),
                Arguments.of("replays up to 5", "epoch-1", ResumeOutcome.REPLAYED, null, 5L, null, "AHEAD"),
                Arguments.of("replays 8 to 12", "epoch-1", ResumeOutcome.REPLAYED, 8L, 12L, 12L, "UNKNOWN"),
                Arguments.of("replays 12 to 11", "epoch-1", ResumeOutcome.REPLAYED, 12L, 11L, 11L, "UNKNOWN"),
                Arguments.of("replays but has 5", "epoch-1", ResumeOutcome.REPLAYED, 11L, 12L, 5L, "AHEAD"),
                Arguments.of("replays elsewhere", "epoch-2", ResumeOutcome.REPLAYED, 11L, 12L, 12L, "EPOCH"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("answers")
    void anAnswerThatContradictsThePositionIsARestart(
            String what,
            String epoch,
            ResumeOutcome outcome,
            @Nullable Long from,
            @Nullable Long to,
            @Nullable Long newest,
            String reason) {
        resumeAtTen();
        answer(epoch, outcome, from, to, newest);

        UUID next = begin();
        server.send(data(next, 1, "60"));
        for (long i = 2; i <= 6; i++) {
            server.send(data(next, i));
        }

        assertThat(seen())
                .as(what)
                .containsExactly(
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 10 RESTARTED " + reason + " lost ?",
                        "started after 10",
                        "gap 11..? UNKNOWN",
                        "full 1=60",
                        "LIVE",
                        "full 2=20",
                        "full 3=30",
                        "full 4=40",
                        "full 5=50",
                        "full 6=60");
    }

    @Test
    void nothingWasLostWhereTheStateIsTheSameAllTheSame() {
        resumeAtTen();
        answer("epoch-1", ResumeOutcome.CURRENT, null, 5L, 5L);
        server.send(data(begin(), 1, "100"));

        assertThat(seen())
                .containsExactly(
                        "STALE", "CATCHING_UP", "resumed at 10 RESTARTED AHEAD lost ?", "started after 10", "LIVE");
    }

    @Test
    void aHeartbeatBelowWhatCameIsAskedAbout() {
        UUID id = liveAtTen();
        server.send(new HeartbeatEnvelope(Map.of(id, 5L)));

        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(resume.lastSequence()).isEqualTo(10);
        server.send(restarted(resume, RestartReason.AHEAD, 5L));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), "epoch-1"));
        server.send(data(next, 1, "50"));

        assertThat(seen())
                .containsExactly(
                        "RESYNCING",
                        "resumed at 10 RESTARTED AHEAD lost ?",
                        "gap 11..? UNKNOWN",
                        "started after 10",
                        "full 1=50",
                        "LIVE");
    }

    @Test
    void aServerThatCountsAnewWithoutAWordIsFoundOutByItsHeartbeat() {
        UUID id = liveAtTen();
        server.send(data(id, 1, "11"));
        server.send(data(id, 2, "22"));
        server.send(new HeartbeatEnvelope(Map.of(id, 2L)));
        server.take(StreamResumeEnvelope.class);

        assertThat(seen()).containsExactly("duplicate 1", "duplicate 2", "RESYNCING");
    }

    @Test
    void aHeartbeatThatCameLateCostsOneQuestion() {
        UUID id = liveAtTen();
        server.send(new HeartbeatEnvelope(Map.of(id, 9L)));
        server.send(current(server.take(StreamResumeEnvelope.class)));

        assertThat(seen()).containsExactly("RESYNCING", "resumed at 10 CURRENT lost 0", "LIVE");
    }

    private UUID liveAtTen() {
        observe();
        server.acceptExtended();
        UUID id = live(10, true);
        events.clear();
        return id;
    }

    private void resumeAtTen() {
        liveAtTen();
        server.lose("cut");
        reconnectExtended();
    }

    private void answer(
            String epoch, ResumeOutcome outcome, @Nullable Long from, @Nullable Long to, @Nullable Long newest) {
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(new StreamResumedEnvelope(
                resume.streamID(), extOf(resume).callID(), epoch, outcome, null, from, to, null, newest));
    }

    private UUID begin() {
        server.take(StreamEndEnvelope.class);
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, invocation.callID(), "epoch-1"));
        return next;
    }
}
