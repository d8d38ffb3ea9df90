// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.filter.InvalidFilterException;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A filter changes while its stream goes on, and is applied by the client where the server does not know it. */
class FilterChangeTest extends ScriptedTest {
    private static final StreamFilter BIG = StreamFilter.threshold().moreThan(25);
    private static final StreamFilter CROSSES = StreamFilter.crosses("", 25).withoutHysteresis();

    @SuppressWarnings("NullAway.Init") // configure() is called before this class has been set up.
    private InMemoryCheckpointStore store;

    @Override
    TrebuchetClient.Builder configure(TrebuchetClient.Builder builder) {
        store = new InMemoryCheckpointStore();
        return super.configure(builder).checkpoints(store);
    }

    /** What decides, as the taps are told. */
    private List<String> settled() {
        return taps.stream()
                .filter(TapEvent.FilterSettled.class::isInstance)
                .map(TapEvent.FilterSettled.class::cast)
                .map(event ->
                        (event.filter() == null ? "everything" : event.filter().text())
                                + (event.here() ? " here" : " there") + " from " + event.fromSequence())
                .toList();
    }

    private List<Long> leftOut() {
        return taps.stream()
                .filter(TapEvent.UpdateLeftOut.class::isInstance)
                .map(event -> ((TapEvent.UpdateLeftOut) event).sequence())
                .toList();
    }

    // ---- a server with the extension ----

    @Test
    void asksTheServerAndWaitsForItsAnswer() {
        ActorStream<Integer> stream = observe();
        server.acceptExtended();
        UUID id = live(2, true);
        events.clear();

        CompletableFuture<Void> changed = stream.changeFilter(BIG);
        assertThat(server.take(StreamUpdateEnvelope.class)).isEqualTo(new StreamUpdateEnvelope(id, BIG));
        assertThat(changed).isNotDone();
        server.send(data(id, 3));
        server.send(new StreamUpdatedEnvelope(id, 4));
        assertThat(changed).isCompleted();
        server.send(data(id, 4));

        assertThat(seen()).as("the stream goes on").containsExactly("full 3=30", "full 4=40");
        assertThat(settled()).containsExactly("threshold:gt=25 there from 4");
        assertThat(leftOut()).isEmpty();
    }

