// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The server refused the connection for good, or every attempt that the backoff policy allows has failed. */
public final class ConnectionRefusedException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public ConnectionRefusedException(String message, @Nullable Throwable cause) {
        super("TFX-CONN-002", message, cause);
    }

    public ConnectionRefusedException(String message) {
        this(message, null);
    }
}
