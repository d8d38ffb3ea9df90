// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of an argument that can't be written as JSON, or of a result or state that can't be read as the requested type. */
public final class PayloadException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public PayloadException(String message, @Nullable Throwable cause) {
        super("TFX-DATA-001", message, cause);
    }

    public PayloadException(String message) {
        this(message, null);
    }
}
