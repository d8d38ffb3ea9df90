// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import org.jspecify.annotations.Nullable;

/** An error of bytes that can't be read as a message. Its text says what was expected, at which key, and what was found. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /**
     * Makes an exception whose text is the problem's code and {@code message}.
     *
     * @param cause the cause; null for none
     */
    public WireException(Problem problem, String message, @Nullable Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
    }

    /** Returns the kind of problem. */
    public Problem problem() {
        return problem;
    }

    /** A kind of problem, with a code that stays the same from version to version, for logs and searches. */
    public enum Problem {
        /** The bytes are not JSON, are cut off, or are not UTF-8. */
        MALFORMED("TFX-WIRE-001"),
        /** The message exceeds a limit, such as one of {@link WireLimits}. */
        TOO_LARGE("TFX-WIRE-002"),
        /** A key that the type requires is absent or null. */
        MISSING_KEY("TFX-WIRE-003"),
        /** A value has the wrong JSON type. */
        WRONG_TYPE("TFX-WIRE-004"),
        /** A value has the right JSON type but is out of range, has the wrong form, or is not one of the allowed words. */
        BAD_VALUE("TFX-WIRE-005"),
        /** The same key occurs twice in one object. */
        DUPLICATE_KEY("TFX-WIRE-006");

        private final String code;

        Problem(String code) {
            this.code = code;
        }

        /** Returns the code, such as {@code "TFX-WIRE-001"}. */
        public String code() {
            return code;
        }
    }
}
