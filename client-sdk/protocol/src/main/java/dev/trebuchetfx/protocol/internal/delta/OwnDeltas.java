// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.envelope.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Reads, applies and writes the states of one type that makes its own deltas. It calls the application's code: any exception may come
 * of it.
 *
 * <p>Implementations are safe for use by any thread.
 */
public interface OwnDeltas {
    /** The state of its JSON. */
    Object read(Bytes json);

    /** The state after a delta; {@code state} stays what it is. */
    Object apply(Object state, Bytes delta);

    /** The JSON of a state. */
    Bytes write(Object state);

    /** A delta could not be applied; the message says why. */
    final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        public FailedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
