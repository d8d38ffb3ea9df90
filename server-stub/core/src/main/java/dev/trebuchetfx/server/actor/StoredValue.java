// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.actor;

import org.jspecify.annotations.Nullable;

/** The newest stored value of a {@link PersistentState}, which only its binding changes. */
final class StoredValue<S> extends StreamedState<S> {
    private volatile @Nullable Ahead<S> ahead;

    /** A value that is not stored yet, which only the step sees that is built on it. */
    private record Ahead<S>(S value, Thread reader) {}

    StoredValue(S initial) {
        super(initial);
    }

    @Override
    public S get() {
        Ahead<S> now = ahead;
        return now != null && now.reader() == Thread.currentThread() ? now.value() : super.get();
    }

    /** Shows another value to the calling thread alone, until it calls this with null. */
    void lookAhead(@Nullable S value) {
        ahead = value == null ? null : new Ahead<>(value, Thread.currentThread());
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
