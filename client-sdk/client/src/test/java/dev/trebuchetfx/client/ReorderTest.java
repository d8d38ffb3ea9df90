// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Updates that a subscriber sees on a line that does not keep the order. */
class ReorderTest extends ScriptedTest {
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    @Override
    TrebuchetClient.Builder configure(TrebuchetClient.Builder builder) {
        return super.configure(builder)
                .line(LineOptions.builder().reorderWait(PATIENCE).build());
    }

    private UUID live(StreamOptions options) {
        observe(options);
        server.acceptExtended();
        UUID id = live(42, true);
        events.clear();
        return id;
    }

    @Test
    void waitsForAnUpdateThatWasOvertaken() {
        UUID id = live(EVERY);
        server.send(data(id, 45));
        server.send(data(id, 44));
        assertThat(seen()).isEmpty();
        time.advance(PATIENCE.dividedBy(2));
        server.send(data(id, 43));
        assertThat(seen()).containsExactly("full 43=430", "full 44=440", "full 45=450");
        time.advance(LONG);
        assertThat(server.untaken()).as("nothing was asked for").isEmpty();
    }

    @Test
    void aStreamThatIsClosedWaitsForNothing() {
        ActorStream<Integer> stream = observe(EVERY);
        server.acceptExtended();
        UUID id = live(42, true);
        server.send(data(id, 44));
        stream.close();
        client.close();
        time.advance(LONG);
        assertThat(time.scheduled()).isZero();
    }

    @Test
    void asksForWhatHasNotComeInTime() {
        UUID id = live(EVERY);
        server.send(data(id, 44));
        server.send(data(id, 45));
        time.advance(PATIENCE.minusMillis(1));
        assertThat(server.untaken()).isEmpty();
        time.advance(Duration.ofMillis(1));
        server.send(replayed(server.take(StreamResumeEnvelope.class), 45));
        server.send(data(id, 43));
        server.send(data(id, 44));
        server.send(data(id, 45));
        assertThat(seen())
                .startsWith("RESYNCING", "resumed at 42 REPLAYED lost 0", "replay 43=430")
                .contains("replay 44=440", "gap 43..43 JUMPED healed", "replay 45=450")
                .endsWith("duplicate 45");
    }

    @Test
    void waitsAnewForEachUpdateThatComes() {
        UUID id = live(EVERY);
        server.send(data(id, 44));
        server.send(data(id, 46));
        time.advance(PATIENCE.minusMillis(1));
        server.send(data(id, 43));
        time.advance(PATIENCE.minusMillis(1));
        assertThat(server.untaken()).isEmpty();
        server.send(data(id, 45));
        assertThat(seen()).containsExactly("full 43=430", "full 44=440", "full 45=450", "full 46=460");
    }

    @Test
    void showsTheNewestAndGivesTheOthersUpWhereTheSubscriberWantsThat() {
        UUID id = live(EVERY.toBuilder().gaps(GapPolicy.NEWEST).build());
        server.send(data(id, 44));
        server.send(data(id, 45));
        assertThat(seen()).isEmpty();
        time.advance(PATIENCE);
        assertThat(seen()).containsExactly("gap 43..43 JUMPED", "full 44=440", "full 45=450");
    }

    @Test
    void takesUpdatesThatOvertookTheStartOfTheirStream() {
        observe();
        server.acceptExtended();
        UUID id = UUID.randomUUID();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        server.send(data(id, 2));
        server.send(data(id, 1));
        server.send(start(id, invocation.callID(), "epoch-1"));
        assertThat(seen()).containsExactly("CATCHING_UP", "started", "full 1=10", "LIVE", "full 2=20");
    }

    @Test
    void takesADoubtThatOvertookTheStartOfItsStream() {
        observe();
        server.acceptExtended();
        UUID id = UUID.randomUUID();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        server.send(HeartbeatEnvelope.ofStale(id, "the store can't be reached"));
        server.send(start(id, invocation.callID(), "epoch-1"));
        server.send(data(id, 1));
        assertThat(seen()).containsExactly("CATCHING_UP", "started", "full 1=10", "STALE");
        server.send(HeartbeatEnvelope.ofVouched(id, 1));
        assertThat(seen()).endsWith("STALE", "LIVE");
    }

    @Test
    void takesTheWordThatNothingPassesThoughItOvertookTheStartOfItsStream() {
        observe(EVERY.toBuilder().filter(StreamFilter.where("/value >= 100")).build());
        server.acceptExtended();
        UUID id = UUID.randomUUID();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        server.send(new HeartbeatEnvelope(Map.of(id, 0L)));
        server.send(start(id, invocation.callID(), "epoch-1"));
        assertThat(seen()).containsExactly("CATCHING_UP", "started", "LIVE");
    }

    @Test
    void takesUpdatesThatOvertookTheAnswerToAResume() {
        UUID id = live(EVERY);
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(data(id, 44));
        server.send(data(id, 43));
        server.send(replayed(resume, 45));
        server.send(data(id, 45));
        assertThat(seen())
                .containsSubsequence("STALE", "CATCHING_UP", "resumed at 42 REPLAYED lost 0", "replay 43=430")
                .contains("replay 44=440", "replay 45=450")
                .endsWith("LIVE");
    }

