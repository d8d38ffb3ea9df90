// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.delta.ListKeys;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A state of an actor that streams: each {@link #set} reaches every subscriber of the actor's {@code observe…} method that returns it.
 *
 * <p>The state belongs to the actor through which it is observed first, until that actor's server is closed: {@code set} is refused outside
 * the actor's own turn, that is outside its methods and {@link ActorContext#execute}. Any thread may {@code get}. The values should be
 * immutable, since they are encoded as they are set.
 *
 * @param <S> the type of the values, which the server writes as JSON
 */
public sealed class StreamedState<S> permits StoredValue, StateView {
    private final List<Consumer<? super S>> listeners = new CopyOnWriteArrayList<>();
    private final List<Consumer<@Nullable String>> ends = new CopyOnWriteArrayList<>();
    private final ListKeys keys;
    private final boolean sendingDeltas;
    private volatile @Nullable ActorContext owner;
    private volatile S value;

    /**
     * Creates a state that nobody observes yet. The items of its lists are told apart by their property {@code id}.
     *
     * @param initial the first value, which the first subscriber gets at once
     */
    public StreamedState(S initial) {
        this(initial, ListKeys.BY_ID);
    }

    /**
     * Creates a state that nobody observes yet, with lists whose items have other keys than the property {@code id}.
     *
     * @param initial the first value, which the first subscriber gets at once
     * @param keys the keys by which the items of its lists are told apart, so that little travels where a list changes
     */
    public StreamedState(S initial, ListKeys keys) {
        this(initial, keys, false);
    }

    private StreamedState(S initial, ListKeys keys, boolean sendingDeltas) {
        this.value = initial;
        this.keys = keys;
        this.sendingDeltas = sendingDeltas;
    }

    /**
     * Creates a state that nobody observes yet, and that travels as a {@code StateDelta} to version 2 clients: the first update of a
     * stream is the whole state, the others are the type's own deltas. A version 2 client can't ask for that, and one that does not expect
     * it can read nothing. Clients with the extension get what they ask for, of this state as of any other.
     *
     * @param initial the first value, which the first subscriber gets at once
     */
    public static <S extends DeltaCodable<S>> StreamedState<S> sendingDeltas(S initial) {
        return new StreamedState<>(initial, ListKeys.BY_ID, true);
    }

    /** Returns whether it travels as a {@code StateDelta} to clients that can't ask for it. */
    public boolean isSendingDeltas() {
        return sendingDeltas;
    }

    /** Returns the keys by which the items of its lists are told apart. */
    public ListKeys keys() {
        return keys;
    }

    /** Returns the current value. By any thread. */
    public S get() {
        return value;
    }

    /**
     * Replaces the value and calls every listener before it returns, also where the new value equals the old one.
     *
     * @throws IllegalStateException if the state is observed through an actor and the calling thread is not in a turn of that actor
     */
    public void set(S next) {
        checkTurn("set");
        change(next);
    }

    /**
     * Ends the streams that observe the state now: their subscribers hear that they are complete. A stream that begins later shows the
     * state again.
     *
     * @throws IllegalStateException as {@link #set} does
     */
    public void end() {
        checkTurn("ended");
        ends.forEach(listener -> listener.accept(null));
    }

    /**
     * Ends the streams that observe the state now with an error. A stream that begins later shows the state again.
     *
     * @param why the reason, in words that the subscribers hear
     * @throws IllegalStateException as {@link #set} does
     */
    public void fail(String why) {
        checkTurn("failed");
        ends.forEach(listener -> listener.accept(why));
    }

    /**
     * Calls {@code listener} with each {@link #end} and {@link #fail}, on the thread that calls these: with null for an end, and with the reason
     * for a failure. The server calls this when a client observes the state.
     *
     * @return a task that ends the calls; running it again has no effect
     */
    public Runnable onEnd(Consumer<@Nullable String> listener) {
        ends.add(listener);
        return () -> ends.remove(listener);
    }

    private void checkTurn(String done) {
        ActorContext actor = source().owner;
        if (actor != null && !actor.isStopped() && !actor.isInTurn()) {
            throw new IllegalStateException("a state of the actor '" + actor.name() + "' must be " + done
                    + " in the actor's turn, but was " + done + " by the thread '"
                    + Thread.currentThread().getName()
                    + "'; do it in one of the actor's methods, or with execute of its ActorContext, which server.actor(\""
                    + actor.name() + "\") gives");
        }
    }

    final void change(S next) {
        value = next;
        for (Consumer<? super S> listener : listeners) {
            listener.accept(next);
        }
    }

    final boolean isObserved() {
        return !listeners.isEmpty();
    }

    /**
     * Returns the value that this state, or view of one, had when the stored state was {@code stored}. The server calls this with states of the
     * log of a {@link StatefulActor}.
     *
     * @throws IllegalStateException if the state is not stored, so that its former values are not known
     */
    @SuppressWarnings("unchecked") // Only a stored state is asked, with states of its own type.
    public S of(Object stored) {
        if (!isStored()) {
            throw new IllegalStateException("only the states of a PersistentState have former values");
        }
        return (S) stored;
    }

    /** Returns the state that changes: this one, or the whole state that this one is a view of. */
    public StreamedState<?> source() {
        return this;
    }

    /** Returns whether its values are made of a {@link PersistentState}, so that its former values can be made too. */
    public boolean isStored() {
        return this instanceof StoredValue || this instanceof StateView;
    }

    /**
     * Calls {@code listener} after each {@link #set}, on the thread that sets.
     *
     * @return a task that ends the calls; running it again has no effect
     */
    public Runnable onChange(Consumer<? super S> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Gives the state to {@code actor}, in whose turns alone it may be set from then on, and calls {@code listener} as {@link #onChange(Consumer)} does. The server calls this when a
     * client observes the state.
     *
     * @return a task that ends the calls; the state stays the actor's
     * @throws IllegalStateException if it is a state of another actor, or the calling thread is not in a turn of {@code actor}
     */
    public Runnable onChange(ActorContext actor, Consumer<? super S> listener) {
        ActorContext known = owner;
        if (known != null && known != actor && !known.isStopped()) {
            throw new IllegalStateException("a state must belong to one actor, but one of '" + known.name()
                    + "' is observed through '" + actor.name() + "'; give each actor a state of its own");
        }
        if (!actor.isInTurn()) {
            throw new IllegalStateException("a state must be observed in the turn of its actor '" + actor.name()
                    + "', but the calling thread is not in one");
        }
        owner = actor;
        return onChange(listener);
    }
}
