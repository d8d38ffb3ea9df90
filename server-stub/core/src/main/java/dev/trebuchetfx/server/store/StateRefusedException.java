// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

/** The refusal of a state that this store can't keep, such as one that is too large. Nothing was stored, and a repetition will not help. */
public final class StateRefusedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StateRefusedException(String message) {
        super(message);
    }
}
