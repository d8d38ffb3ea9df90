// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

import dev.trebuchetfx.protocol.envelope.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * The states of one type that makes its own deltas. The methods call the application's code and may throw anything that it throws.
 *
 * <p>Implementations are safe for use by any thread.
 */
public interface OwnDeltas {
    /** Reads a state from its JSON. */
    Object read(Bytes json);

    /** Returns the state after a delta; {@code state} does not change. */
    Object apply(Object state, Bytes delta);

    /** Returns the JSON of a state. */
    Bytes write(Object state);

    /** An error of a delta that can't be applied. Its message says why. */
    final class FailedException extends Exception {
        private static final long serialVersionUID = 1;

        /** Makes an exception with this message. */
        public FailedException(String message, @Nullable Throwable cause) {
            super(message, cause);
        }
    }
}
