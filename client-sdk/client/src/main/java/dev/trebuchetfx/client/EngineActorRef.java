// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.internal.ClientEngine;
import dev.trebuchetfx.client.internal.CodableStates;
import dev.trebuchetfx.client.internal.PayloadMapper;
import dev.trebuchetfx.client.internal.delivery.StreamDelivery;
import dev.trebuchetfx.client.internal.stream.StreamRequest;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.DeltaWish;
import java.lang.reflect.Type;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.type.TypeBindings;

/** A reference to an actor that calls and observes it through the engine of a client. */
final class EngineActorRef implements ActorRef {
    private static final String NO_METHOD_TO_CALL = "expected the name of the method to call but found null";
    private static final String NO_METHOD_TO_OBSERVE =
            "expected the name of the method to observe, which begins with 'observe', but found null";
    private static final String NO_RESULT_TYPE =
            "expected the type of the result but found null; use Void.class for a method without a result";
    private static final String NO_STATE_TYPE = "expected the type of the states but found null";

    private final ClientEngine engine;
    private final PayloadMapper payloads;
    private final Executor callbacks;
    private final ActorId id;
    private final CallOptions calls;
    private final @Nullable EngineActorStream<?> shownBy;

    EngineActorRef(ClientEngine engine, PayloadMapper payloads, Executor callbacks, ActorId id, CallOptions calls) {
        this(engine, payloads, callbacks, id, calls, null);
    }

    private EngineActorRef(
            ClientEngine engine,
            PayloadMapper payloads,
            Executor callbacks,
            ActorId id,
            CallOptions calls,
            @Nullable EngineActorStream<?> shownBy) {
        this.calls = calls;
        this.shownBy = shownBy;
        this.engine = engine;
        this.payloads = payloads;
        this.callbacks = callbacks;
        this.id = id;
    }

    @Override
    public ActorId id() {
        return id;
    }

    /** Returns whether a method of this name streams, by the protocol's rule. */
    static boolean isStreaming(String targetIdentifier) {
        return targetIdentifier.startsWith("observe");
    }

    JavaType typeOf(Type type) {
        return payloads.mapper().constructType(type);
    }

    /** Returns a type that {@code declaring} uses, with its variables as {@code subtype}, which extends {@code declaring}, binds them. */
    JavaType typeOf(JavaType subtype, Class<?> declaring, Type type) {
        JavaType supertype = subtype.findSuperType(declaring);
        return payloads.mapper()
                .getTypeFactory()
                .resolveMemberType(type, supertype == null ? TypeBindings.emptyBindings() : supertype.getBindings());
    }

    /** Returns the reason why no JSON can become a value of this type, or null where some can. */
    @Nullable
    String whyUnreadable(JavaType type) {
        return payloads.whyUnreadable(type);
    }

    /** Returns the options of calls that are given none. */
    CallOptions calls() {
        return calls;
    }

    @Override
    public <T> CompletableFuture<T> call(String targetIdentifier, Class<T> resultType, @Nullable Object... arguments) {
        return callTyped(targetIdentifier, resultType, calls, arguments);
    }

    @Override
    public <T> CompletableFuture<T> call(
            String targetIdentifier, Class<T> resultType, CallOptions options, @Nullable Object... arguments) {
        return callTyped(targetIdentifier, resultType, options, arguments);
    }

    @Override
    public <T> CompletableFuture<T> call(
            String targetIdentifier, TypeReference<T> resultType, CallOptions options, @Nullable Object... arguments) {
        return callTyped(
                targetIdentifier,
                Objects.requireNonNull(resultType, NO_RESULT_TYPE).getType(),
                options,
                arguments);
    }

