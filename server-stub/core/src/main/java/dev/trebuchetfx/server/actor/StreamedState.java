// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A state that streams: each {@link #set} reaches every subscriber of the actor's {@code observe…} method that returns it.
 *
 * <p>Owned by its actor: {@code get} and {@code set} belong in the actor's own turn, that is in one of its methods or in
 * {@link ActorContext#execute}. The values should be immutable, since they are encoded as they are set.
 *
 * @param <S> written as JSON by the server's mapper
 */
public final class StreamedState<S> {
    private final List<Consumer<? super S>> listeners = new CopyOnWriteArrayList<>();
    private S value;

    /**
     * A state that nobody observes yet.
     *
     * @param initial what the first subscriber gets at once
     */
    public StreamedState(S initial) {
        this.value = initial;
    }

    /** The current state. */
    public S get() {
        return value;
    }

    /** Replaces the state and tells every listener, also where the new one equals the old one. */
    public void set(S next) {
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
}
