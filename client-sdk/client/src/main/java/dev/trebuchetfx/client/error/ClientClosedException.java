// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of a call or stream whose client was closed. */
public final class ClientClosedException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public ClientClosedException(String message, @Nullable Throwable cause) {
        super("TFX-CONN-003", message, cause);
    }

    public ClientClosedException(String message) {
        this(message, null);
    }
}
