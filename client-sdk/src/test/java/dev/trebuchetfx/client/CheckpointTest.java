// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.checkpoint.CheckpointReport;
import dev.trebuchetfx.client.checkpoint.CheckpointStore;
import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.filter.StreamFilter;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.InvocationEnvelope;
import dev.trebuchetfx.client.wire.RestartReason;
import dev.trebuchetfx.client.wire.StreamEndEnvelope;
import dev.trebuchetfx.client.wire.StreamEndReason;
import dev.trebuchetfx.client.wire.StreamErrorEnvelope;
import dev.trebuchetfx.client.wire.StreamResumeEnvelope;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** What a subscriber sees when its application was ended, or killed, and starts again with the same store. */
class CheckpointTest extends ScriptedTest {
    private final InMemoryCheckpointStore store = new InMemoryCheckpointStore();

    /** One life of the application. */
    private final class Run {
        final ScriptedServer server = new ScriptedServer();
        final List<StreamEvent<Integer>> events = new ArrayList<>();
        final TrebuchetClient client;

        Run() {
            this(Runnable::run, store);
        }

        Run(Executor callbacks, CheckpointStore with) {
            client = configure(TestClients.inCallingThread(time, server))
                    .executor(callbacks)
                    .checkpoints(with)
                    .build();
        }

        ActorStream<Integer> observe() {
            return observe(EVERY);
        }

        ActorStream<Integer> observe(StreamOptions options, Object... arguments) {
            ActorStream<Integer> stream =
                    client.actor("counter").observe("observeState", Integer.class, options, arguments);
            stream.listen(new StreamListener<>() {
                @Override
                public void onUpdate(StreamEvent.Update<Integer> update) {}

                @Override
                public void onEvent(StreamEvent<Integer> event) {
                    if (!(event instanceof StreamEvent.FreshnessChanged<Integer>(var freshness, var why))
                            || !why.equals("as the stream is now")) {
                        events.add(event);
                    }
                }
            });
            return stream;
        }

        UUID live(long last, boolean extended) {
            if (extended) {
                server.acceptExtended();
            } else {
                server.acceptPlain();
            }
            UUID id = UUID.randomUUID();
            server.send(start(id, server.take(InvocationEnvelope.class).callID(), extended ? "epoch-1" : null));
            for (long i = 1; i <= last; i++) {
                server.send(data(id, i));
            }
            return id;
        }

        List<String> seen() {
            return events.stream().map(ScriptedTest::describe).toList();
        }
    }

    private UUID killedAt(long last) {
        Run run = new Run();
        run.observe();
        UUID id = run.live(last, true);
        // As far as the store can tell: nothing more comes of this run.
        run.server.lose("killed");
        return id;
    }

    @Test
    void showsTheLastStateAtOnceAndResumesFromIt() {
        UUID id = killedAt(42);

        Run next = new Run();
        next.observe();
        assertThat(next.seen()).as("before there is any connection").containsExactly("replay 42=420", "STALE");
        assertThat(taps)
                .filteredOn(TapEvent.CheckpointRestored.class::isInstance)
                .singleElement()
                .isEqualTo(new TapEvent.CheckpointRestored(
                        time.instant(), 1, id, 42, time.instant(), true, Bytes.utf8("420")));

        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        assertThat(resume.streamID()).isEqualTo(id);
        assertThat(resume.lastSequence()).isEqualTo(42);
        assertThat(resume.actorID()).isEqualTo(REAL);
        assertThat(extOf(resume).epoch()).isEqualTo("epoch-1");
        assertThat(extOf(resume).haveBase()).isTrue();
        next.server.send(replayed(resume, 44));
        for (long i = 43; i <= 45; i++) {
            next.server.send(data(id, i));
        }
        assertThat(next.seen())
                .containsExactly(
                        "replay 42=420",
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 42 REPLAYED lost 0",
                        "replay 43=430",
                        "replay 44=440",
                        "LIVE",
                        "full 45=450");
    }

    @Test
    void isLiveWithTheKeptStateWhenNothingWasMissed() {
        killedAt(3);
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        next.server.send(current(next.server.take(StreamResumeEnvelope.class)));

        assertThat(next.seen())
                .containsExactly("replay 3=30", "STALE", "CATCHING_UP", "resumed at 3 CURRENT lost 0", "LIVE");
    }

