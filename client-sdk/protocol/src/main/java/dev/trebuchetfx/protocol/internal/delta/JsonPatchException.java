// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.delta;

/**
 * An error of a patch that can't be read or does not fit the document. Its message says at which operation, what was expected and what was
 * found.
 */
public final class JsonPatchException extends Exception {
    public JsonPatchException(String message) {
        super(message);
    }

    public JsonPatchException(String message, Throwable cause) {
        super(message, cause);
    }
}
