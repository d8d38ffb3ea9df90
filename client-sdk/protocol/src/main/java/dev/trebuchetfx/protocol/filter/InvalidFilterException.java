// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

/** A filter can't be understood; the message says what was expected, what was found, and where. */
public final class InvalidFilterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    public InvalidFilterException(String message) {
        super(message);
    }
}
