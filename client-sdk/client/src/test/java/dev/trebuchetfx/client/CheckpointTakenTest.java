// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

/** A position is kept only when every subscriber has taken the update. */
class CheckpointTakenTest extends CheckpointRuns {
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
                .listen(StreamListener.ofUpdates(update -> keptMeanwhile.add(store.load().stream()
                        .mapToLong(kept -> kept.position().lastSequence())
                        .sum())));
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
}
