// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Deltas of the application's own: what its subscriber sees of them, and when they are not applied. */
class OwnDeltasTest extends ScriptedTest {
    private static final StreamOptions OWN =
            EVERY.toBuilder().deltas(Deltas.OWN).build();
    private static final StateDeltaCodec CODEC = new StateDeltaCodec(WireLimits.DEFAULT);

    /** A sum; a delta is what is added, and 13 can't be. */
    record Tally(@JsonValue int sum) implements DeltaCodable<Tally> {
        @Override
        public Optional<Tally> delta(Tally from) {
            return equals(from) ? Optional.empty() : Optional.of(new Tally(sum - from.sum));
        }

        @Override
        public Tally applying(Tally delta) {
            if (delta.sum == 13) {
                throw new IllegalStateException("13 is unlucky");
            }
            return new Tally(sum + delta.sum);
        }

        @Override
        public String toString() {
            return Integer.toString(sum);
        }
    }

    /** Not one of itself. */
    static class Base implements DeltaCodable<Base> {
        @Override
        public Optional<Base> delta(Base from) {
            return Optional.empty();
        }

        @Override
        public Base applying(Base delta) {
            return delta;
        }
    }

    static final class Derived extends Base {}

    private final List<StreamEvent<Tally>> heard = new ArrayList<>();

    private ActorStream<Tally> observeTally(StreamOptions options) {
        return observeTally(client, options);
    }

    private ActorStream<Tally> observeTally(TrebuchetClient by, StreamOptions options) {
        ActorStream<Tally> stream = by.actor("counter").observe("observeState", Tally.class, options);
        stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<Tally> update) {}

