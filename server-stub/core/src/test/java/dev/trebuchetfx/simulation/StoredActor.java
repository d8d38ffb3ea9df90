// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import org.jspecify.annotations.Nullable;

/** An actor whose state is in the database that the nodes share, which keeps its ledger. */
public final class StoredActor implements StatefulActor<Versioned>, ActorLifecycle, SimulatedActor {
    private final PersistentState<Versioned> state;
    private @Nullable ActorContext context;

    /**
     * @param initial the state as long as nothing is stored
     */
    StoredActor(Versioned initial) {
        state = new PersistentState<>(Versioned.class, initial);
    }

    @Override
    public PersistentState<Versioned> persistentState() {
        return state;
    }

    @Override
    public void started(ActorContext given) {
        context = given;
    }

    /** The state and every change of it. */
    public StreamedState<Versioned> observeState() {
        return state.streamed();
    }

    /** A client's call. */
    public long change(long token, int value) {
        state.set(state.get().next(value, token));
        return token;
    }

    @Override
    public void become(int value) {
        inTurn(() -> state.set(state.get().next(value, 0)));
    }

    @Override
    public void repeat() {
        inTurn(() -> state.set(state.get()));
    }

    private void inTurn(Runnable task) {
        if (context != null) {
            context.execute(task);
        }
    }
}
