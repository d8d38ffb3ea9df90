// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.SlowSubscriberException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.stream.StreamSink;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a subscriber that is slower than its stream gets. The test runs the subscriber's thread by hand. */
class StreamDeliveryTest {
    private static final UUID STREAM = UUID.randomUUID();

    private static final List<StreamEvent<String>> CLOSED = List.of(
            new StreamEvent.FreshnessChanged<>(Freshness.ENDED, "the application closed the stream"),
            new StreamEvent.Ended<>(StreamEndReason.CLIENT_UNSUBSCRIBED));

    private final Deque<Runnable> threads = new ArrayDeque<>();
    private final List<StreamEvent<String>> heard = new ArrayList<>();
    private final List<Long> acknowledged = new ArrayList<>();
    private int decoded;
    private int overflows;

    private StreamDelivery<String> delivery(Delivery delivery) {
        StreamDelivery<String> made = new StreamDelivery<>(delivery, threads::add, state -> {
            decoded++;
            return state.json().utf8();
        });
        made.opened(new StreamSink.Feedback() {
            @Override
            public void taken(StreamEvent.Update<StateValue> update) {
                acknowledged.add(update.sequence());
            }

            @Override
            public void undecodable(StreamEvent.Undecodable<?> event) {}

            @Override
            public void readable() {}

            @Override
            public void overflowed() {
                overflows++;
            }
        });
        return made;
    }

    private void runThreads() {
        while (!threads.isEmpty()) {
            threads.remove().run();
        }
    }

    private static StreamEvent<StateValue> update(long sequence) {
        return new StreamEvent.Update<>(
                STREAM, sequence, UpdateKind.FULL, StateValue.of(Bytes.utf8("s" + sequence)), Instant.EPOCH, 0);
    }

    private List<String> states() {
        return heard.stream()
                .filter(event -> event instanceof StreamEvent.Update<String>)
                .map(event -> ((StreamEvent.Update<String>) event).value())
                .toList();
    }

    @Test
    void conflatesToTheNewestAndCountsWhatItLeftOut() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        delivery.add(heard::add);
        for (long i = 1; i <= 1_000; i++) {
            delivery.offer(update(i));
        }
        runThreads();

