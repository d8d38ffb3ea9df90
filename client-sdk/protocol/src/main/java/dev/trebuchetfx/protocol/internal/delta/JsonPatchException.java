// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

/** A patch that is none, or that does not fit the document; the message says which operation, what was expected and found. */
public final class JsonPatchException extends Exception {
    JsonPatchException(String message) {
        super(message);
    }

    JsonPatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
