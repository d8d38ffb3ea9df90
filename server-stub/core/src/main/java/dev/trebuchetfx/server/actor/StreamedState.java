// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.delta.ListKeys;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A state that streams: each {@link #set} reaches every subscriber of the actor's {@code observe…} method that returns it.
 *
 * <p>Belongs to the actor through which it is observed first, until the actor's server is closed: {@code set} is refused outside that
 * actor's own turn, that is outside its methods and {@link ActorContext#execute}. Any thread may {@code get}. The values should be immutable, since they are
 * encoded as they are set.
 *
 * @param <S> written as JSON by the server's mapper
 */
public final class StreamedState<S> {
    private final List<Consumer<? super S>> listeners = new CopyOnWriteArrayList<>();
    private final ListKeys keys;
    private final boolean sendingDeltas;
    private volatile @Nullable ActorContext owner;
    private volatile S value;

    /**
     * A state that nobody observes yet.
     *
     * @param initial what the first subscriber gets at once
     */
    public StreamedState(S initial) {
        this(initial, ListKeys.BY_ID);
    }

    /**
     * A state that nobody observes yet, with lists whose items have other keys than the property {@code id}.
     *
     * @param initial what the first subscriber gets at once
     * @param keys what tells the items of its lists apart, so that a change of a list travels as little
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
     * A state that nobody observes yet, and that travels as a {@code StateDelta} to version 2 clients: the first update of a stream is
     * the whole state, the others are its type's own deltas. Such a client can't ask for that, and one that does not know that it
     * gets it can read nothing. Clients with the extension get what they ask for, of this state as of any other.
     *
     * @param initial what the first subscriber gets at once
     */
    public static <S extends DeltaCodable<S>> StreamedState<S> sendingDeltas(S initial) {
        return new StreamedState<>(initial, ListKeys.BY_ID, true);
    }

    /** Whether it travels as a {@code StateDelta} to clients that can't ask for it. */
    public boolean isSendingDeltas() {
        return sendingDeltas;
    }

    /** What tells the items of its lists apart. */
    public ListKeys keys() {
        return keys;
    }

    /** Returns the current state. */
    public S get() {
        return value;
    }

    /**
     * Replaces the state and tells every listener, also where the new one equals the old one.
     *
     * @throws IllegalStateException if the state is observed through an actor and the calling thread is not in a turn of it
     */
    public void set(S next) {
        ActorContext actor = owner;
        if (actor != null && !actor.isStopped() && !actor.isInTurn()) {
            throw new IllegalStateException("a state of the actor '" + actor.name()
                    + "' must be set in the actor's turn, but a set came from the thread '"
                    + Thread.currentThread().getName()
                    + "'; set it in one of the actor's methods, or with execute of its ActorContext, which server.actor(\""
                    + actor.name() + "\") gives");
        }
        value = next;
        for (Consumer<? super S> listener : listeners) {
            listener.accept(next);
        }
    }

    /**
     * Calls {@code listener} after each {@link #set}, on the thread that sets.
     *
     * @return ends the calls; more than once does no harm
     */
    public Runnable onChange(Consumer<? super S> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /**
     * Makes the state one of {@code actor}, and calls {@code listener} as {@link #onChange(Consumer)} does. The server calls this when a
     * client observes the state.
     *
     * @return ends the calls, and leaves the state to its actor
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