        assertThat(states()).containsExactly("s1000");
        assertThat(heard.getLast())
                .isInstanceOfSatisfying(StreamEvent.Update.class, update -> assertThat(update.conflated())
                        .isEqualTo(999));
        assertThat(decoded).as("what is left out is never decoded").isEqualTo(1);
    }

    @Test
    void aCountBeyondALongStaysTheLargest() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        delivery.add(heard::add);
        for (long i = 1; i <= 3; i++) {
            delivery.offer(new StreamEvent.Update<>(
                    STREAM, i, UpdateKind.FULL, StateValue.of(Bytes.utf8("s")), Instant.EPOCH, Long.MAX_VALUE));
        }
        runThreads();

        assertThat(heard.getLast())
                .isInstanceOfSatisfying(StreamEvent.Update.class, update -> assertThat(update.conflated())
                        .isEqualTo(Long.MAX_VALUE));
    }

    @Test
    void neverDropsWhatIsNoUpdateAndKeepsItInItsPlace() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        delivery.add(heard::add);
        runThreads();
        heard.clear();
        delivery.offer(update(1));
        delivery.offer(update(2));
        delivery.offer(new StreamEvent.FreshnessChanged<>(Freshness.STALE, "cut"));
        delivery.offer(update(3));
        delivery.offer(update(4));
        runThreads();

        assertThat(states()).containsExactly("s2", "s4");
        assertThat(heard.get(1)).isEqualTo(new StreamEvent.FreshnessChanged<>(Freshness.STALE, "cut"));
    }

    @Test
    void tellsWhatItLeftOutWithTheUpdateThatFollowsIt() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        delivery.add(heard::add);
        runThreads();
        heard.clear();
        for (long i = 1; i <= 10; i++) {
            delivery.offer(update(i));
            delivery.offer(new StreamEvent.FreshnessChanged<>(Freshness.STALE, "cut " + i));
        }
        runThreads();

        assertThat(states()).containsExactly("s3", "s4", "s5", "s6", "s7", "s8", "s9", "s10");
        assertThat(heard.stream()
                        .filter(StreamEvent.Update.class::isInstance)
                        .map(event -> ((StreamEvent.Update<String>) event).conflated()))
                .containsExactly(2L, 0L, 0L, 0L, 0L, 0L, 0L, 0L);
        assertThat(heard)
                .filteredOn(StreamEvent.FreshnessChanged.class::isInstance)
                .hasSize(10);
    }

    @Test
    void givesEveryUpdateWhileThereIsRoom() {
        StreamDelivery<String> delivery = delivery(new Delivery.Every(3));
        delivery.add(heard::add);
        for (long i = 1; i <= 3; i++) {
            delivery.offer(update(i));
        }
        runThreads();
        assertThat(states()).containsExactly("s1", "s2", "s3");
        assertThat(overflows).isZero();
    }

    @Test
    void failsAStreamWhoseSubscriberFallsTooFarBehind() {
        StreamDelivery<String> delivery = delivery(new Delivery.Every(3));
        delivery.add(heard::add);
        for (long i = 1; i <= 10; i++) {
            delivery.offer(update(i));
        }
        runThreads();

        assertThat(states()).isEmpty();
        assertThat(heard.getLast())
                .isInstanceOfSatisfying(StreamEvent.Failed.class, failed -> assertThat(failed.error())
                        .isInstanceOf(SlowSubscriberException.class));
        assertThat(overflows).isEqualTo(1);
        assertThat(delivery.freshness()).isEqualTo(Freshness.FAILED);
    }

    @Test
    void acknowledgesAnUpdateOnceEveryListenerHasTakenIt() {
        StreamDelivery<String> delivery = delivery(new Delivery.Every(10));
        delivery.add(heard::add);
        Consumer<StreamEvent<String>> later = event -> {};
        delivery.addLater(later);
        delivery.offer(update(1));
        delivery.offer(update(2));
        runThreads();
        assertThat(acknowledged).isEmpty();
        delivery.taken(later, (StreamEvent.Update<String>) heard.getLast());
        runThreads();
        assertThat(acknowledged).containsExactly(1L, 2L);
    }

    @Test
    void tellsOnceNobodyListensAnyMoreThoughTheExecutorStandsStill() {
        StreamDelivery<String> delivery = delivery(new Delivery.Every(10));
        Consumer<StreamEvent<String>> first = heard::add;
        Consumer<StreamEvent<String>> second = event -> {};
        List<String> unheard = new ArrayList<>();
        delivery.add(first);
        delivery.add(second);
        delivery.whenUnheard(() -> unheard.add("unheard"));
        delivery.remove(first);
        assertThat(unheard).isEmpty();
        delivery.remove(second);
        assertThat(unheard).containsExactly("unheard");
    }

    @Test
    void goesOnWhenAListenerThrows() {
        StreamDelivery<String> delivery = delivery(new Delivery.Every(10));
        delivery.add(event -> {
            throw new IllegalStateException("a listener's own fault");
        });
        delivery.add(heard::add);
        delivery.offer(update(1));
        delivery.offer(update(2));
        runThreads();

        assertThat(states()).containsExactly("s1", "s2");
    }

    @Test
    void deliversNothingButTheEndAfterItIsClosed() {
        StreamDelivery<String> delivery = delivery(new Delivery.Every(10));
        delivery.add(heard::add);
        runThreads();
        heard.clear();
        delivery.offer(update(1));
        delivery.close();
        delivery.close();
        delivery.offer(update(2));
        runThreads();

        assertThat(heard).containsExactlyElementsOf(CLOSED);
    }

    @Test
    void tellsAListenerOfAClosedStreamThatItHasEnded() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        delivery.close();
        runThreads();
        delivery.add(heard::add);
        runThreads();

        assertThat(heard).containsExactlyElementsOf(CLOSED);
    }

    @Test
    void tellsOfTheServersEndAloneWhereThatCameFirst() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        delivery.add(heard::add);
        delivery.offer(new StreamEvent.Ended<>(StreamEndReason.COMPLETED));
        runThreads();
        heard.clear();
        delivery.close();
        runThreads();

        assertThat(heard).isEmpty();
    }

    @Test
    void completesWhoSubscribedToAStreamThatIsClosedWithoutBeingAskedFor() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        Asking before = subscribeTo(delivery, new Delivery.Latest());
        delivery.close();
        runThreads();
        Asking after = subscribeTo(delivery, new Delivery.Latest());

        assertThat(before.complete).isTrue();
        assertThat(after.complete).isTrue();
    }

    /** A subscriber that asks when the test says so. */
    private static final class Asking implements Flow.Subscriber<String> {
        private final List<String> got = new ArrayList<>();
        private Flow.@Nullable Subscription subscription;
        private @Nullable Throwable error;
        private boolean complete;

        @Override
        public void onSubscribe(Flow.Subscription newSubscription) {
            subscription = newSubscription;
        }

        @Override
        public void onNext(String item) {
            got.add(item);
        }

        @Override
        public void onError(Throwable throwable) {
            error = throwable;
        }

        @Override
        public void onComplete() {
            complete = true;
        }

        void ask(long n) {
            if (subscription == null) {
                throw new AssertionError("onSubscribe comes first");
            }
            subscription.request(n);
        }
    }

    private Asking subscribeTo(StreamDelivery<String> delivery, Delivery policy) {
        Asking subscriber = new Asking();
        new DemandPublisher<String, String>(
                        policy,
                        threads::add,
                        event -> event instanceof StreamEvent.Update<String> update ? update.value() : null,
                        new DemandPublisher.Source<>() {
                            @Override
                            public void add(Consumer<StreamEvent<String>> listener) {
                                delivery.addLater(listener);
                            }

                            @Override
                            public void remove(Consumer<StreamEvent<String>> listener) {
                                delivery.remove(listener);
                            }

                            @Override
                            public void taken(
                                    Consumer<StreamEvent<String>> listener, StreamEvent.Update<String> update) {
                                delivery.taken(listener, update);
                            }
                        })
                .subscribe(subscriber);
        runThreads();
        return subscriber;
    }

    @Test
    void givesAFlowSubscriberNoMoreThanItAsksFor() {
        StreamDelivery<String> delivery = delivery(new Delivery.Every(10));
        Asking subscriber = subscribeTo(delivery, new Delivery.Every(10));
        delivery.offer(update(1));
        delivery.offer(update(2));
        delivery.offer(update(3));
        runThreads();
        assertThat(subscriber.got).isEmpty();

        subscriber.ask(2);
        runThreads();
        assertThat(subscriber.got).containsExactly("s1", "s2");

        delivery.offer(new StreamEvent.Ended<>(StreamEndReason.COMPLETED));
        subscriber.ask(5);
        runThreads();
        assertThat(subscriber.got).containsExactly("s1", "s2", "s3");
        assertThat(subscriber.complete).isTrue();
        assertThat(subscriber.error).isNull();
    }

    @Test
    void conflatesForAFlowSubscriberThatAsksForLess() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        Asking subscriber = subscribeTo(delivery, new Delivery.Latest());
        for (long i = 1; i <= 50; i++) {
            delivery.offer(update(i));
            runThreads();
        }
        subscriber.ask(1);
        runThreads();
        assertThat(subscriber.got).containsExactly("s50");
    }

    @Test
    void tellsAFlowSubscriberThatItIsTooSlow() {
        StreamDelivery<String> delivery = delivery(new Delivery.Every(100));
        Asking subscriber = subscribeTo(delivery, new Delivery.Every(2));
        for (long i = 1; i <= 5; i++) {
            delivery.offer(update(i));
        }
        runThreads();
        subscriber.ask(1);
        runThreads();
        assertThat(subscriber.error).isInstanceOf(SlowSubscriberException.class);
    }

    @Test
    void refusesANegativeDemand() {
        Asking subscriber = subscribeTo(delivery(new Delivery.Latest()), new Delivery.Latest());
        subscriber.ask(0);
        runThreads();
        assertThat(subscriber.error).hasMessage("demand must be positive but was 0");
    }

    @Test
    void tellsAListenerThatComesLaterHowFreshWhatItHasHeardIs() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        delivery.add(heard::add);
        delivery.offer(update(1));
        delivery.offer(new StreamEvent.FreshnessChanged<>(Freshness.LIVE, "now"));

        assertThat(delivery.freshness()).isEqualTo(Freshness.LIVE);
        runThreads();

        assertThat(heard.getFirst())
                .as("nothing is live before it is shown")
                .isEqualTo(new StreamEvent.FreshnessChanged<String>(Freshness.CATCHING_UP, "nothing has come yet"));
        assertThat(heard.getLast()).isEqualTo(new StreamEvent.FreshnessChanged<String>(Freshness.LIVE, "now"));
    }

    @Test
    void tellsAListenerThatComesLaterWhyWhatItHearsIsStale() {
        StreamDelivery<String> delivery = delivery(new Delivery.Latest());
        delivery.offer(update(1));
        delivery.offer(new StreamEvent.FreshnessChanged<>(Freshness.LIVE, "now"));
        delivery.offer(new StreamEvent.FreshnessChanged<>(Freshness.STALE, "cut"));
        runThreads();
        delivery.add(heard::add);
        runThreads();

        assertThat(states()).containsExactly("s1");
        assertThat(heard.getLast()).isEqualTo(new StreamEvent.FreshnessChanged<String>(Freshness.STALE, "cut"));
    }
}
