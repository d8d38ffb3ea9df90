// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The state of a {@link StatefulActor}. It is read and set in the actor's turns alone. A state that is set is staged: the rest of the method
 * sees it, and the server stores and streams it when the method has returned, or forgets it if the method throws.
 *
 * <p>As long as no server has bound it, as in a unit test of the actor, a state that is set is the state at once.
 *
 * @param <S> the type of the state, an immutable value
 */
public final class PersistentState<S> {
    private final VersionedState<S> definition;
    private final StoredValue<S> streamed;
    private @Nullable Binding<S> binding;
    private boolean open;
    private @Nullable S staged;

    /** Creates the state of an actor, which is {@code initial} as long as nothing is stored. */
    public PersistentState(Class<S> type, S initial) {
        this(VersionedState.of(type, initial));
    }

    /** Creates the state of an actor whose states were stored in older forms too. */
    public PersistentState(VersionedState<S> definition) {
        this.definition = definition;
        this.streamed = new StoredValue<>(definition.initial());
    }

    /** Returns the state as the method that runs has set it, or else the newest one that this server knows. */
    public S get() {
        S own = staged;
        return own == null ? streamed.get() : own;
    }

    /**
     * Sets the state. A method may do so several times; only the last one is stored.
     *
     * @throws IllegalStateException if no call of the actor runs
     */
    public void set(S next) {
        Objects.requireNonNull(next, "a persistent state must not be null");
        if (open) {
            staged = next;
        } else if (binding == null) {
            streamed.show(next);
        } else {
            throw new IllegalStateException(
                    "a persistent state must be set before the method of the actor returns, and not by one"
                            + " that observes; for a change that comes later use execute of the ActorContext");
        }
    }

    /** Returns the state for an {@code observe…} method to return: every version of it, as it is stored. It can't be set. */
    public StreamedState<S> streamed() {
        return streamed;
    }

    /**
     * Returns a part or a form of the state for an {@code observe…} method to return. Keep one view in a field rather than make one for each
     * call: the streams of one view share the work.
     *
     * @param form makes the view of a state, always the same of the same; it must be quick and have no effects
     */
    public <V> StreamedState<V> view(Function<? super S, ? extends V> form) {
        return new StateView<>(streamed, form);
    }

    /**
     * Gives the state to a server, which stores it from now on. The server calls this.
     *
     * @throws IllegalStateException if a server has it already
     */
    public Binding<S> bind() {
        if (binding != null) {
            throw new IllegalStateException(
                    "a persistent state must belong to one actor of one server, but this one is bound"
                            + " already; give each actor a state of its own");
        }
        Binding<S> only = new Binding<>(this);
        binding = only;
        return only;
    }

    /**
     * A server's hold on a persistent state. Used in the actor's turns alone.
     *
     * @param <S> the type of the state
     */
    public static final class Binding<S> {
        private final PersistentState<S> state;

        private Binding(PersistentState<S> state) {
            this.state = state;
        }

        /** Returns the definition of the state. */
        public VersionedState<S> definition() {
            return state.definition;
        }

        /**
         * Lets the actor set the state from here on, until {@link #end}, on the thread that calls.
         *
         * @param seen the state that the actor sees meanwhile: the shown one, or one that is not stored yet
         */
        public void begin(S seen) {
            state.open = true;
            state.streamed.lookAhead(seen);
        }

        /** Ends the step that has begun, and returns the state that it set, if it set one. The actor sees the shown state again. */
        public Optional<S> end() {
            Optional<S> set = Optional.ofNullable(state.staged);
            state.open = false;
            state.staged = null;
            state.streamed.lookAhead(null);
            return set;
        }

        /** Makes a state that is stored the newest one, and tells all who listen. */
        public void show(S stored) {
            state.streamed.show(stored);
        }

        /** Returns whether anybody listens to the state or a view of it. */
        public boolean isObserved() {
            return state.streamed.isObserved();
        }
    }
}
