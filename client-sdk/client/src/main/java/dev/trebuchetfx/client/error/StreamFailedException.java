// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.error;

import org.jspecify.annotations.Nullable;

/** The error of a stream that the server could not start or broke off, or whose filter it refused. */
public final class StreamFailedException extends TrebuchetException {
    private static final long serialVersionUID = 1L;

    public StreamFailedException(String message, @Nullable Throwable cause) {
        super("TFX-STREAM-001", message, cause);
    }

    public StreamFailedException(String message) {
        this(message, null);
    }
}