    @Test
    void survivesAnyNumberOfRuns() {
        UUID id = killedAt(3);
        for (long run = 3; run < 8; run++) {
            Run next = new Run();
            next.observe();
            next.server.acceptExtended();
            StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
            assertThat(resume.lastSequence()).isEqualTo(run);
            next.server.send(current(resume));
            next.server.send(data(id, run + 1));
        }
    }

    @Test
    void keepsTheCheckpointWhenTheClientIsClosed() {
        Run run = new Run();
        run.observe();
        run.live(2, true);
        run.client.close();
        assertThat(run.server.untaken()).as("the server is not told to end it").isEmpty();

        Run next = new Run();
        next.observe();
        assertThat(next.seen()).containsExactly("replay 2=20", "STALE");
    }

    @Test
    void keepsNothingOfAStreamThatWasClosedEndedOrRefused() {
        Run closed = new Run();
        ActorStream<Integer> stream = closed.observe();
        closed.live(2, true);
        stream.close();
        closed.client.close();
        assertThat(store.load()).isEmpty();

        Run ended = new Run();
        ended.observe();
        UUID id = ended.live(2, true);
        ended.server.send(new StreamEndEnvelope(id, StreamEndReason.COMPLETED));
        assertThat(store.load()).isEmpty();

        Run refused = new Run();
        refused.observe();
        UUID other = refused.live(2, true);
        refused.server.send(new StreamErrorEnvelope(other, "broken"));
        assertThat(store.load()).isEmpty();
    }

    @Test
    void showsAnExpiredStateAsStaleButDoesNotResumeFromIt() {
        killedAt(42);
        time.advance(Duration.ofSeconds(301));

        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        UUID id = UUID.randomUUID();
        next.server.send(start(id, next.server.take(InvocationEnvelope.class).callID(), "epoch-1"));
        next.server.send(data(id, 1, "500"));

        assertThat(next.seen())
                .containsExactly(
                        "replay 42=420",
                        "STALE",
                        "CATCHING_UP",
                        "started after 42",
                        "gap 43..? UNKNOWN",
                        "full 1=500",
                        "LIVE");
    }

    @Test
    void resumesAtTheVeryEndOfTheAgeAllowed() {
        killedAt(42);
        time.advance(Duration.ofMinutes(5));
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        next.server.take(StreamResumeEnvelope.class);
    }

    @Test
    void doesNotTrustACheckpointFromTheFuture() {
        killedAt(1);
        StoredCheckpoint kept = store.load().iterator().next();
        store.save(kept.goodAt(time.instant().plus(Duration.ofDays(1))));
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        next.server.take(InvocationEnvelope.class);
    }

    @Test
    void aQuietStreamDoesNotGrowOldWhileItIsLive() {
        Run run = new Run();
        run.observe();
        run.live(42, true);
        time.advance(Duration.ofMinutes(10));

        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        assertThat(next.server.take(StreamResumeEnvelope.class).lastSequence()).isEqualTo(42);
    }

    @Test
    void anotherStateAfterARestartOfTheServerIsAGapAndReplacesTheCheckpoint() {
        killedAt(42);
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        next.server.send(restarted(resume, RestartReason.EPOCH, null));
        UUID id = UUID.randomUUID();
        next.server.send(start(id, extOf(resume).callID(), "epoch-2"));
        assertThat(store.load())
                .as("killed here, it would not be asked for again")
                .singleElement()
                .matches(kept -> !kept.resumable());
        next.server.send(data(id, 1, "7"));

        assertThat(next.seen())
                .containsExactly(
                        "replay 42=420",
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 42 RESTARTED EPOCH lost ?",
                        "RESYNCING",
                        "gap 43..? EPOCH_CHANGED",
                        "started after 42",
                        "full 1=7",
                        "LIVE");
        assertThat(store.load()).singleElement().satisfies(kept -> {
            assertThat(kept.position().streamID()).isEqualTo(id);
            assertThat(kept.position().epoch()).isEqualTo("epoch-2");
            assertThat(kept.resumable()).isTrue();
        });
    }

