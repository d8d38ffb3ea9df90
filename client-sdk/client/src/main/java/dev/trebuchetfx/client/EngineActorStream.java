// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.change.ChangeOptions;
import dev.trebuchetfx.client.change.ChangingListener;
import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.ClientEngine;
import dev.trebuchetfx.client.internal.PayloadMapper;
import dev.trebuchetfx.client.internal.change.OptimisticChanges;
import dev.trebuchetfx.client.internal.delivery.DemandPublisher;
import dev.trebuchetfx.client.internal.delivery.StreamDelivery;
import dev.trebuchetfx.client.internal.stream.LogicalStream;
import dev.trebuchetfx.client.internal.stream.StreamRequest;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The stream that an application holds. It stands between the application and the {@link LogicalStream}, which it opens with the first
 * listener.
 *
 * <p>Nothing in the engine refers to it, so that it can be found abandoned; it is then closed, once nobody listens. An object that may
 * still add a listener, as a publisher may, refers to it and so keeps it.
 */
final class EngineActorStream<T> implements ActorStream<T> {
    private final ClientEngine engine;
    private final StreamDelivery<T> delivery;
    private final Delivery pace;
    private final PayloadMapper payloads;
    private final Executor callbacks;
    private final ActorId actor;
    private final String name;

    // Owned by the engine's loop.
    private StreamRequest request;
    private @Nullable LogicalStream stream;
    private int priority;
    private boolean closed;

    EngineActorStream(
            ClientEngine engine,
            StreamRequest request,
            StreamDelivery.Decoder<T> decoder,
            Delivery pace,
            PayloadMapper payloads,
            Executor callbacks) {
        this.engine = engine;
        this.payloads = payloads;
        this.request = request;
        this.pace = pace;
        this.callbacks = callbacks;
        this.actor = request.actor();
        this.name = request.targetIdentifier() + " of " + request.actor();
        this.delivery = new StreamDelivery<>(pace, callbacks, decoder);
    }

    /** Returns whether this is a stream of the actor that the engine knows by {@code id}. */
    boolean isOf(ClientEngine ofEngine, ActorId id) {
        return engine == ofEngine && actor.equals(id);
    }

    /** Completes {@code shown} as {@link LogicalStream#awaitShown} does, and at once where the stream was not opened. Called on the loop. */
    void awaitShown(long version, CompletableFuture<@Nullable Void> shown) {
        if (stream == null) {
            shown.complete(null);
        } else {
            stream.awaitShown(version, shown);
        }
    }

    /** Opens the stream, unless it is open already or closed. */
    private void open() {
        engine.execute(() -> {
            if (stream != null || closed) {
                return;
            }
            LogicalStream opened = engine.open(request, delivery);
            opened.priority(priority);
            stream = opened;
            engine.whenUnreferenced(this, closingWhenUnheard(engine, delivery, opened));
        });
    }

    /**
     * Returns the action that closes a stream which nobody refers to, once nobody listens. Static, since it must not refer to the
     * stream that is watched.
     */
    private static Runnable closingWhenUnheard(ClientEngine engine, StreamDelivery<?> delivery, LogicalStream opened) {
        return () -> delivery.whenUnheard(
                () -> engine.execute(() -> opened.close("abandoned: nobody refers to it and nobody listens")));
    }

    @Override
    public Registration listen(StreamListener<T> listener) {
        Consumer<StreamEvent<T>> consumer = listener::onEvent;
        return listen(consumer);
    }

    @Override
    public Registration listen(Consumer<StreamEvent<T>> listener) {
        // The wrapper tells two registrations of one listener apart.
        Consumer<StreamEvent<T>> consumer = event -> listener.accept(event);
        delivery.add(consumer);
        open();
        // The registration refers to the delivery alone, so that it does not keep the stream.
        StreamDelivery<T> from = delivery;
        return () -> from.remove(consumer);
    }

    @Override
    public Flow.Publisher<StreamEvent<T>> events() {
        return publisher(event -> event);
    }

    @Override
    public Flow.Publisher<T> values() {
        return publisher(event -> event instanceof StreamEvent.Update<T> update ? update.value() : null);
    }

    private <R> Flow.Publisher<R> publisher(Function<StreamEvent<T>, @Nullable R> selector) {
        return new DemandPublisher<>(pace, callbacks, selector, new DemandPublisher.Source<T>() {
            @Override
            public void add(Consumer<StreamEvent<T>> listener) {
                delivery.addLater(listener);
                open();
            }

            @Override
            public void remove(Consumer<StreamEvent<T>> listener) {
                delivery.remove(listener);
            }

            @Override
            public void taken(Consumer<StreamEvent<T>> listener, StreamEvent.Update<T> update) {
                delivery.taken(listener, update);
            }
        });
    }

    @Override
    public Freshness freshness() {
        return delivery.freshness();
    }

    @Override
    public CompletableFuture<Void> changeFilter(StreamFilter filter) {
        Objects.requireNonNull(filter, "expected a filter but found null; use StreamFilter.ALL to have none");
        filter.check();
        StreamFilter wanted = filter.equals(StreamFilter.ALL) ? null : filter;
        CompletableFuture<Void> settled = new CompletableFuture<>();
        engine.execute(() -> {
            request = request.withFilter(wanted);
            if (stream != null) {
                stream.changeFilter(wanted, settled);
            } else if (closed) {
                settled.completeExceptionally(
                        new StreamFailedException("the stream is over: its filter can't be changed"));
            } else {
                settled.complete(null);
            }
        });
        CompletableFuture<Void> told = new CompletableFuture<>();
        var unused = settled.whenCompleteAsync(
                (nothing, error) -> {
                    if (error == null) {
                        told.complete(null);
                    } else {
                        told.completeExceptionally(error);
                    }
                },
                callbacks);
        return told;
    }

    @Override
    public ChangingState<T> changing(ChangeOptions<T> options, ChangingListener<T> listener) {
        Objects.requireNonNull(options, "expected options but found null; use ChangeOptions.defaults()");
        Objects.requireNonNull(listener, "expected a listener but found null");
        return OptimisticChanges.open(
                new EngineChangePort<>(engine, payloads, callbacks, this, actor), options, listener);
    }

    @Override
    public void priority(int newPriority) {
        engine.execute(() -> {
            priority = newPriority;
            if (stream != null) {
                stream.priority(newPriority);
            }
        });
    }

    @Override
    public void close() {
        delivery.close();
        engine.execute(() -> {
            closed = true;
            if (stream != null) {
                stream.close("closed by the application");
            }
        });
    }

    @Override
    public String toString() {
        return name;
    }
}
