// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * A state of a type with its own deltas: read at most once, and not before somebody wants the value.
 *
 * <p>Immutable, as the application's value must be. Safe for use by any thread.
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

    /** The value; whatever the application's code throws where it can't be read. */
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

    /** The state after a delta. */
    OwnState after(Bytes delta) {
        return new OwnState(type, null, type.apply(value(), delta));
    }

    /** Its JSON, made anew each time where a delta has led to it. */
    Bytes json() {
        return came != null ? came : type.write(value());
    }

    /** Whether another is the same state, as the application's own {@code equals} says. */
    boolean isSameAs(OwnState other) {
        try {
            return (came != null && came.equals(other.came)) || value().equals(other.value());
        } catch (Throwable unreadable) {
            return false;
        }
    }
}
