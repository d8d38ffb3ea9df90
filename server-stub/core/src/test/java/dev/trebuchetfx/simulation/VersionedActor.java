// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.server.actor.ActorContext;
import dev.trebuchetfx.server.actor.ActorLifecycle;
import dev.trebuchetfx.server.actor.StreamedState;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** An actor that keeps a ledger of what it has been. */
public final class VersionedActor implements ActorLifecycle, SimulatedActor {
    private final Ledger ledger;
    private final LongSupplier now;
    private final StreamedState<Versioned> state;
    private @Nullable ActorContext context;

    /**
     * @param keepsState whether it goes on with the state that it had before its server was restarted
     */
    VersionedActor(Ledger ledger, LongSupplier now, boolean keepsState) {
        this.ledger = ledger;
        this.now = now;
        Versioned before = ledger.newest();
        this.state = new StreamedState<>(
                before != null && keepsState ? before : ledger.next(Ledger.THRESHOLD, now.getAsLong()));
    }

    @Override
    public void started(ActorContext given) {
        context = given;
    }

    /** The state and every change of it. */
    public StreamedState<Versioned> observeState() {
        return state;
    }

    /** A client's call. */
    public long change(long token, int value) {
        ledger.executed(token);
        set(value);
        return token;
    }

    @Override
    public void become(int value) {
        inTurn(() -> set(value));
    }

    @Override
    public void repeat() {
        inTurn(() -> state.set(state.get()));
    }

    private void set(int value) {
        state.set(ledger.next(value, now.getAsLong()));
    }

    private void inTurn(Runnable task) {
        if (context != null) {
            context.execute(task);
        }
    }
}
