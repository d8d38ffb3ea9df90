// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** An argument could not be written as JSON, or a result or state not be read as the type asked for. */
public final class PayloadException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public PayloadException(String message, @Nullable Throwable cause) {
        super("TFX-DATA-001", message, cause);
    }

    public PayloadException(String message) {
        this(message, null);
    }
}
