// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A caller that wants to find what it has done in what a stream shows. */
class ShownByTest extends ScriptedTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(20);
    private static final CallOptions OPTIONS =
            CallOptions.builder().timeout(TIMEOUT).build();

    private final ActorRef counter = client.actor("counter");

    @BeforeEach
    void connect() {
        server.acceptExtended();
    }

    /** A subscriber that takes what the test lets it take. */
    private static final class Patient<T> implements Flow.Subscriber<T> {
        final List<T> taken = new ArrayList<>();
        private Flow.@Nullable Subscription demand;

        Flow.Subscription demand() {
            return Objects.requireNonNull(demand);
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            demand = subscription;
        }

        @Override
        public void onNext(T item) {
            taken.add(item);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    /** The stream starts and shows the version given with its first update. */
    private UUID begin(@Nullable Long version) {
        UUID id = live(0, true);
        server.send(update(id, 1, version));
        return id;
    }

    private static StreamDataEnvelope update(UUID id, long sequence, @Nullable Long version) {
        return new StreamDataEnvelope(
                id,
                sequence,
                Bytes.utf8(Long.toString(sequence * 10)),
                SENT,
                new StreamDataEnvelope.Ext(
                        null, null, null, null, version == null ? null : "cursor-" + version, version));
    }

    private void respond(@Nullable Long version) {
        server.send(new ResponseEnvelope(
                server.take(InvocationEnvelope.class).callID(),
                Bytes.utf8("\"done\""),
                null,
                version == null ? null : new ResponseEnvelope.Ext(version)));
    }

    private void heartbeat(UUID id, long sequence, long version) {
        server.send(new HeartbeatEnvelope(
                Map.of(id, sequence), new HeartbeatEnvelope.Ext(Map.of(), Map.of(id, version), Map.of())));
    }

    private CompletableFuture<String> callShownBy(ActorStream<?> stream) {
        return counter.shownBy(stream).call("add", String.class, OPTIONS, 1);
    }

    private static void assertWaits(CompletableFuture<String> call) {
        assertThat(call).isNotDone();
    }

    private static void assertDone(CompletableFuture<String> call) {
        assertThat(call).isCompletedWithValue("done");
    }

    @Test
    void aCallCompletesWhenItsEffectHasBeenShown() {
        var stream = observe();
        UUID id = begin(4L);
        var call = callShownBy(stream);
        respond(6L);
        assertWaits(call);

        server.send(update(id, 2, 5L));
        assertWaits(call);

        server.send(update(id, 3, 6L));
        assertDone(call);
    }

    @Test
    void aCallWhoseEffectWasShownBeforeItsAnswerCompletesWithIt() {
        var stream = observe();
        UUID id = begin(4L);
        var call = callShownBy(stream);
        server.send(update(id, 2, 5L));
        assertWaits(call);

        respond(5L);
        assertDone(call);
        assertThat(seen()).endsWith("full 2=20");
    }

    @Test
    void aNewerStateShowsTheEffectToo() {
        var stream = observe();
        UUID id = begin(4L);
        var call = callShownBy(stream);
        respond(5L);
        server.send(update(id, 2, 9L));
        assertDone(call);
    }

    @Test
    void aCallThatChangedNothingCompletesAtOnce() {
        var stream = observe();
        begin(4L);
        var call = callShownBy(stream);
        respond(4L);
        assertDone(call);
    }

    @Test
    void aSlowSubscriberShowsWhatItHasTaken() {
        var stream = client.actor("counter").observe("observeState", Integer.class, StreamOptions.DEFAULT);
        Patient<Integer> subscriber = new Patient<>();
        stream.values().subscribe(subscriber);
        UUID id = begin(1L);
        var call = callShownBy(stream);
        respond(2L);
        server.send(update(id, 2, 2L));
        server.send(update(id, 3, 3L));
        heartbeat(id, 3, 4);
        assertWaits(call);

        // The newest one takes the place of those before it.
        subscriber.demand().request(1);
        assertThat(subscriber.taken).containsExactly(30);
        assertDone(call);
    }

    @Test
    void aStateThatIsLeftOutIsShownOnceTheOneBeforeItHasBeenTaken() {
        var stream = client.actor("counter").observe("observeState", Integer.class, StreamOptions.DEFAULT);
        Patient<Integer> subscriber = new Patient<>();
        stream.values().subscribe(subscriber);
        UUID id = begin(1L);
        var call = callShownBy(stream);
        respond(2L);
        heartbeat(id, 1, 2);
        assertWaits(call);

        subscriber.demand().request(1);
        assertDone(call);
    }

    @Test
    void everyListenerMustHaveTakenTheState() {
        var stream = observe();
        Patient<StreamEvent<Integer>> subscriber = new Patient<>();
        stream.events().subscribe(subscriber);
        begin(4L);
        var call = callShownBy(stream);
        respond(4L);
        assertWaits(call);

        subscriber.demand().cancel();
        assertDone(call);
    }

    @Test
    void anEffectThatTheFilterLeavesOutCountsAsShownWithTheHeartbeat() {
        var stream = observe();
        UUID id = begin(4L);
        var call = callShownBy(stream);
        respond(6L);
        heartbeat(id, 1, 5);
        assertWaits(call);

        heartbeat(id, 1, 6);
        assertDone(call);
    }

    @Test
    void aFilterMayHaveLeftEverythingOut() {
        var stream = observe();
        UUID id = live(0, true);
        var call = callShownBy(stream);
        respond(1L);
        heartbeat(id, 0, 1);
        assertDone(call);
    }

    @Test
    void aHeartbeatShowsNothingWhileAnUpdateIsMissing() {
        var stream = observe();
        UUID id = begin(4L);
        var call = callShownBy(stream);
        respond(5L);
        heartbeat(id, 2, 5);
        assertWaits(call);

        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(replayed(resume, 2));
        assertWaits(call);
        server.send(update(id, 2, 5L));
        assertDone(call);
    }

    @Test
    void withoutAVersionInTheAnswerNothingIsAwaited() {
        var stream = observe();
        begin(null);
        var call = callShownBy(stream);
        respond(null);
        assertDone(call);
    }

    @Test
    void theFirstVersionIsAwaitedByAStreamThatShowsNoneYet() {
        var stream = observe();
        UUID id = begin(null);
        var call = callShownBy(stream);
        respond(1L);
        assertWaits(call);
        server.send(update(id, 2, 1L));
        assertDone(call);
    }

    @Test
    void aStreamOfSomethingThatIsNotStoredIsAwaitedNoLongerThanUntilItsNextUpdate() {
        var stream = observe();
        UUID id = begin(null);
        var call = callShownBy(stream);
        respond(8L);
        assertWaits(call);
        server.send(update(id, 2, null));
        assertDone(call);
    }

    @Test
    void aStreamThatNobodyListensToIsNotAwaited() {
        ActorStream<Integer> unopened = counter.observe("observeState", Integer.class);
        var call = callShownBy(unopened);
        respond(8L);
        assertDone(call);
    }

    @Test
    void theResultIsNotLostAtTheTimeout() {
        var stream = observe();
        begin(4L);
        var call = callShownBy(stream);
        time.advance(TIMEOUT.dividedBy(2));
        respond(5L);
        time.advance(TIMEOUT.dividedBy(2).minusMillis(1));
        assertWaits(call);

        time.advance(Duration.ofMillis(1));
        assertDone(call);
    }

    @Test
    void aStateThatCannotBeReadShowsNothing() {
        var stream = observe();
        UUID id = begin(4L);
        var call = callShownBy(stream);
        respond(5L);
        server.send(new StreamDataEnvelope(
                id,
                2,
                Bytes.utf8("\"no number\""),
                SENT,
                new StreamDataEnvelope.Ext(null, null, null, null, "cursor", 5L)));
        heartbeat(id, 2, 6);
        assertWaits(call);

        server.send(update(id, 3, 7L));
        assertDone(call);
    }

    @Test
    void theResultIsNotLostWithTheConnection() {
        var stream = observe();
        UUID id = begin(4L);
        var call = callShownBy(stream);
        respond(6L);
        server.lose("cut");
        reconnectExtended();
        assertWaits(call);

        server.send(replayed(server.take(StreamResumeEnvelope.class), 3));
        server.send(update(id, 2, 5L));
        assertWaits(call);
        server.send(update(id, 3, 6L));
        assertDone(call);
    }

    @Test
    void withoutAnotherConnectionTheCallCompletesAtItsTimeout() {
        var stream = observe();
        begin(4L);
        var call = callShownBy(stream);
        respond(6L);
        server.lose("cut");
        time.advance(TIMEOUT);
        assertDone(call);
    }

    @Test
    void aRestartOfTheSameGenerationIsAwaited() {
        var stream = observe();
        begin(4L);
        var call = callShownBy(stream);
        respond(6L);
        UUID next = restart("epoch-1");
        server.send(update(next, 1, 3L));
        assertWaits(call);

        server.send(update(next, 2, 6L));
        assertDone(call);
    }

    @Test
    void anotherGenerationHasOvertakenTheEffect() {
        var stream = observe();
        begin(4L);
        var call = callShownBy(stream);
        respond(6L);
        UUID next = restart("epoch-2");
        assertWaits(call);

        server.send(update(next, 1, 1L));
        assertDone(call);
    }

    @Test
    void aCallIntoAnotherGenerationWaitsForItsFirstState() {
        var stream = observe();
        begin(40L);
        UUID next = restart("epoch-2");
        var call = callShownBy(stream);
        respond(2L);
        assertWaits(call);

        server.send(update(next, 1, 2L));
        assertDone(call);
    }

    @Test
    void aVersionThatGoesBackWithinOneStreamIsAnotherGeneration() {
        var stream = observe();
        UUID id = begin(4L);
        var call = callShownBy(stream);
        respond(6L);
        server.send(update(id, 2, 1L));
        assertDone(call);
    }

    private UUID restart(String epoch) {
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        server.send(restarted(resume, RestartReason.EVICTED, 9L));
        UUID next = UUID.randomUUID();
        server.send(start(next, extOf(resume).callID(), epoch));
        return next;
    }

    @Test
    void aStreamThatIsOverIsNotAwaited() {
        var ended = observe();
        UUID id = begin(4L);
        var first = callShownBy(ended);
        respond(6L);
        server.send(new StreamEndEnvelope(id, StreamEndReason.ACTOR_TERMINATED));
        assertDone(first);
        var second = callShownBy(ended);
        respond(7L);
        assertDone(second);

        var failed = observe();
        UUID other = begin(4L);
        var third = callShownBy(failed);
        respond(6L);
        server.send(new StreamErrorEnvelope(other, "broken"));
        assertDone(third);
    }

    @Test
    void closingTheStreamOrTheClientLosesNoResult() {
        var stream = observe();
        begin(4L);
        var first = callShownBy(stream);
        respond(6L);
        stream.close();
        assertDone(first);

        server.take(StreamEndEnvelope.class);
        var another = observe();
        begin(4L);
        var second = callShownBy(another);
        respond(6L);
        client.close();
        assertDone(second);
    }

    @Test
    void aCallThatFailsFailsAtOnce() {
        var stream = observe();
        begin(4L);
        var call = callShownBy(stream);
        server.send(new ResponseEnvelope(server.take(InvocationEnvelope.class).callID(), null, "no"));
        assertThat(call).isCompletedExceptionally();
        assertThat(call.exceptionNow()).isInstanceOf(RemoteInvocationException.class);
    }

    interface Adding {
        CompletableFuture<String> add(int more);
    }

    @Test
    void anActorAsAnInterfaceWaitsToo() {
        var stream = observe();
        UUID id = begin(4L);
        var call = counter.shownBy(stream).as(Adding.class).add(1);
        respond(5L);
        assertWaits(call);
        server.send(update(id, 2, 5L));
        assertDone(call);
    }

    @Test
    void onlyAStreamOfTheSameActorWillDo() {
        var others = client.actor("others").observe("observeState", Integer.class);
        assertThatThrownBy(() -> counter.shownBy(others))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("expected a stream of counter by this client but was observeState of others;"
                        + " observe the actor by the id by which it is called");
    }
}