            @Override
            public void onEvent(StreamEvent<Tally> event) {
                heard.add(event);
            }
        });
        return stream;
    }

    private List<String> lines() {
        return heard.stream().map(ScriptedTest::describe).toList();
    }

    private static StreamDataEnvelope wrapped(
            UUID id, long sequence, boolean full, int json, StreamDataEnvelope.@Nullable Ext ext) {
        Bytes content = CODEC.encode(new StateDelta(full, Bytes.utf8(Integer.toString(json))));
        return new StreamDataEnvelope(id, sequence, content, SENT, ext);
    }

    private static StreamDataEnvelope delta(UUID id, long sequence, int added) {
        return wrapped(id, sequence, false, added, new StreamDataEnvelope.Ext(sequence - 1, null, null));
    }

    private UUID begin(UUID callID, int state) {
        return begin(server, callID, state);
    }

    private static UUID begin(ScriptedServer server, UUID callID, int state) {
        UUID id = UUID.randomUUID();
        var ext = new StreamStartEnvelope.Ext(1, "epoch-1", 100, 300, "application", null);
        server.send(new StreamStartEnvelope(id, callID, REAL, "observeState", null, ext));
        server.send(wrapped(id, 1, true, state, null));
        return id;
    }

    /** Live at 10. */
    private UUID live() {
        server.acceptExtended();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        assertThat(Objects.requireNonNull(invocation.ext()).delta()).containsExactly("application");
        return begin(invocation.callID(), 10);
    }

    private UUID livePlain() {
        server.acceptPlain();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        UUID id = UUID.randomUUID();
        server.send(start(id, invocation.callID(), null));
        server.send(wrapped(id, 1, true, 10, null));
        return id;
    }

    @Test
    void theWholeStateIsShownWhateverTravels() {
        observeTally(OWN);
        UUID id = live();
        server.send(delta(id, 2, 5));
        server.send(wrapped(id, 3, true, 100, null));
        server.send(delta(id, 4, 1));

        assertThat(lines())
                .containsExactly(
                        "CATCHING_UP", "started", "full 1=10", "LIVE", "delta 2=15", "full 3=100", "delta 4=101");
    }

    @Test
    void aDeltaStartsFromWhatWasSentBeforeWhereNumbersWereSkipped() {
        observeTally(OWN);
        UUID id = live();
        server.send(wrapped(id, 5, false, 7, new StreamDataEnvelope.Ext(1L, 3L, null)));

        assertThat(lines()).endsWith("delta 5=17");
    }

    @Test
    void aDeltaWithAnotherBaseIsNotAppliedAndTheFullStateAskedForOnce() {
        observeTally(OWN);
        UUID id = live();
        heard.clear();
        server.send(wrapped(id, 2, false, 5, new StreamDataEnvelope.Ext(7L, null, null)));
        server.send(delta(id, 3, 5));

        assertThat(lines()).containsExactly("undecodable 2", "RESYNCING");
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).full()).isTrue();
        assertThat(server.untaken()).isEmpty();
        restart(resume, 20);
        assertThat(lines()).endsWith("full 1=20", "LIVE");
    }

    @Test
    void aDeltaThatCanNotBeAppliedIsSaidAndHealed() {
        observeTally(OWN);
        UUID id = live();
        heard.clear();
        server.send(delta(id, 2, 13));

        assertThat(lines()).containsExactly("undecodable 2", "RESYNCING");
        assertThat(((StreamEvent.Undecodable<?>) heard.getFirst()).why())
                .contains("does not fit the state of update 1")
                .contains("13 is unlucky")
                .endsWith("asked for the full state");
        restart(server.take(StreamResumeEnvelope.class), 23);
        assertThat(lines()).endsWith("full 1=23", "LIVE");
    }

    @Test
    void aDeltaThatIsNoneOfTheTypeIsSaidAndHealed() {
        observeTally(OWN);
        UUID id = live();
        Bytes content = CODEC.encode(new StateDelta(false, Bytes.utf8("{\"a\":1}")));
        server.send(new StreamDataEnvelope(id, 2, content, SENT, new StreamDataEnvelope.Ext(1L, null, null)));

        assertThat(lines()).endsWith("undecodable 2", "RESYNCING");
        assertThat(extOf(server.take(StreamResumeEnvelope.class)).full()).isTrue();
    }

    @Test
    void whatComesOfThreeFailuresInARowIsWholeStates() {
        observeTally(OWN);
        UUID id = live();
        for (int i = 0; i < 3; i++) {
            server.send(delta(id, 2, 13));
            StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
            assertThat(extOf(resume).delta()).hasSize(i < 2 ? 1 : 0);
            id = restart(resume, 30 + i);
        }
        assertThat(lines()).endsWith("full 1=32", "LIVE");
    }

    @Test
    void aLostConnectionDoesNotMakeADistrustedStateABase() {
        observeTally(OWN);
        UUID id = live();
        server.send(delta(id, 2, 13));
        server.take(StreamResumeEnvelope.class);
        server.lose("cut");
        reconnectExtended();

        StreamResumeEnvelope again = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(again).full()).isTrue();
        assertThat(extOf(again).haveBase()).isFalse();
    }

    @Test
    void aReplayStartsFromTheStateAtHand() {
        observeTally(OWN);
        UUID id = live();
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).haveBase()).isTrue();
        server.send(new StreamResumedEnvelope(
                id, extOf(resume).callID(), "epoch-1", ResumeOutcome.REPLAYED, null, 2L, 3L, 1L, 3L, "application"));
        server.send(delta(id, 2, 1));
        server.send(delta(id, 3, 2));

        assertThat(lines()).endsWith("replay 2=11", "replay 3=13", "LIVE");
    }

    @Test
    void aServerThatKnowsNoneSendsStates() {
        observeTally(OWN);
        server.acceptExtended();
        live(2, true);

        assertThat(lines()).endsWith("full 1=10", "LIVE", "full 2=20");
    }

    @Test
    void aVersionTwoServerIsUnderstoodWhicheverItSends() {
        observeTally(OWN);
        UUID id = livePlain();
        server.send(wrapped(id, 2, false, 5, null));
        server.send(data(id, 3, "40"));
        server.send(wrapped(id, 4, false, 2, null));

        assertThat(lines())
                .containsExactly(
                        "CATCHING_UP", "started", "full 1=10", "LIVE", "delta 2=15", "full 3=40", "delta 4=42");
    }

    @Test
    void whatOnlyLooksLikeAStateDeltaIsNotTakenForAState() {
        observeTally(OWN);
        UUID id = livePlain();
        server.send(data(id, 2, "{\"isFull\":false,\"data\":\"%%%\"}"));

        assertThat(lines()).endsWith("undecodable 2", "RESYNCING", "CATCHING_UP");
        assertThat(server.take(InvocationEnvelope.class).actorID().id()).isEqualTo("counter");
    }

    @Test
    void aFilterThatTheServerLacksSeesTheWholeState() {
        observeTally(OWN.toBuilder()
                .filter(StreamFilter.crosses("", 20).withHysteresis(0))
                .build());
        UUID id = livePlain();
        server.send(wrapped(id, 2, false, 5, null));
        server.send(wrapped(id, 3, false, 10, null));

        assertThat(lines()).filteredOn(line -> line.contains("=")).containsExactly("full 1=10", "full 3=25");
    }

    @Test
    void aSlowSubscriberMissesNoDeltasEffect() {
        List<Runnable> later = new ArrayList<>();
        ScriptedServer line = new ScriptedServer();
        try (TrebuchetClient slow = configure(TestClients.inCallingThread(time, line))
                .executor(later::add)
                .build()) {
            observeTally(slow, StreamOptions.builder().deltas(Deltas.OWN).build());
            line.acceptExtended();
            UUID id = begin(line, line.take(InvocationEnvelope.class).callID(), 10);
            for (int number = 2; number <= 500; number++) {
                line.send(delta(id, number, 1));
            }
            while (!later.isEmpty()) {
                later.removeFirst().run();
            }
        }
        assertThat(lines()).filteredOn(said -> said.startsWith("delta")).containsExactly("delta 500=509");
        assertThat(heard.stream()
                        .filter(StreamEvent.Update.class::isInstance)
                        .mapToLong(event -> ((StreamEvent.Update<?>) event).conflated())
                        .sum())
                .isPositive();
    }

    @Test
    void checkpointsKeepTheWholeState() {
        InMemoryCheckpointStore store = new InMemoryCheckpointStore();
        UUID id;
        ScriptedServer before = new ScriptedServer();
        try (TrebuchetClient first = configure(TestClients.inCallingThread(time, before))
                .checkpoints(store)
                .build()) {
            observeTally(first, OWN);
            before.acceptExtended();
            id = begin(before, before.take(InvocationEnvelope.class).callID(), 10);
            before.send(delta(id, 2, 5));
        }
        heard.clear();
        ScriptedServer after = new ScriptedServer();
        try (TrebuchetClient next = configure(TestClients.inCallingThread(time, after))
                .checkpoints(store)
                .build()) {
            observeTally(next, OWN);
            assertThat(lines()).contains("replay 2=15");
            after.acceptExtended();
            StreamResumeEnvelope resume = after.take(StreamResumeEnvelope.class);
            assertThat(extOf(resume).haveBase()).isTrue();
            after.send(new StreamResumedEnvelope(
                    id,
                    extOf(resume).callID(),
                    "epoch-1",
                    ResumeOutcome.REPLAYED,
                    null,
                    3L,
                    3L,
                    1L,
                    3L,
                    "application"));
            after.send(delta(id, 3, 4));
        }
        assertThat(lines()).contains("replay 3=19", "LIVE");
    }

    @Test
    void aTypeWithoutDeltasOfItsOwnIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.actor("counter").observe("observeState", Integer.class, OWN))
                .withMessage(
                        "a state type must implement DeltaCodable to have deltas of its own, but java.lang.Integer does"
                                + " not; implement it, or ask for Deltas.AUTOMATIC, which needs nothing of the type");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.actor("counter").observe("observeState", Derived.class, OWN))
                .withMessageContaining("Derived is one of")
                .withMessageContaining("observe that type");
    }

    /** An actor whose interface says it. */
    interface Counter {
        @RemoteMethod(deltas = Deltas.OWN)
        ActorStream<Tally> observeState();
    }

    @Test
    void anInterfaceCanAskForThem() {
        client.actor("counter").as(Counter.class).observeState().listen(event -> {});
        live();
    }

    @Test
    void tapsHearWhatTravelled() {
        observeTally(OWN);
        UUID id = live();
        server.send(delta(id, 2, 5));

        assertThat(taps)
                .filteredOn(TapEvent.UpdateAccepted.class::isInstance)
                .last()
                .isInstanceOfSatisfying(TapEvent.UpdateAccepted.class, accepted -> {
                    assertThat(accepted.kind()).isEqualTo(UpdateKind.DELTA);
                    assertThat(accepted.data().utf8()).isEqualTo("5");
                });
    }

    private UUID restart(StreamResumeEnvelope resume, int state) {
        server.send(restarted(resume, RestartReason.FULL, resume.lastSequence()));
        return begin(extOf(resume).callID(), state);
    }
}
