// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

import java.time.Duration;
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
    private static final Duration SHORTEST_DELAY = Duration.ofMillis(1);
    private static final Duration LONGEST_DELAY = Duration.ofMinutes(1);

    private final VersionedState<S> definition;
    private final StoredValue<S> streamed;
    private Duration writeBehind = Duration.ZERO;
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

    /**
     * Lets calls be answered before what they set is stored: they are stored together after {@code longest}, or earlier where there are 64 of them or
     * 1 MiB of states. A database then has one write for many calls. Streams show a state when it is stored, as always.
     *
     * <p><b>It may lose calls that were answered:</b> those of the last {@code longest}, and of the write under way, where the server is killed, where
     * the store refuses them or can't be reached for 30 s, or where another server has changed the state and the method then throws on it. The server logs each
     * loss that it sees and counts it in {@code trebuchet_store_calls_lost_total}; of a server that is killed nobody can. A method with {@link NotRepeated},
     * and a call that a client repeats, are stored before they are answered. The version that an answer
     * names is the one that the call makes if no other server is quicker.
     *
     * @param longest the longest time between a call and its write; from 1 ms to 1 minute
     * @return this state
     * @throws IllegalArgumentException if the time is outside this range
     * @throws IllegalStateException if a server has the state already
     */
    public PersistentState<S> writeBehind(Duration longest) {
        if (longest.compareTo(SHORTEST_DELAY) < 0 || longest.compareTo(LONGEST_DELAY) > 0) {
            throw new IllegalArgumentException("the delay of a write must be from " + SHORTEST_DELAY.toMillis()
                    + " ms to " + LONGEST_DELAY.toSeconds() + " s but was " + longest.toMillis() + " ms");
        }
        if (binding != null) {
            throw new IllegalStateException(
                    "the delay of writes must be set before the actor is exposed; set it where the state is made");
        }
        writeBehind = longest;
        return this;
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

        /** Returns the longest time between a call and its write; zero where a call is stored before it is answered. */
        public Duration writeBehind() {
            return state.writeBehind;
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