    /** Calls a method whose result type is known at run time only. */
    @SuppressWarnings("NullAway") // A future of Void completes with null.
    <T> CompletableFuture<T> callTyped(
            String targetIdentifier, Type resultType, CallOptions options, @Nullable Object... arguments) {
        Objects.requireNonNull(targetIdentifier, NO_METHOD_TO_CALL);
        Objects.requireNonNull(resultType, NO_RESULT_TYPE);
        if (isStreaming(targetIdentifier)) {
            throw new IllegalArgumentException(
                    "the name of a method that is called must not begin with 'observe' but was '" + targetIdentifier
                            + "': such a method streams; use observe for it");
        }
        JavaType type = typeOf(resultType);
        List<Bytes> written;
        try {
            written = payloads.write(targetIdentifier, arguments);
        } catch (PayloadException e) {
            return CompletableFuture.failedFuture(e);
        }
        String what = "the result of " + targetIdentifier;
        CompletableFuture<T> result = new CompletableFuture<>();
        var unused = engine.call(id, targetIdentifier, written, options, shownBy == null ? null : shownBy::awaitShown)
                .whenCompleteAsync(
                        (json, error) -> {
                            if (error != null) {
                                result.completeExceptionally(error);
                                return;
                            }
                            try {
                                result.complete(payloads.<T>read(what, json, type));
                            } catch (PayloadException e) {
                                result.completeExceptionally(e);
                            }
                        },
                        callbacks);
        return result;
    }

    @Override
    public <T> ActorStream<T> observe(
            String targetIdentifier, Class<T> stateType, StreamOptions options, @Nullable Object... arguments) {
        return observeTyped(targetIdentifier, stateType, options, arguments);
    }

    @Override
    public <T> ActorStream<T> observe(
            String targetIdentifier, TypeReference<T> stateType, StreamOptions options, @Nullable Object... arguments) {
        return observeTyped(
                targetIdentifier,
                Objects.requireNonNull(stateType, NO_STATE_TYPE).getType(),
                options,
                arguments);
    }

    /** Returns a stream whose state type is known at run time only. */
    <T> ActorStream<T> observeTyped(
            String targetIdentifier, Type stateType, StreamOptions options, @Nullable Object... arguments) {
        Objects.requireNonNull(targetIdentifier, NO_METHOD_TO_OBSERVE);
        Objects.requireNonNull(stateType, NO_STATE_TYPE);
        if (!isStreaming(targetIdentifier)) {
            throw new IllegalArgumentException("the name of a method that streams must begin with 'observe' but was '"
                    + targetIdentifier + "'; use call for other methods");
        }
        JavaType type = typeOf(stateType);
        StreamRequest request = new StreamRequest(
                id,
                targetIdentifier,
                payloads.write(targetIdentifier, arguments),
                options.filter(),
                options.gaps(),
                wish(targetIdentifier, options.deltas(), type));
        return new EngineActorStream<>(
                engine,
                request,
                states("a state of " + targetIdentifier, type),
                options.delivery(),
                payloads,
                callbacks);
    }

    private <T> StreamDelivery.Decoder<T> states(String what, JavaType type) {
        return json -> {
            T value = payloads.read(what, json, type);
            if (value == null) {
                throw new PayloadException(what + " was null or empty; observe a type that is never null");
            }
            return value;
        };
    }

    private DeltaWish wish(String targetIdentifier, Deltas deltas, JavaType type) {
        return switch (deltas) {
            case NONE -> DeltaWish.NONE;
            case AUTOMATIC -> new DeltaWish.Patches();
            case OWN -> new DeltaWish.Own(CodableStates.of("a state of " + targetIdentifier, type, payloads));
        };
    }

    @Override
    public ActorRef shownBy(ActorStream<?> stream) {
        Objects.requireNonNull(stream, "expected the stream that shows the calls' effects but found null");
        if (!(stream instanceof EngineActorStream<?> own) || !own.isOf(engine, id)) {
            throw new IllegalArgumentException("expected a stream of " + id + " by this client but was " + stream
                    + "; observe the actor by the id" + " by which it is called");
        }
        return new EngineActorRef(engine, payloads, callbacks, id, calls, own);
    }

    @Override
    public <A> A as(Class<A> actorInterface) {
        return ActorProxy.create(this, actorInterface);
    }
}
