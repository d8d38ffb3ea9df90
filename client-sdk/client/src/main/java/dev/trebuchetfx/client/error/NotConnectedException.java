// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of a call without a connection whose caller chose not to wait for one. The call was not sent. */
public final class NotConnectedException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public NotConnectedException(String message, @Nullable Throwable cause) {
        super("TFX-CONN-001", message, cause);
    }

    public NotConnectedException(String message) {
        this(message, null);
    }
}
