// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.delivery;

import dev.trebuchetfx.client.error.SlowSubscriberException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.stream.StreamSink;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.internal.foreign.ForeignCode;
import dev.trebuchetfx.protocol.time.SerialExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last stage of a stream. It takes the stream's events off the client's loop, decodes states and calls the listeners, in order, one
 * after the other. A state that is conflated is never decoded.
 *
 * <p>Everything but {@link #offer}, {@link #freshness} and {@link #whenUnheard} happens on a serial executor of its own, which owns the
 * state.
 *
 * @param <T> the state
 */
public final class StreamDelivery<T> implements StreamSink {
    /** The reason why the shown state is stale though the connection is up: the newest update can't be read. */
    public static final String UNREADABLE = "the newest update can't be read, so that an older one is shown";

    private static final Logger LOG = LoggerFactory.getLogger(StreamDelivery.class);

    private final EventQueue<StateValue> queue;
    private final SerialExecutor executor;
    private final Decoder<T> decoder;
    private final List<Consumer<StreamEvent<T>>> listeners = new ArrayList<>();
    /** The listeners, with those that the executor has yet to add. Safe for use by any thread. */
    private final Set<Consumer<StreamEvent<T>>> registered = ConcurrentHashMap.newKeySet();

    private volatile @Nullable Runnable onUnheard;
    private volatile @Nullable Feedback feedback;
    private final TakenUpdates taken;
    private final AtomicBoolean deliveryPlanned = new AtomicBoolean();
    private volatile Freshness offeredFreshness = Freshness.CATCHING_UP;
    /** True if the newest update could not be read, so that an older state is shown, whatever the stream says. */
    private volatile boolean unreadable;

    private volatile boolean closed;
    private boolean failing;

    // The freshness that the stream itself gave, as of the newest event that was delivered.
    private Freshness freshnessOfStream = Freshness.CATCHING_UP;

    // A listener that comes later has missed these, and is told. The freshness, with its reason, is that of the newest
    // event that was delivered.
    private StreamEvent.FreshnessChanged<T> deliveredFreshness =
            new StreamEvent.FreshnessChanged<>(Freshness.CATCHING_UP, "nothing has come yet");
    private StreamEvent.@Nullable Update<T> lastUpdate;
    private @Nullable StreamEvent<T> end;

    /** A decoder that turns the JSON of a state into a value. */
    @FunctionalInterface
    public interface Decoder<T> {
        /** Returns the value of a state. An exception of any kind means that the state can't be read. */
        T decode(StateValue state);
    }

    /**
     * Creates a stage without listeners.
     *
     * @param executor the executor that calls the listeners, by way of a serial one
     */
    public StreamDelivery(Delivery delivery, Executor executor, Decoder<T> decoder) {
        this.queue = new EventQueue<>(delivery);
        this.executor = new SerialExecutor(executor);
        this.decoder = decoder;
        this.taken = new TakenUpdates(update -> feedback().taken(update));
    }

    @Override
    public void opened(Feedback ofStream) {
        feedback = ofStream;
    }

    private Feedback feedback() {
        return Objects.requireNonNull(feedback, "events come after opened()");
    }

    /** Runs {@code action} once nobody listens: now, or with the last listener's removal. May be called by any thread. */
    public void whenUnheard(Runnable action) {
        onUnheard = action;
        runIfUnheard();
    }

    private void runIfUnheard() {
        Runnable action = onUnheard;
        if (action != null && registered.isEmpty()) {
            action.run();
        }
    }

    /** Returns the degree to which the client can vouch for the newest state that came. */
    public Freshness freshness() {
        return honest(offeredFreshness);
    }

    /** Returns the freshness of the shown state, given the freshness that the stream gave to the newest update. */
    private Freshness honest(Freshness ofStream) {
        return unreadable && !ofStream.isStale() ? Freshness.STALE : ofStream;
    }

    /**
     * Adds a listener. It hears the newest state first, if there is one, then the freshness with its reason, and the end if the stream
     * is over.
     */
    public void add(Consumer<StreamEvent<T>> listener) {
        registered.add(listener);
        executor.execute(() -> {
            listeners.add(listener);
            if (closed && end == null) {
                // The end comes next, and is all that this listener hears.
                return;
            }
            if (lastUpdate != null) {
                call(listener, lastUpdate);
            }
            call(listener, deliveredFreshness);
            if (end != null) {
                call(listener, end);
            }
        });
    }

    /** Adds a listener whose subscriber takes updates later than the listener hears them, and says so with {@link #taken}. */
    public void addLater(Consumer<StreamEvent<T>> listener) {
        executor.execute(() -> taken.add(listener));
        add(listener);
    }

    /** Notes that the subscriber behind {@code listener} has taken this update. */
    public void taken(Consumer<StreamEvent<T>> listener, StreamEvent.Update<T> update) {
        executor.execute(() -> taken.taken(listener, update.streamID(), update.sequence()));
    }

    /** Removes a listener. More than once does no harm. */
    public void remove(Consumer<StreamEvent<T>> listener) {
        executor.execute(() -> {
            listeners.remove(listener);
            taken.remove(listener);
        });
        registered.remove(listener);
        runIfUnheard();
    }

    /** Ends the delivery: listeners hear only that the application closed the stream. More than once does no harm. */
    public void close() {
        closed = true;
        unreadable = false;
        offeredFreshness = Freshness.ENDED;
        executor.execute(() -> {
            if (end == null) {
                deliver(new StreamEvent.FreshnessChanged<>(Freshness.ENDED, "the application closed the stream"));
                deliver(new StreamEvent.Ended<>(StreamEndReason.CLIENT_UNSUBSCRIBED));
            }
        });
    }

    @Override
    public void offer(StreamEvent<StateValue> event) {
        if (closed || failing) {
            return;
        }
        if (event instanceof StreamEvent.FreshnessChanged<StateValue>(Freshness next, String why)) {
            offeredFreshness = next;
        }
        if (!queue.offer(event)) {
            // Only the loop offers, so that no other event can come between.
            failing = true;
            offeredFreshness = Freshness.FAILED;
            queue.replaceAll(new StreamEvent.Failed<>(new SlowSubscriberException(
                    "the subscriber's queue is full; make it faster, give it more room, or let updates be conflated")));
            feedback().overflowed();
        }
        deliverSoon();
    }

    /** Plans the delivery of the next event. At most one task waits for its turn, however much is offered meanwhile. */
    private void deliverSoon() {
        if (deliveryPlanned.compareAndSet(false, true)) {
            executor.execute(this::deliverNext);
        }
    }

    private void deliverNext() {
        deliveryPlanned.set(false);
        StreamEvent<StateValue> event = queue.poll();
        if (event == null || closed) {
            return;
        }
        deliver(event);
        if (!queue.isEmpty()) {
            deliverSoon();
        }
    }

    private void deliver(StreamEvent<StateValue> event) {
        if (event instanceof StreamEvent.FreshnessChanged<StateValue>(Freshness next, String why)) {
            freshnessOfStream = next;
            if (honest(next) == next) {
                tellFreshness(next, why);
            } else if (deliveredFreshness.freshness() != honest(next)) {
                tellFreshness(honest(next), UNREADABLE);
            }
            return;
        }
        StreamEvent<T> decoded = decode(event);
        switch (decoded) {
            case StreamEvent.Update<T> update -> lastUpdate = update;
            case StreamEvent.Ended<T> ended -> end = ended;
            case StreamEvent.Failed<T> failed -> end = failed;
            default -> {}
        }
        tell(decoded);
        if (event instanceof StreamEvent.Update<StateValue> update) {
            if (decoded instanceof StreamEvent.Undecodable<T> undecodable) {
                unreadable = true;
                feedback().undecodable(undecodable);
            } else if (unreadable) {
                unreadable = false;
                feedback().readable();
            }
            Freshness now = honest(freshnessOfStream);
            if (now != deliveredFreshness.freshness()) {
                tellFreshness(now, unreadable ? UNREADABLE : "the newest update can be read again");
            }
            if (decoded instanceof StreamEvent.Update<T>) {
                taken.handedOver(update);
            }
        }
    }

    private void tellFreshness(Freshness next, String why) {
        deliveredFreshness = new StreamEvent.FreshnessChanged<>(next, why);
        tell(deliveredFreshness);
    }

    private void tell(StreamEvent<T> event) {
        for (Consumer<StreamEvent<T>> listener : List.copyOf(listeners)) {
            call(listener, event);
        }
    }

    private void call(Consumer<StreamEvent<T>> listener, StreamEvent<T> event) {
        try {
            listener.accept(event);
        } catch (Throwable e) {
            ForeignCode.log(LOG, "A listener failed on " + nameOf(event) + "; it goes on with the next event", e);
        }
    }

    /** Returns the name of an event for a log, without anything that is in a state. */
    private static String nameOf(StreamEvent<?> event) {
        return event instanceof StreamEvent.Update<?> update
                ? "update " + SequenceNumbers.toText(update.sequence()) + " of stream " + update.streamID()
                : "the event " + event.getClass().getSimpleName();
    }

    @SuppressWarnings("unchecked") // Only updates carry a value of the type parameter.
    private StreamEvent<T> decode(StreamEvent<StateValue> event) {
        if (!(event instanceof StreamEvent.Update<StateValue> update)) {
            return (StreamEvent<T>) (StreamEvent<?>) event;
        }
        try {
            return new StreamEvent.Update<>(
                    update.streamID(),
                    update.sequence(),
                    update.kind(),
                    decoder.decode(update.value()),
                    update.serverTime(),
                    update.conflated(),
                    update.version());
        } catch (Throwable e) {
            return new StreamEvent.Undecodable<>(
                    update.streamID(),
                    update.sequence(),
                    ForeignCode.describe(e),
                    update.value().size());
        }
    }
}
