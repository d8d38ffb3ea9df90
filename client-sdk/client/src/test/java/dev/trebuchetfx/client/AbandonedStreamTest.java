// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A stream that nobody wants any more does not stay subscribed, and one that somebody listens to does. */
class AbandonedStreamTest extends ScriptedTest {
    private final List<Integer> heard = new ArrayList<>();

    private ActorStream<Integer> counter() {
        return client.actor("counter").observe("observeState", Integer.class, EVERY);
    }

    private List<String> closed() {
        return taps.stream()
                .filter(TapEvent.StreamClosed.class::isInstance)
                .map(event -> ((TapEvent.StreamClosed) event).why())
                .toList();
    }

    /** Until the garbage collector has found that nobody refers to {@code stream}; then the client has time to look. */
    private void collect(WeakReference<?> stream) {
        await().until(() -> {
            System.gc();
            return stream.get() == null;
        });
        // The client's own reference to it is found in the same or the next run.
        for (int i = 0; i < 3; i++) {
            System.gc();
            time.advance(Duration.ofSeconds(15));
        }
    }

    private void awaitAbandoned() {
        await().untilAsserted(() -> {
            System.gc();
            time.advance(Duration.ofSeconds(15));
            assertThat(closed()).containsExactly("abandoned: nobody refers to it and nobody listens");
        });
    }

    @Test
    void endsWhatNobodyRefersToOrListensTo() {
        server.acceptExtended();
        counter()
                .listen(StreamListener.ofUpdates(update -> heard.add(update.value())))
                .close();
        UUID streamID = live(1, true);

        awaitAbandoned();

        assertThat(server.take(StreamEndEnvelope.class))
                .isEqualTo(new StreamEndEnvelope(streamID, StreamEndReason.CLIENT_UNSUBSCRIBED));
    }

    @Test
    void keepsWhatSomebodyListensTo() {
        server.acceptExtended();
        ActorStream<Integer> stream = counter();
        stream.listen(StreamListener.ofUpdates(update -> heard.add(update.value())));
        UUID streamID = live(1, true);
        WeakReference<ActorStream<Integer>> weak = new WeakReference<>(stream);
        stream = null;

        collect(weak);
        server.send(data(streamID, 2));

        assertThat(closed()).isEmpty();
        assertThat(heard).containsExactly(10, 20);
    }

    @Test
    void endsItWhenTheLastListenerGoesAfterTheLastReference() {
        server.acceptExtended();
        ActorStream<Integer> stream = counter();
        Registration first = stream.listen(StreamListener.ofUpdates(update -> heard.add(update.value())));
        Registration second = stream.listen(StreamListener.ofUpdates(update -> heard.add(update.value())));
        live(1, true);
        WeakReference<ActorStream<Integer>> weak = new WeakReference<>(stream);
        stream = null;
        collect(weak);

        first.close();
        first.close();
        assertThat(closed()).isEmpty();
        second.close();

        assertThat(closed()).containsExactly("abandoned: nobody refers to it and nobody listens");
        assertThat(server.untaken()).hasSize(1);
    }

    @Test
    void keepsWhatSomebodyRefersTo() {
        server.acceptExtended();
        ActorStream<Integer> stream = counter();
        stream.listen(StreamListener.ofUpdates(update -> heard.add(update.value())))
                .close();
        UUID streamID = live(1, true);
        for (int i = 0; i < 5; i++) {
            System.gc();
            time.advance(Duration.ofSeconds(15));
        }

        assertThat(closed()).isEmpty();
        server.send(data(streamID, 2));
        stream.listen(StreamListener.ofUpdates(update -> heard.add(update.value())));
        assertThat(heard).as("the newest, as for any listener that comes later").endsWith(20);
    }

    @Test
    void keepsWhatAPublishersSubscriberWants() {
        server.acceptExtended();
        Subscriber subscriber = new Subscriber();
        counter().values().subscribe(subscriber);
        UUID streamID = live(1, true);
        for (int i = 0; i < 5; i++) {
            System.gc();
            time.advance(Duration.ofSeconds(15));
        }
        server.send(data(streamID, 2));
        assertThat(closed()).isEmpty();
        assertThat(heard).containsExactly(10, 20);

        subscriber.cancel();

        awaitAbandoned();
    }

    @Test
    void keepsWhatAPublisherMaySubscribeTo() {
        server.acceptExtended();
        Flow.Publisher<StreamEvent<Integer>> events = firstOf(counter());
        live(1, true);
        for (int i = 0; i < 5; i++) {
            System.gc();
            time.advance(Duration.ofSeconds(15));
        }
        assertThat(closed()).isEmpty();
        Subscriber subscriber = new Subscriber();
        events.subscribe(subscriber.ofEvents());
        assertThat(heard).containsExactly(10);
    }

    private static Flow.Publisher<StreamEvent<Integer>> firstOf(ActorStream<Integer> stream) {
        stream.listen(event -> {}).close();
        return stream.events();
    }

    /** Takes all that comes. */
    private final class Subscriber implements Flow.Subscriber<Integer> {
        private Flow.@Nullable Subscription subscription;

        void cancel() {
            if (subscription != null) {
                subscription.cancel();
                subscription = null;
            }
        }

        Flow.Subscriber<StreamEvent<Integer>> ofEvents() {
            return new Flow.Subscriber<>() {
                @Override
                public void onSubscribe(Flow.Subscription next) {
                    next.request(Long.MAX_VALUE);
                }

                @Override
                public void onNext(StreamEvent<Integer> item) {
                    if (item instanceof StreamEvent.Update<Integer> update) {
                        heard.add(update.value());
                    }
                }

                @Override
                public void onError(Throwable error) {}

                @Override
                public void onComplete() {}
            };
        }

        @Override
        public void onSubscribe(Flow.Subscription next) {
            subscription = next;
            next.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(Integer item) {
            heard.add(item);
        }

        @Override
        public void onError(Throwable error) {}

        @Override
        public void onComplete() {}
    }
}
