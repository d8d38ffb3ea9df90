// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

/** An error of a filter that can't be used. Its message says what was expected, what was found, and where. */
public final class InvalidFilterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    /** Makes an exception with this message. */
    public InvalidFilterException(String message) {
        super(message);
    }
}