    @Test
    void waitsForTheUpdateThatAHeartbeatHasOvertaken() {
        UUID id = live(EVERY);
        server.send(new HeartbeatEnvelope(Map.of(id, 43L)));
        time.advance(PATIENCE.dividedBy(2));
        server.send(data(id, 43));
        time.advance(LONG);
        assertThat(seen()).containsExactly("full 43=430");
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void asksForTheUpdateThatAHeartbeatNamesAndThatDoesNotCome() {
        UUID id = live(EVERY);
        server.send(new HeartbeatEnvelope(Map.of(id, 43L)));
        time.advance(PATIENCE);
        assertThat(server.take(StreamResumeEnvelope.class).lastSequence()).isEqualTo(42);
    }

    @Test
    void doesNotDoubtItsPositionSinceAnUpdateHasOvertakenAHeartbeat() {
        UUID id = live(EVERY);
        server.send(data(id, 43));
        server.send(new HeartbeatEnvelope(Map.of(id, 42L)));
        assertThat(seen()).containsExactly("full 43=430");
        assertThat(server.untaken()).isEmpty();
        time.advance(LONG);
        server.send(new HeartbeatEnvelope(Map.of(id, 42L)));
        assertThat(server.take(StreamResumeEnvelope.class).lastSequence())
                .as("this one is no late one")
                .isEqualTo(43);
    }

    @Test
    void forgetsWhatWaitsWithItsConnection() {
        UUID id = live(EVERY);
        server.send(data(id, 44));
        server.lose("cut");
        reconnectExtended();
        server.send(current(server.take(StreamResumeEnvelope.class)));
        server.send(data(id, 43));
        time.advance(LONG);
        assertThat(seen()).endsWith("LIVE", "full 43=430");
    }

    private static StreamDataEnvelope stored(UUID id, long sequence, long version) {
        return new StreamDataEnvelope(
                id,
                sequence,
                Bytes.utf8(Long.toString(sequence * 10)),
                SENT,
                new StreamDataEnvelope.Ext(null, null, null, null, "cursor-" + version, version));
    }

    /** A call that has made a version, which its stream has not shown yet. */
    private CompletableFuture<String> callThatMade(long version, ActorStream<Integer> stream) {
        CompletableFuture<String> call = client.actor("counter").shownBy(stream).call("add", String.class);
        server.send(new ResponseEnvelope(
                server.take(InvocationEnvelope.class).callID(),
                Bytes.utf8("\"done\""),
                null,
                new ResponseEnvelope.Ext(version)));
        assertThat(call).isNotDone();
        return call;
    }

    private static HeartbeatEnvelope through(UUID id, long sequence, long version) {
        return new HeartbeatEnvelope(
                Map.of(id, sequence),
                new HeartbeatEnvelope.Ext(Map.of(id, "cursor-" + version), Map.of(id, version), Map.of()));
    }

    @Test
    void aVersionThatAHeartbeatTellsTooEarlyCountsOnceTheUpdateBeforeItHasCome() {
        ActorStream<Integer> stream = observe(EVERY);
        server.acceptExtended();
        UUID id = live(0, true);
        server.send(stored(id, 1, 4));
        CompletableFuture<String> call = callThatMade(6, stream);
        server.send(through(id, 2, 6));
        assertThat(call).isNotDone();
        server.send(stored(id, 2, 5));
        assertThat(call).isCompletedWithValue("done");
        server.lose("cut");
        reconnectExtended();
        assertThat(extOf(server.take(StreamResumeEnvelope.class)).cursor())
                .as("the server tells a position once")
                .isEqualTo("cursor-6");
    }

    @Test
    void aVersionThatAHeartbeatTellsBeforeTheAnswerToAResumeCountsAfterThat() {
        ActorStream<Integer> stream = observe(EVERY);
        server.acceptExtended();
        UUID id = live(0, true);
        server.send(stored(id, 1, 4));
        CompletableFuture<String> call = callThatMade(6, stream);
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(through(id, 1, 6));
        assertThat(call).isNotDone();
        server.send(current(resume));
        assertThat(call).isCompletedWithValue("done");
    }

    @Test
    void aVersionThatAHeartbeatToldOnALineThatIsLostDoesNotCountOnTheNextOne() {
        ActorStream<Integer> stream = observe(EVERY);
        server.acceptExtended();
        UUID id = live(0, true);
        server.send(stored(id, 1, 4));
        CompletableFuture<String> call = callThatMade(6, stream);
        server.send(through(id, 2, 6));
        server.lose("cut");
        reconnectExtended();
        server.send(replayed(server.take(StreamResumeEnvelope.class), 2));
        server.send(stored(id, 2, 5));
        assertThat(call).isNotDone();
    }

    @Property(tries = 200)
    void anyOrderWithinThePatienceShowsEachUpdateOnceAndInOrder(@ForAll long seed) {
        ReorderTest world = new ReorderTest();
        UUID id = world.live(EVERY);
        List<Long> numbers =
                new ArrayList<>(LongStream.rangeClosed(43, 80).boxed().toList());
        Collections.shuffle(numbers, new Random(seed));
        for (long number : numbers) {
            world.server.send(data(id, number));
            world.time.advance(PATIENCE.dividedBy(100));
        }
        world.time.advance(LONG);
        assertThat(world.seen())
                .containsExactlyElementsOf(LongStream.rangeClosed(43, 80)
                        .mapToObj(number -> "full " + number + "=" + number * 10)
                        .toList());
        assertThat(world.server.untaken()).isEmpty();
        world.closeClient();
    }
}