    @Test
    void doesNotAskAgainForWhatTheServerNoLongerHas() {
        killedAt(42);
        Run next = new Run();
        next.observe();
        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        next.server.send(restarted(resume, RestartReason.UNKNOWN, null));
        next.server.send(start(UUID.randomUUID(), extOf(resume).callID(), "epoch-1"));

        Run third = new Run();
        third.observe();
        assertThat(third.seen()).as("the state is still good to show").containsExactly("replay 42=420", "STALE");
        third.server.acceptExtended();
        third.server.take(InvocationEnvelope.class);
    }

    @Test
    void findsOutFromAPlainServerThatNothingWasMissed() {
        Run run = new Run();
        run.observe();
        run.live(42, false);

        Run next = new Run();
        next.observe();
        next.server.acceptPlain();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        UUID restart = UUID.randomUUID();
        next.server.send(start(restart, UUID.randomUUID(), null));
        next.server.send(data(restart, 1, "420"));

        assertThat(next.seen())
                .containsExactly(
                        "replay 42=420",
                        "STALE",
                        "CATCHING_UP",
                        "started after 42",
                        "resumed at 42 CURRENT lost 0",
                        "LIVE");
        assertThat(resume.lastSequence()).isEqualTo(42);
        assertThat(store.load())
                .as("the state kept is known under the number of the new stream")
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.position().streamID()).isEqualTo(restart);
                    assertThat(kept.position().lastSequence()).isEqualTo(1);
                    assertThat(kept.lastState()).isNotNull();
                });
    }

    @Test
    void keepsAnUpdateOnlyWhenTheListenerHasReturned() {
        Deque<Runnable> pending = new ArrayDeque<>();
        Run run = new Run(pending::add, store);
        run.observe();
        UUID id = run.live(1, true);
        while (!pending.isEmpty()) {
            pending.remove().run();
        }
        assertThat(store.load()).singleElement().matches(kept -> kept.position().lastSequence() == 1);

        run.server.send(data(id, 2));
        run.server.send(data(id, 3));
        assertThat(store.load())
                .as("2 and 3 came but were not taken")
                .singleElement()
                .satisfies(kept -> {
                    assertThat(kept.position().lastSequence()).isEqualTo(1);
                    assertThat(stateOf(kept)).isEqualTo("10");
                });
    }

    @Test
    void whileAListenerRunsItsUpdateIsNotKept() {
        List<Long> keptMeanwhile = new ArrayList<>();
        Run run = new Run();
        run.client
                .actor("counter")
                .observe("observeState", Integer.class, EVERY)
                .listen(update -> keptMeanwhile.add(store.load().stream()
                        .mapToLong(kept -> kept.position().lastSequence())
                        .sum()));
        run.live(3, true);

        assertThat(keptMeanwhile).containsExactly(0L, 1L, 2L);
        assertThat(store.load()).singleElement().satisfies(kept -> {
            assertThat(kept.position().lastSequence()).isEqualTo(3);
            assertThat(stateOf(kept)).isEqualTo("30");
        });
    }

    @Test
    void keepsWhatThePublishersSubscribersHaveTakenAllOfThem() {
        Run run = new Run();
        ActorStream<Integer> stream = run.client.actor("counter").observe("observeState", Integer.class, EVERY);
        List<Integer> quick = new ArrayList<>();
        List<Integer> slow = new ArrayList<>();
        Taker eager = new Taker(quick);
        Taker hesitant = new Taker(slow);
        stream.values().subscribe(eager);
        stream.values().subscribe(hesitant);
        eager.subscription().request(100);
        hesitant.subscription().request(2);
        run.live(5, true);

        assertThat(quick).containsExactly(10, 20, 30, 40, 50);
        assertThat(slow).containsExactly(10, 20);
        assertThat(store.load()).singleElement().matches(kept -> stateOf(kept).equals("20"));
        hesitant.subscription().request(1);
        assertThat(store.load()).singleElement().matches(kept -> stateOf(kept).equals("30"));
        hesitant.subscription().cancel();
        assertThat(store.load()).singleElement().matches(kept -> stateOf(kept).equals("50"));
    }

    /** Takes as many as a test lets it. */
    private record Taker(List<Integer> taken, List<Flow.Subscription> subscriptions)
            implements Flow.Subscriber<Integer> {
        Taker(List<Integer> taken) {
            this(taken, new ArrayList<>());
        }

        Flow.Subscription subscription() {
            return subscriptions.getFirst();
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscriptions.add(subscription);
        }

        @Override
        public void onNext(Integer item) {
            taken.add(item);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }

    @Test
    void tellsStreamsApartByActorArgumentsAndFilter() {
        StreamOptions changed = EVERY.withFilter(StreamFilter.predefined("changed", Map.of()));
        Run run = new Run();
        run.observe(changed, 7);
        run.live(5, true);

        Run next = new Run();
        next.observe();
        next.observe(EVERY, 7);
        next.observe(changed);
        assertThat(next.seen()).isEmpty();
        next.observe(changed, 7);
        assertThat(next.seen()).containsExactly("replay 5=50", "STALE");
    }

    @Test
    void showsNoStateOfAnotherServerOrUser() {
        killedAt(5);
        List<Integer> shown = new ArrayList<>();
        try (TrebuchetClient other = TestClients.inCallingThread(time, new ScriptedServer())
                .checkpoints(store)
                .checkpointScope("ws://test.invalid:8080 as somebody else")
                .build()) {
            other.actor("counter")
                    .observe("observeState", Integer.class, EVERY)
                    .listen(update -> shown.add(update.value()));
            assertThat(shown).isEmpty();
        }
    }

    @Test
    void givesACheckpointToTheFirstOfTwoEqualStreams() {
        UUID id = killedAt(5);
        Run next = new Run();
        next.observe();
        next.observe();
        assertThat(next.seen()).containsExactly("replay 5=50", "STALE");
        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        InvocationEnvelope second = next.server.take(InvocationEnvelope.class);
        UUID other = UUID.randomUUID();
        next.server.send(current(resume));
        next.server.send(start(other, second.callID(), "epoch-1"));
        next.server.send(data(other, 1, "50"));

        assertThat(store.load()).as("the second leaves nothing").singleElement().matches(kept -> kept.position()
                .streamID()
                .equals(id));
    }

    @Test
    void asksForTheFullStateWhenTheKeptOneWasTooLarge() {
        killedAt(5);
        store.save(store.load().iterator().next().withoutState());
        Run next = new Run();
        next.observe();
        assertThat(next.seen()).as("there is nothing to show").isEmpty();
        next.server.acceptExtended();
        StreamResumeEnvelope resume = next.server.take(StreamResumeEnvelope.class);
        assertThat(extOf(resume).haveBase()).isFalse();
        next.server.send(current(resume));

        StreamResumeEnvelope full = next.server.take(StreamResumeEnvelope.class);
        assertThat(extOf(full).full()).isTrue();
        next.server.send(restarted(full, RestartReason.FULL, 5L));
        UUID id = UUID.randomUUID();
        next.server.send(start(id, extOf(full).callID(), "epoch-1"));
        next.server.send(data(id, 1, "50"));
        assertThat(next.seen()).endsWith("started after 5", "full 1=50", "LIVE").noneMatch(s -> s.startsWith("gap"));
    }

    @Test
    void goesOnWithAStoreThatThrows() {
        Run run = new Run(Runnable::run, new BrokenStore());
        run.observe();
        run.live(2, true);

        assertThat(run.seen()).containsExactly("started", "full 1=10", "LIVE", "full 2=20");
        assertThat(taps)
                .filteredOn(TapEvent.CheckpointsImpaired.class::isInstance)
                .extracting(
                        event -> ((TapEvent.CheckpointsImpaired) event).report().kind())
                .isNotEmpty()
                .containsOnly(CheckpointReport.Kind.FAILED);
        run.client.close();
    }

    private static String stateOf(StoredCheckpoint kept) {
        var state = kept.lastState();
        return state == null ? "" : state.json().utf8();
    }

    /** Breaks the contract wherever it can. */
    private static final class BrokenStore implements CheckpointStore {
        @Override
        public Collection<StoredCheckpoint> load() {
            throw new IllegalStateException("load");
        }

        @Override
        public void save(StoredCheckpoint checkpoint) {
            throw new IllegalStateException("save");
        }

        @Override
        public void remove(StreamKey key) {
            throw new IllegalStateException("remove");
        }

        @Override
        public void flush() {
            throw new IllegalStateException("flush");
        }

        @Override
        public void close() {}
    }
}