    @Test
    void theResumeCarriesTheNewFilterAndSettlesAChangeThatWasUnderWay() {
        ActorStream<Integer> stream = observe();
        server.acceptExtended();
        live(2, true);
        CompletableFuture<Void> first = stream.changeFilter(BIG);
        CompletableFuture<Void> second = stream.changeFilter(CROSSES);
        server.lose("cut");
        assertThat(first).isNotDone();
        CompletableFuture<Void> whileCut = stream.changeFilter(StreamFilter.changed());
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).streamFilter()).isEqualTo(StreamFilter.changed());
        server.send(current(resume));

        assertThat(List.of(first, second, whileCut)).allMatch(CompletableFuture::isDone);
        assertThat(server.untaken()).as("nothing is left to tell").isEmpty();
        assertThat(settled()).containsExactly("changed there from 3");
    }

    @Test
    void aChangeDuringAResumeIsToldWhenThatIsAnswered() {
        ActorStream<Integer> stream = observe();
        server.acceptExtended();
        UUID id = live(2, true);
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        CompletableFuture<Void> changed = stream.changeFilter(BIG);
        assertThat(server.untaken()).isEmpty();
        server.send(current(resume));
        assertThat(server.take(StreamUpdateEnvelope.class).streamFilter()).isEqualTo(BIG);
        server.send(new StreamUpdatedEnvelope(id, 3));
        assertThat(changed).isCompleted();
    }

    @Test
    void aRestartCarriesItToo() {
        ActorStream<Integer> stream = observe();
        server.acceptExtended();
        live(2, true);
        CompletableFuture<Void> changed = stream.changeFilter(BIG);
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(restarted(resume, RestartReason.UNKNOWN, null));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), "epoch-1", BIG));
        assertThat(changed).isCompleted();
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void aRefusedFilterFailsTheChangeAndNotTheStream() {
        ActorStream<Integer> stream = observe(EVERY.toBuilder().filter(BIG).build());
        server.acceptExtended();
        UUID id = live(2, true);
        events.clear();
        StreamFilter odd = StreamFilter.custom("odd", Map.of());
        CompletableFuture<Void> changed = stream.changeFilter(odd);
        server.take(StreamUpdateEnvelope.class);
        server.send(new StreamErrorEnvelope(id, "Stream error: no such filter"));
        assertThatThrownBy(changed::join).hasMessageContaining("the filter was refused: Stream error: no such filter");
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).streamFilter()).as("the one before stays").isEqualTo(BIG);
        server.send(current(resume));
        server.send(data(id, 3));
        assertThat(seen()).contains("full 3=30").doesNotContain("FAILED");
    }

    @Test
    void failsOnAStreamThatWasClosedBeforeItWasOpened() {
        ActorStream<Integer> stream = client.actor("counter").observe("observeState", Integer.class);
        stream.close();
        assertThatThrownBy(() -> stream.changeFilter(BIG).join())
                .hasMessageContaining("the stream is over: its filter can't be changed");
    }

    @Test
    void isCheckedBeforeItIsSentAndOverWithTheStream() {
        ActorStream<Integer> stream = observe();
        server.acceptExtended();
        live(1, true);
        assertThatThrownBy(() -> stream.changeFilter(StreamFilter.predefined("bogus", Map.of())))
                .isInstanceOf(InvalidFilterException.class);
        assertThat(server.untaken()).isEmpty();
        CompletableFuture<Void> under = stream.changeFilter(BIG);
        stream.close();
        assertThatThrownBy(under::join).hasMessageContaining("the stream ended before its filter was changed");
        assertThatThrownBy(() -> stream.changeFilter(BIG).join())
                .hasMessageContaining("the stream is over: its filter can't be changed");
    }

    @Test
    @SuppressWarnings("NullAway") // Code that nobody checks may pass null.
    void saysWhatToUseInsteadOfNull() {
        ActorStream<Integer> stream = observe();
        assertThatThrownBy(() -> stream.changeFilter(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("use StreamFilter.ALL");
    }

    @Test
    void aStreamThatIsNotOpenOpensWithIt() {
        ActorStream<Integer> stream = client.actor("counter").observe("observeState", Integer.class, EVERY);
        assertThat(stream.changeFilter(BIG)).isCompleted();
        stream.listen(event -> {});
        server.acceptExtended();
        assertThat(server.take(InvocationEnvelope.class).streamFilter()).isEqualTo(BIG);
    }

    @Test
    void theCheckpointGoesWithTheFilterButNotTheStateOfTheOldOne() {
        ActorStream<Integer> stream = observe();
        server.acceptExtended();
        UUID id = live(2, true);
        var unused = stream.changeFilter(BIG);
        server.send(new StreamUpdatedEnvelope(id, 3));
        assertThat(store.load()).singleElement().satisfies(kept -> {
            assertThat(kept.key().filter()).isEqualTo(BIG);
            assertThat(kept.position().lastSequence()).isEqualTo(2);
            assertThat(kept.lastState()).isNull();
        });
        server.send(data(id, 3));
        assertThat(store.load())
                .singleElement()
                .extracting(StoredCheckpoint::lastState)
                .isNotNull();
    }

    // ---- a version 2 server ----

    private UUID plainStart(StreamFilter filter) {
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        assertThat(invocation.streamFilter()).isEqualTo(filter);
        UUID id = UUID.randomUUID();
        server.send(start(id, invocation.callID(), null, filter));
        return id;
    }

    @Test
    void theClientFiltersWhereAVersion2ServerLetsEverythingPass() {
        observe(EVERY.toBuilder().filter(CROSSES).build());
        server.acceptPlain();
        UUID id = plainStart(CROSSES);
        for (long i = 1; i <= 5; i++) {
            server.send(data(id, i));
        }
        server.send(data(id, 6, "7"));
        server.send(data(id, 7, "8"));

        assertThat(seen())
                .as("no gap where something is left out")
                .containsExactly("CATCHING_UP", "started", "full 1=10", "LIVE", "full 3=30", "full 6=7");
        assertThat(settled()).containsExactly("crosses:value=25 here from 1");
        assertThat(leftOut()).containsExactly(2L, 4L, 5L, 7L);
        assertThat(store.load())
                .as("what is left out counts for the position")
                .singleElement()
                .satisfies(kept -> assertThat(kept.position().lastSequence()).isEqualTo(7));
    }

    @Test
    void theClientLimitsTheRateAndTheLastComesWhenTheIntervalEnds() {
        StreamFilter slow = StreamFilter.rateLimit(Duration.ofMillis(100));
        observe(EVERY.toBuilder().filter(slow).build());
        server.acceptPlain();
        UUID id = plainStart(slow);
        server.send(data(id, 1));
        server.send(data(id, 2));
        server.send(data(id, 3));
        assertThat(seen()).containsExactly("CATCHING_UP", "started", "full 1=10", "LIVE");
        time.advance(Duration.ofMillis(100));
        assertThat(seen()).endsWith("LIVE", "full 3=30");
    }

    @Test
    void whatAVersion2ServerKnowsItIsLeftTo() {
        observe(EVERY.toBuilder().filter(BIG).build());
        server.acceptPlain();
        UUID id = plainStart(BIG);
        server.send(data(id, 1, "7"));
        assertThat(seen()).contains("full 1=7");
        assertThat(settled()).containsExactly("threshold:gt=25 there from 1");
    }

    @Test
    void aChangeIsMadeHereWhereTheServerSendsEverythingAnyway() {
        ActorStream<Integer> stream = observe();
        server.acceptPlain();
        UUID id = live(3, false);
        events.clear();
        assertThat(stream.changeFilter(BIG)).isCompleted();
        assertThat(server.untaken()).as("another stream would never end there").isEmpty();
        server.send(data(id, 4, "7"));
        server.send(data(id, 5));
        assertThat(stream.changeFilter(StreamFilter.ALL)).isCompleted();
        server.send(data(id, 6, "7"));
        assertThat(seen()).containsExactly("full 5=50", "full 6=7");
        assertThat(settled()).containsExactly("threshold:gt=25 here from 4", "everything there from 6");
    }

    @Test
    void theNewestStateIsShownAnewWhereTheNewFilterLetsItPass() {
        ActorStream<Integer> stream = observe(
                EVERY.toBuilder().filter(StreamFilter.where("at(\"\") < 15")).build());
        server.acceptPlain();
        UUID id = plainStart(StreamFilter.where("at(\"\") < 15"));
        server.send(data(id, 1));
        server.send(data(id, 2));
        events.clear();
        var unused = stream.changeFilter(CROSSES);
        assertThat(seen()).containsExactly("full 2=20");
    }

    @Test
    void whereTheServerFiltersTheMethodIsObservedAfreshWithoutAGap() {
        ActorStream<Integer> stream = observe(EVERY.toBuilder().filter(BIG).build());
        server.acceptPlain();
        UUID old = plainStart(BIG);
        server.send(data(old, 1));
        events.clear();
        CompletableFuture<Void> changed = stream.changeFilter(CROSSES);
        assertThat(changed).isNotDone();
        UUID next = plainStart(CROSSES);
        assertThat(changed).isCompleted();
        server.send(data(next, 1));
        server.send(data(next, 2));
        server.send(data(next, 3));
        assertThat(seen()).containsExactly("CATCHING_UP", "started after 1", "full 1=10", "LIVE", "full 3=30");
        assertThat(settled()).containsExactly("threshold:gt=25 there from 1", "crosses:value=25 here from 1");
    }

    @Test
    void theNextServerMayKnowWhatThisOneDoesNot() {
        observe(EVERY.toBuilder().filter(CROSSES).build());
        server.acceptPlain();
        UUID id = plainStart(CROSSES);
        server.send(data(id, 1));
        server.lose("failover");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(restarted(resume, RestartReason.UNKNOWN, null));
        server.send(start(UUID.randomUUID(), extOf(resume).callID(), "epoch-1", CROSSES));
        assertThat(settled()).containsExactly("crosses:value=25 here from 1", "crosses:value=25 there from 1");
    }
}
