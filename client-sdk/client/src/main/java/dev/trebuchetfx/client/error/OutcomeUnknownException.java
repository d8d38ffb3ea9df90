// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of a call that was under way when its connection ended: the server may or may not have done what was asked. */
public final class OutcomeUnknownException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super("TFX-CALL-003", message, cause);
    }

    public OutcomeUnknownException(String message) {
        this(message, null);
    }
}
