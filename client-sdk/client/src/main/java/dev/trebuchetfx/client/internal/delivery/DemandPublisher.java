// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.delivery;

import dev.trebuchetfx.client.error.SlowSubscriberException;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A publisher of a stream's events. Each subscriber has a queue of its own, conflated or bounded as the stream's delivery says, and
 * gets as many items as it asks for.
 *
 * @param <T> the state
 * @param <R> the items that a subscriber gets: the events, or the states alone
 */
public final class DemandPublisher<T, R> implements Flow.Publisher<R> {
    private static final Logger LOG = LoggerFactory.getLogger(DemandPublisher.class);

    private final Delivery delivery;
    private final Executor executor;
    private final Function<StreamEvent<T>, @Nullable R> selector;
    private final Source<T> source;

    /** The stream behind a publisher. */
    public interface Source<T> {
        /** Adds a listener. */
        void add(Consumer<StreamEvent<T>> listener);

        /** Removes a listener. More than once does no harm. */
        void remove(Consumer<StreamEvent<T>> listener);

        /** Notes that the subscriber behind the listener has taken this update. */
        void taken(Consumer<StreamEvent<T>> listener, StreamEvent.Update<T> update);
    }

    /**
     * Creates a publisher that does nothing until somebody subscribes.
     *
     * @param selector gives the item that a subscriber gets for an event; null for none
     * @param source the stream, which gets one listener for each subscriber
     */
    public DemandPublisher(
            Delivery delivery, Executor executor, Function<StreamEvent<T>, @Nullable R> selector, Source<T> source) {
        this.delivery = delivery;
        this.executor = executor;
        this.selector = selector;
        this.source = source;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super R> subscriber) {
        DemandSubscription subscription = new DemandSubscription(subscriber);
        subscription.start();
    }

    /** The queue and the demand of one subscriber. Owned by its serial executor. */
    private final class DemandSubscription implements Flow.Subscription {
        private final Flow.Subscriber<? super R> subscriber;
        private final SerialExecutor serial = new SerialExecutor(executor);
        private final EventQueue<T> queue = new EventQueue<>(delivery);
        private final Consumer<StreamEvent<T>> listener = this::offer;
        private final AtomicBoolean drainPlanned = new AtomicBoolean();
        private long demand;
        private boolean done;

        DemandSubscription(Flow.Subscriber<? super R> subscriber) {
            this.subscriber = subscriber;
        }

        void start() {
            serial.execute(() -> give("onSubscribe", () -> subscriber.onSubscribe(this)));
            source.add(listener);
            serial.execute(() -> {
                if (done) {
                    // The subscription was cancelled before its listener was added.
                    source.remove(listener);
                }
            });
        }

        private void offer(StreamEvent<T> event) {
            boolean wanted = selector.apply(event) != null
                    || event instanceof StreamEvent.Ended<T>
                    || event instanceof StreamEvent.Failed<T>;
            if (wanted && !queue.offer(event)) {
                queue.replaceAll(new StreamEvent.Failed<>(new SlowSubscriberException(
                        "the subscriber asked for less than the stream sends and its queue is full; ask for more, "
                                + "give it more room, or let updates be conflated")));
            }
            // At most one task waits for its turn, however much is offered meanwhile.
            if (drainPlanned.compareAndSet(false, true)) {
                serial.execute(() -> {
                    drainPlanned.set(false);
                    drain();
                });
            }
        }

        @Override
        public void request(long n) {
            serial.execute(() -> {
                if (n <= 0) {
                    finish();
                    give(
                            "onError",
                            () -> subscriber.onError(
                                    new IllegalArgumentException("demand must be positive but was " + n)));
                    return;
                }
                demand = demand + n < 0 ? Long.MAX_VALUE : demand + n;
                drain();
            });
        }

        @Override
        public void cancel() {
            serial.execute(this::finish);
        }

        private void drain() {
            while (!done) {
                StreamEvent<T> next = queue.peek();
                // The end is no item, so it needs no demand.
                if (next == null || (demand == 0 && selector.apply(next) != null)) {
                    return;
                }
                StreamEvent<T> event = queue.poll();
                if (event == null) {
                    return;
                }
                R item = selector.apply(event);
                if (item != null) {
                    demand--;
                    if (!give("onNext", () -> subscriber.onNext(item))) {
                        return;
                    }
                    if (event instanceof StreamEvent.Update<T> update) {
                        source.taken(listener, update);
                    }
                }
                if (event instanceof StreamEvent.Failed<T>(var error)) {
                    finish();
                    give("onError", () -> subscriber.onError(error));
                } else if (event instanceof StreamEvent.Ended<T>) {
                    finish();
                    give("onComplete", subscriber::onComplete);
                }
            }
        }

        /**
         * Calls the subscriber, and returns true. A subscriber that throws has cancelled its subscription, as reactive streams have it:
         * the subscription ends, and this returns false.
         */
        private boolean give(String what, Runnable call) {
            try {
                call.run();
                return true;
            } catch (Throwable e) {
                ForeignCode.log(LOG, "A subscriber failed in " + what + "; its subscription ends", e);
                finish();
                return false;
            }
        }

        private void finish() {
            done = true;
            source.remove(listener);
        }
    }
}
