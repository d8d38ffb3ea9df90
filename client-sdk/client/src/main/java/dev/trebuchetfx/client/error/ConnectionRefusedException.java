// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of a client that a server refused for good, or whose attempts to connect have all failed, as many as the backoff policy allows. */
public final class ConnectionRefusedException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public ConnectionRefusedException(String message, @Nullable Throwable cause) {
        super("TFX-CONN-002", message, cause);
    }

    public ConnectionRefusedException(String message) {
        this(message, null);
    }
}
