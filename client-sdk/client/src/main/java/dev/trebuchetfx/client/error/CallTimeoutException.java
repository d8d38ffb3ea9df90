// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of a call whose response did not come in time. The server may still have done what was asked. */
public final class CallTimeoutException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public CallTimeoutException(String message, @Nullable Throwable cause) {
        super("TFX-CALL-002", message, cause);
    }

    public CallTimeoutException(String message) {
        this(message, null);
    }
}
