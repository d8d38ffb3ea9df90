// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.ClientEngine;
import dev.trebuchetfx.client.internal.PayloadMapper;
import dev.trebuchetfx.client.internal.delivery.DemandPublisher;
import dev.trebuchetfx.client.internal.stream.StreamRequest;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/**
 * A stream as reached through a client's engine: what an application refers to. Nothing in the engine does, so that it can be
 * found abandoned; whoever may still add a listener, as a publisher may, keeps it.
 */
final class EngineActorStream<T> implements ActorStream<T> {
    private final StreamRequest request;
    private final Delivery delivery;
    private final Executor callbacks;
    private final StreamUse<T> use;

    EngineActorStream(
            ClientEngine engine,
            StreamRequest request,
            PayloadMapper payloads,
            JavaType stateType,
            Delivery delivery,
            Executor callbacks) {
        this.request = request;
        this.delivery = delivery;
        this.callbacks = callbacks;
        String what = "a state of " + request.targetIdentifier();
        this.use = new StreamUse<>(engine, request, delivery, callbacks, json -> {
            T value = payloads.read(what, json, stateType);
            if (value == null) {
                throw new PayloadException(what + " was null or empty; observe a type that is never null");
            }
            return value;
        });
    }

    @Override
    public Registration listen(StreamListener<T> listener) {
        Consumer<StreamEvent<T>> consumer = listener::onEvent;
        use.add(this, consumer, false);
        StreamUse<T> stream = use;
        return () -> stream.remove(consumer);
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
        return new DemandPublisher<>(delivery, callbacks, selector, new DemandPublisher.Source<T>() {
            @Override
            public void add(Consumer<StreamEvent<T>> listener) {
                use.add(EngineActorStream.this, listener, true);
            }

            @Override
            public void remove(Consumer<StreamEvent<T>> listener) {
                use.remove(listener);
            }

            @Override
            public void taken(Consumer<StreamEvent<T>> listener, StreamEvent.Update<T> update) {
                use.stage().taken(listener, update);
            }
        });
    }

    @Override
    public Freshness freshness() {
        return use.stage().freshness();
    }

    @Override
    public CompletableFuture<Void> changeFilter(StreamFilter filter) {
        filter.check();
        CompletableFuture<Void> settled = use.changeFilter(filter.equals(StreamFilter.ALL) ? null : filter);
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
    public void priority(int priority) {
        use.priority(priority);
    }

    @Override
    public void close() {
        use.close();
    }

    @Override
    public String toString() {
        return request.targetIdentifier() + " of " + request.actor();
    }
}
