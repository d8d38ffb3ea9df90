// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A state of a type with its own deltas. It is read when its value is first needed, and at most once.
 *
 * <p>Immutable, provided that the application's value is. Safe for use by any thread.
 */
final class OwnState {
    private final OwnDeltas type;
    private final @Nullable Bytes came;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile @Nullable Object value;

    private OwnState(OwnDeltas type, @Nullable Bytes came, @Nullable Object value) {
        this.type = type;
        this.came = came;
        this.value = value;
    }

    static OwnState of(OwnDeltas type, Bytes json) {
        return new OwnState(type, json, null);
    }

    /** Returns the value. The method throws anything that the application's code throws when it reads the value. */
    Object value() {
        Object known = value;
        if (known != null || came == null) {
            return Objects.requireNonNull(known);
        }
        reading.lock();
        try {
            known = value;
            if (known == null) {
                known = type.read(came);
                value = known;
            }
            return known;
        } finally {
            reading.unlock();
        }
    }

    /** Returns the state after a delta. */
    OwnState after(Bytes delta) {
        return new OwnState(type, null, type.apply(value(), delta));
    }

    /** Returns the JSON of the state. A state that a delta has led to is written anew at each call. */
    Bytes json() {
        return came != null ? came : type.write(value());
    }

    /** Returns whether the other state has the same JSON, or an equal value by the application's own {@code equals}. */
    boolean isSameAs(OwnState other) {
        try {
            return (came != null && came.equals(other.came)) || value().equals(other.value());
        } catch (Throwable unreadable) {
            return false;
        }
    }
}
