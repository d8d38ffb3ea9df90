// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.ActorId;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;

/**
 * A reference to one actor at the server. Cheap to make, safe for use by any thread.
 */
public interface ActorRef {

    /** Returns the id or name by which the actor is invoked. */
    ActorId id();

    /**
     * Calls a method with the client's {@linkplain TrebuchetClient.Builder#callOptions options}.
     *
     * @param targetIdentifier the method as the server knows it; must not begin with {@code observe}
     * @param resultType {@code Void.class} for a method without a result
     * @param arguments written as JSON, one value each
     * @return the result, or a {@link dev.trebuchetfx.client.error.TrebuchetException} that says what is known of the
     *     outcome; completed on the client's executor
     * @throws IllegalArgumentException if {@code targetIdentifier} begins with {@code observe}: such a method streams
     */
    <T> CompletableFuture<T> call(String targetIdentifier, Class<T> resultType, @Nullable Object... arguments);

    /** Calls a method as {@link #call(String, Class, Object...)} does, with options. */
    <T> CompletableFuture<T> call(
            String targetIdentifier, Class<T> resultType, CallOptions options, @Nullable Object... arguments);

    /** Calls a method as {@link #call(String, Class, Object...)} does, for a generic result type. */
    <T> CompletableFuture<T> call(
            String targetIdentifier, TypeReference<T> resultType, CallOptions options, @Nullable Object... arguments);

    /**
     * Returns the stream of an observable state. It opens with its first listener.
     *
     * @param targetIdentifier the method as the server knows it; must begin with {@code observe}
     * @throws IllegalArgumentException if {@code targetIdentifier} does not begin with {@code observe}: the server would answer once and
     *     end
     */
    default <T> ActorStream<T> observe(String targetIdentifier, Class<T> stateType) {
        return observe(targetIdentifier, stateType, StreamOptions.DEFAULT);
    }

    /** Returns a stream as {@link #observe(String, Class)} does, with options and arguments. */
    <T> ActorStream<T> observe(
            String targetIdentifier, Class<T> stateType, StreamOptions options, @Nullable Object... arguments);

    /** Returns a stream as {@link #observe(String, Class)} does, for a generic state type. */
    <T> ActorStream<T> observe(
            String targetIdentifier, TypeReference<T> stateType, StreamOptions options, @Nullable Object... arguments);

    /**
     * Returns a reference to the same actor whose calls complete only when {@code stream} shows their effect: who reads what the stream has
     * shown finds there what a completed call has done. An application selects an item that it has just added, for instance.
     *
     * <p>A call's effect shows when every listener and subscriber of the stream has taken the state that the call made, or a newer one, or the
     * stream's filter has left that state out. A listener has taken a state when it returns, a subscriber when its {@code onNext} does. The
     * server says that a state was left out with its next heartbeat, see {@link TrebuchetClient.Builder#heartbeat}.
     *
     * <p>The result of a call that is done is never lost, and the call never waits longer than its timeout. It completes with its result
     * <ul>
     *   <li>at its timeout, if the effect does not show before that, for instance since the connection is lost, a state can't be read, or the
     *       stream shows something that the actor does not store;
     *   <li>at once where the server tells no version, as a version 2 server does, and any server for an actor whose state is not stored;
     *   <li>at once where the stream was not opened, was closed, has ended or failed, and as soon as it does;
     *   <li>when the stream shows a state of another generation, since the actor was deleted and made again.
     * </ul>
     * A call that fails fails as without this. Where the server of the call and that of the stream are two, as after a reconnection, the wait
     * is the same. The reference keeps the stream as a listener does.
     *
     * @param stream a stream of this actor by the same client and under the same id
     * @throws IllegalArgumentException if {@code stream} is not such a stream
     */
    ActorRef shownBy(ActorStream<?> stream);

    /**
     * Returns the actor as a Java interface: each of its methods is a call or a stream.
     *
     * <p>A method that returns {@code CompletableFuture<T>}, {@code CompletionStage<T>} or {@code Future<T>} calls and returns at once.
     * One that returns {@code ActorStream<T>} observes, and so does one that returns {@code Flow.Publisher<T>}, of the states alone. Any other return type, {@code void} included, blocks the calling thread until the
     * response and throws a {@link dev.trebuchetfx.client.error.TrebuchetException}. Such a thread may be interrupted: the method throws
     * {@code InterruptedException} where it declares that, and otherwise an
     * {@link dev.trebuchetfx.client.error.OutcomeUnknownException} with the thread still interrupted. Default methods run as they are,
     * static ones are left alone, and what a generic super-interface leaves open is taken from the interface given. {@link RemoteMethod}
     * gives another target identifier and options.
     *
     * @throws IllegalArgumentException if {@code actorInterface} is not an interface, or if one of its methods can't be called: two have
     *     one target, a result has no type (a raw type, or a type variable) or one that can't be read from JSON, or it streams and its
     *     target doesn't begin with {@code observe}
     */
    <A> A as(Class<A> actorInterface);
}
