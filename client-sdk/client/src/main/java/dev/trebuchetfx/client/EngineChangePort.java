// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.checkpoint.StoredCheckpoint;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Registration;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.ClientEngine;
import dev.trebuchetfx.client.internal.PayloadMapper;
import dev.trebuchetfx.client.internal.change.ChangePort;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.lang.reflect.Type;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The parts of a client that the changes of one stream's actor need. */
final class EngineChangePort<S> implements ChangePort<S> {
    private final ClientEngine engine;
    private final PayloadMapper payloads;
    private final Executor callbacks;
    private final EngineActorStream<S> stream;
    private final ActorId actor;

    EngineChangePort(
            ClientEngine engine,
            PayloadMapper payloads,
            Executor callbacks,
            EngineActorStream<S> stream,
            ActorId actor) {
        this.engine = engine;
        this.payloads = payloads;
        this.callbacks = callbacks;
        this.stream = stream;
        this.actor = actor;
    }

    @Override
    public ActorId actor() {
        return actor;
    }

    @Override
    public Registration listen(Consumer<StreamEvent<S>> listener) {
        return stream.listen(listener);
    }

    @Override
    public Registration onConnectionState(Consumer<ConnectionState> listener) {
        // Nothing of the application's runs in it, so that the loop may.
        engine.addStateListener(listener);
        return () -> engine.removeStateListener(listener);
    }

    @Override
    public UUID newKey() {
        return engine.newKey();
    }

    @Override
    public CompletableFuture<Answer> send(Outgoing call, boolean repeated, @Nullable Duration timeout) {
        return engine.call(
                actor,
                call,
                repeated,
                CallOptions.DEFAULT.toBuilder().timeout(timeout).build());
    }

    @Override
    public void whenShown(long version, Runnable shown) {
        CompletableFuture<@Nullable Void> done = new CompletableFuture<>();
        var unused = done.thenRun(shown);
        engine.execute(() -> stream.awaitShown(version, done));
    }

    @Override
    public List<Bytes> write(String targetIdentifier, List<@Nullable Object> arguments) {
        return payloads.write(targetIdentifier, arguments.toArray());
    }

    @Override
    @SuppressWarnings("TypeParameterUnusedInFormals") // The type is in `type`, which can't be tied to T.
    public <T> @Nullable T read(String what, Bytes json, Type type) {
        return payloads.read(what, json, payloads.mapper().constructType(type));
    }

    @Override
    public TimeSource time() {
        return engine.time();
    }

    @Override
    public Executor callbacks() {
        return callbacks;
    }

    @Override
    public String scope() {
        return engine.checkpoints().scope();
    }

    @Override
    public void takeKept(Consumer<Collection<StoredCheckpoint>> calls) {
        engine.execute(() -> calls.accept(engine.checkpoints().takeCalls(actor())));
    }

    @Override
    public void keep(StoredCheckpoint call) {
        engine.checkpoints().keep(call);
    }

    @Override
    public void forget(StreamKey key) {
        engine.checkpoints().forget(key);
    }

    @Override
    public CompletableFuture<?> flushed() {
        return engine.checkpoints().flushed();
    }
}
