// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.server.actor.StreamedState;

/** An actor as {@link Sheet}, whose state is not stored. */
public final class UnstoredSheet {
    private final StreamedState<Sheet.Page> state = new StreamedState<>(Sheet.FIRST);

    /** Returns the state that clients observe. */
    public StreamedState<Sheet.Page> observeState() {
        return state;
    }

    /** Changes the state, and returns how often it was called. */
    public long change() {
        Sheet.Page next = state.get().next();
        state.set(next);
        return next.number();
    }
}
