// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;

/** A number that anyone can change. */
public final class Counter implements StatefulActor<Counter.Count> {
    private final PersistentState<Count> state = new PersistentState<>(Count.class, new Count(0));

    @Override
    public PersistentState<Count> persistentState() {
        return state;
    }

    /** The number and every change of it. */
    public StreamedState<Count> observeState() {
        return state.streamed();
    }

    /** Adds one. */
    public long increment() {
        return set(state.get().count() + 1);
    }

    /** Takes one away. */
    public long decrement() {
        return set(state.get().count() - 1);
    }

    /** Back to 0. */
    public long reset() {
        return set(0);
    }

    private long set(long count) {
        state.set(new Count(count));
        return count;
    }

    /** The state that the actor streams. */
    public record Count(long count) {}
}
