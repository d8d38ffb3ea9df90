// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of a message that is larger than the peer takes. */
public final class MessageTooLargeException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public MessageTooLargeException(String message, @Nullable Throwable cause) {
        super("TFX-DATA-002", message, cause);
    }

    public MessageTooLargeException(String message) {
        this(message, null);
    }
}
