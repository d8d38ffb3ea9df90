// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.ClientEngine;
import dev.trebuchetfx.client.internal.delivery.StreamDelivery;
import dev.trebuchetfx.client.internal.stream.StreamHandle;
import dev.trebuchetfx.client.internal.stream.StreamRequest;
import dev.trebuchetfx.client.option.Delivery;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the client holds of a stream that an application has: it opens with its first listener, and ends when it is closed, or
 * when nobody refers to the application's {@link EngineActorStream} and nobody listens. So it must not refer to that.
 *
 * <p>Safe for use by any thread.
 */
final class StreamUse<T> implements StreamDelivery.Observer {
    private final ClientEngine engine;
    private StreamRequest request;
    private final StreamDelivery<T> stage;
    private final ReentrantLock lock = new ReentrantLock();
    private final Set<Consumer<StreamEvent<T>>> listeners = new HashSet<>();
    private volatile @Nullable StreamHandle handle;
    private int priority;
    private boolean unreferenced;
    private boolean closed;

    StreamUse(
            ClientEngine engine,
            StreamRequest request,
            Delivery delivery,
            Executor callbacks,
            StreamDelivery.Decoder<T> decoder) {
        this.engine = engine;
        this.request = request;
        this.stage = new StreamDelivery<>(delivery, callbacks, decoder, this);
    }

    StreamDelivery<T> stage() {
        return stage;
    }

    /**
     * Adds a listener, and opens the stream where it is the first.
     *
     * @param owner what the application refers to
     * @param later whether it only keeps what it hears, and says when its subscriber has taken it
     */
    void add(Object owner, Consumer<StreamEvent<T>> listener, boolean later) {
        lock.lock();
        try {
            listeners.add(listener);
        } finally {
            lock.unlock();
        }
        // It may be called from here, where the application's executor does so: not with the lock held.
        if (later) {
            stage.addLater(listener);
        } else {
            stage.add(listener);
        }
        lock.lock();
        try {
            if (handle == null && !closed) {
                StreamHandle opened = engine.observe(request, stage);
                if (priority != 0) {
                    opened.priority(priority);
                }
                handle = opened;
                engine.whenUnreferenced(owner, this::unreferenced);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Removes a listener; more than once does no harm. */
    void remove(Consumer<StreamEvent<T>> listener) {
        stage.remove(listener);
        lock.lock();
        try {
            listeners.remove(listener);
            endIfAbandoned();
        } finally {
            lock.unlock();
        }
    }

    /** Of the stream that is open, or will be. */
    void priority(int newPriority) {
        lock.lock();
        try {
            priority = newPriority;
            StreamHandle open = handle;
            if (open != null) {
                open.priority(newPriority);
            }
        } finally {
            lock.unlock();
        }
    }

    /** Of the stream that is open, or will be. */
    CompletableFuture<Void> changeFilter(@Nullable StreamFilter filter) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        lock.lock();
        try {
            request = request.withFilter(filter);
            StreamHandle open = handle;
            if (open != null) {
                open.changeFilter(filter, done);
            } else {
                done.complete(null);
            }
        } finally {
            lock.unlock();
        }
        return done;
    }

    void close() {
        try {
            stage.close();
        } finally {
            end("closed by the application");
        }
    }

    private void unreferenced() {
        lock.lock();
        try {
            unreferenced = true;
            endIfAbandoned();
        } finally {
            lock.unlock();
        }
    }

    private void endIfAbandoned() {
        if (unreferenced && listeners.isEmpty()) {
            end("abandoned: nobody refers to it and nobody listens");
        }
    }

    private void end(String why) {
        lock.lock();
        try {
            StreamHandle open = handle;
            if (!closed && open != null) {
                open.close(why);
            }
            closed = true;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void delivered(StreamEvent.Update<StateValue> update) {
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
    public void readable() {
        StreamHandle current = handle;
        if (current != null) {
            current.readable();
        }
    }

    @Override
    public void overflowed() {
        end("closed, since its subscriber is too slow");
    }
}
