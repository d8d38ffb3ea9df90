// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

/** The newest stored value of a {@link PersistentState}, which only its binding changes. */
final class StoredValue<S> extends StreamedState<S> {
    StoredValue(S initial) {
        super(initial);
    }

    @Override
    public void set(S next) {
        throw new IllegalStateException(
                "a stored state can't be set by itself; set the PersistentState that it belongs to");
    }

    void show(S stored) {
        change(stored);
    }
}
