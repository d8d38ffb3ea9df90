// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.ClientEngine;
import dev.trebuchetfx.client.internal.PayloadMapper;
import dev.trebuchetfx.client.internal.delivery.DemandPublisher;
import dev.trebuchetfx.client.internal.delivery.StreamDelivery;
import dev.trebuchetfx.client.internal.stream.StreamHandle;
import dev.trebuchetfx.client.internal.stream.StreamRequest;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.client.wire.Bytes;
import java.util.concurrent.Executor;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JavaType;

/** A stream as reached through a client's engine. */
final class EngineActorStream<T> implements ActorStream<T>, StreamDelivery.Observer {
    private final ClientEngine engine;
    private final StreamRequest request;
    private final Delivery delivery;
    private final Executor callbacks;
    private final StreamDelivery<T> stage;
    private final ReentrantLock lock = new ReentrantLock();
    private volatile @Nullable StreamHandle handle;
    private boolean closed;

    EngineActorStream(
            ClientEngine engine,
            StreamRequest request,
            PayloadMapper payloads,
            JavaType stateType,
            Delivery delivery,
            Executor callbacks) {
        this.engine = engine;
        this.request = request;
        this.delivery = delivery;
        this.callbacks = callbacks;
        String what = "a state of " + request.targetIdentifier();
        StreamDelivery.Decoder<T> decoder = json -> {
            T value = payloads.read(what, json, stateType);
            if (value == null) {
                throw new PayloadException(what + " was null or empty; observe a type that is never null");
            }
            return value;
        };
        this.stage = new StreamDelivery<>(delivery, callbacks, decoder, this);
    }

    @Override
    public Registration listen(StreamListener<T> listener) {
        Consumer<StreamEvent<T>> consumer = listener::onEvent;
        stage.add(consumer);
        open();
        return () -> stage.remove(consumer);
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
                stage.addLater(listener);
                open();
            }

            @Override
            public void remove(Consumer<StreamEvent<T>> listener) {
                stage.remove(listener);
            }

            @Override
            public void taken(Consumer<StreamEvent<T>> listener, StreamEvent.Update<T> update) {
                stage.taken(listener, update);
            }
        });
    }

    @Override
    public Freshness freshness() {
        return stage.freshness();
    }

    private void open() {
        lock.lock();
        try {
            if (handle == null && !closed) {
                handle = engine.observe(request, stage);
            }
        } finally {
            lock.unlock();
        }
    }

    private void endStream() {
        lock.lock();
        try {
            closed = true;
            if (handle != null) {
                handle.close();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void delivered(StreamEvent.Update<Bytes> update) {
        StreamHandle current = handle;
        if (current != null) {
            current.delivered(update);
        }
    }

    @Override
    public void undecodable(StreamEvent.Undecodable<?> event) {
        StreamHandle current = handle;
        if (current != null) {
            current.undecodable(event);
        }
    }

    @Override
    public void overflowed() {
        endStream();
    }

    @Override
    public void close() {
        stage.close();
        endStream();
    }

    @Override
    public String toString() {
        return request.targetIdentifier() + " of " + request.actor();
    }
}
