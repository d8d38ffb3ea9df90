// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.internal.json.JsonTrees;
import dev.trebuchetfx.protocol.internal.json.StateHash;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Changes instead of states: what a subscriber sees, and what is asked of the server where a change can't be right. */
class DeltaStreamTest extends ScriptedTest {
    private static final StreamOptions DELTAS =
            EVERY.toBuilder().deltas(Deltas.AUTOMATIC).build();
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);

    @Test
    void showsTheWholeStateWhateverTravels() {
        UUID id = live();
        server.send(change(id, 2, 1L, 20));
        server.send(full(id, 3, 30));
        server.send(change(id, 4, 3L, 40));

        assertThat(seen())
                .containsExactly(
                        "CATCHING_UP", "started", "full 1=10", "LIVE", "delta 2=20", "full 3=30", "delta 4=40");
    }

    @Test
    void asksForNoChangesWithoutTheWish() {
        observe(EVERY);
        server.acceptExtended();

        assertThat(Objects.requireNonNull(server.take(InvocationEnvelope.class).ext())
                        .delta())
                .isEmpty();
    }

    @Test
    void takesStatesFromAServerThatKnowsNoChanges() {
        observe(DELTAS);
        server.acceptExtended();
        live(2, true);

        assertThat(seen()).containsExactly("CATCHING_UP", "started", "full 1=10", "LIVE", "full 2=20");
    }

    @Test
    void aChangeOfWhatWasSkippedOnPurposeIsApplied() {
        UUID id = live();
        server.send(new StreamDataEnvelope(
                id, 5, wrapped(false, replacing(50)), SENT, new StreamDataEnvelope.Ext(1L, 3L, null)));

        assertThat(seen()).endsWith("delta 5=50");
    }

    @Test
    void aChangeWithAnotherBaseIsNeverAppliedButTheFullStateAskedForOnce() {
        UUID id = live();
        events.clear();

        server.send(change(id, 2, 7L, 20));
        server.send(change(id, 3, 2L, 30));

        assertThat(seen()).containsExactly("undecodable 2", "RESYNCING");
        StreamEvent.Undecodable<?> said = (StreamEvent.Undecodable<?>) events.get(0);
        assertThat(said.why())
                .isEqualTo("a change of the state can't be applied, its base is the state of update 7 but the state at"
                        + " hand is that of update 1; asked for the full state");
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).full()).isTrue();
        assertThat(resume.lastSequence()).isEqualTo(1);
        assertThat(server.untaken()).isEmpty();
        restart(resume, 33);
        assertThat(seen()).endsWith("full 1=33", "LIVE");
    }

    @Test
    void aChangeThatDoesNotFitIsNotApplied() {
        UUID id = live();
        events.clear();

        server.send(new StreamDataEnvelope(
                id,
                2,
                wrapped(false, "[{\"op\":\"remove\",\"path\":\"/gone\"}]"),
                SENT,
                new StreamDataEnvelope.Ext(1L, null, null)));

        assertThat(seen()).containsExactly("undecodable 2", "RESYNCING");
        assertThat(extOf(server.take(StreamResumeEnvelope.class)).full()).isTrue();
    }

    @Test
    void aServerWhoseChangesNeverFitIsAskedForStates() {
        UUID id = live();
        for (int i = 0; i < 3; i++) {
            server.send(change(id, 2, 9L, 20));
            StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
            assertThat(extOf(resume).delta()).hasSize(i < 2 ? 1 : 0);
            id = restart(resume, 30 + i);
        }

        assertThat(seen()).endsWith("full 1=32", "LIVE");
    }

    @Test
    void aReplayOfChangesStartsFromTheStateAtHand() {
        UUID id = live();
        server.lose("cut");
        events.clear();
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).haveBase()).isTrue();
        assertThat(extOf(resume).delta()).containsExactly("json-patch");
        server.send(new StreamResumedEnvelope(
                id, extOf(resume).callID(), "epoch-1", ResumeOutcome.REPLAYED, null, 2L, 3L, 1L, 3L, "json-patch"));
        server.send(change(id, 2, 1L, 20));
        server.send(change(id, 3, 2L, 30));

        assertThat(seen()).endsWith("replay 2=20", "replay 3=30", "LIVE");
    }

    @Test
    void aHashThatFitsIsNoNews() {
        UUID id = live();
        events.clear();
        server.send(hashed(id, 2, 20, hashOf(20)));

        assertThat(seen()).containsExactly("delta 2=20");
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void aHashThatDoesNotFitIsHealedByTheFullStateAndReportedAsDrift() {
        UUID id = live();
        events.clear();
        server.send(hashed(id, 2, 20, hashOf(21)));

        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).full()).isTrue();
        restart(resume, 21);

        assertThat(seen())
                .contains("delta 2=20", "RESYNCING", "full 1=21", "drifted 2 at ")
                .doesNotContain("undecodable 2");
        assertThat(taps).anyMatch(TapEvent.DriftFound.class::isInstance);
    }

    @Test
    void aHashOfAnotherKindIsNotComparedWithOurs() {
        UUID id = live();
        events.clear();
        server.send(hashed(id, 2, 20, "sha256:00"));

        assertThat(seen()).containsExactly("delta 2=20");
    }

    @Test
    void aChangeThatExceedsABoundIsNotApplied() {
        UUID id = live();
        events.clear();
        String doubling = IntStream.range(0, 60)
                .mapToObj(i -> "{\"op\":\"copy\",\"from\":\"\",\"path\":\"/" + i + "\"}")
                .collect(Collectors.joining(
                        ",", "[{\"op\":\"add\",\"path\":\"\",\"value\":{\"x\":\"" + "x".repeat(9_000) + "\"}},", "]"));

        server.send(new StreamDataEnvelope(
                id, 2, wrapped(false, doubling), SENT, new StreamDataEnvelope.Ext(1L, null, null)));

        assertThat(seen()).containsExactly("undecodable 2", "RESYNCING");
        assertThat(((StreamEvent.Undecodable<?>) events.get(0)).why())
                .contains("a patch must not copy more than 67108864 bytes");
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).full()).isTrue();
        restart(resume, 33);
        assertThat(seen()).endsWith("full 1=33", "LIVE");
    }

    private UUID live() {
        observe(DELTAS);
        server.acceptExtended();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        assertThat(Objects.requireNonNull(invocation.ext()).delta()).isEqualTo(List.of("json-patch"));
        return begin(invocation.callID(), 10);
    }

    private UUID begin(UUID callID, int state) {
        UUID id = UUID.randomUUID();
        server.send(new StreamStartEnvelope(
                id,
                callID,
                REAL,
                "observeState",
                null,
                new StreamStartEnvelope.Ext(1, "epoch-1", 100, 300, "json-patch", null)));
        server.send(full(id, 1, state));
        return id;
    }

    private UUID restart(StreamResumeEnvelope resume, int state) {
        server.send(restarted(resume, RestartReason.FULL, resume.lastSequence()));
        return begin(extOf(resume).callID(), state);
    }

    static StreamDataEnvelope full(UUID id, long sequence, int state) {
        return new StreamDataEnvelope(id, sequence, wrapped(true, String.valueOf(state)), SENT, null);
    }

    static StreamDataEnvelope change(UUID id, long sequence, @Nullable Long base, int state) {
        return new StreamDataEnvelope(
                id, sequence, wrapped(false, replacing(state)), SENT, new StreamDataEnvelope.Ext(base, null, null));
    }

    private static StreamDataEnvelope hashed(UUID id, long sequence, int state, String hash) {
        return new StreamDataEnvelope(
                id,
                sequence,
                wrapped(false, replacing(state)),
                SENT,
                new StreamDataEnvelope.Ext(sequence - 1, null, hash));
    }

    private static String hashOf(int state) {
        return Objects.requireNonNull(StateHash.of(JsonTrees.read(String.valueOf(state))));
    }

    private static String replacing(int state) {
        return "[{\"op\":\"replace\",\"path\":\"\",\"value\":" + state + "}]";
    }

    static Bytes wrapped(boolean isFull, String json) {
        return CODEC.encode(new StateDelta(isFull, Bytes.utf8(json)));
    }
}
