// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import org.jspecify.annotations.Nullable;

/** A frame that can't be read as a message. The message says what was expected, where, and what was found. */
public final class WireException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    public WireException(Problem problem, String message, @Nullable Throwable cause) {
        super(problem.code() + ": " + message, cause);
        this.problem = problem;
    }

    /** What kind of problem it is. */
    public Problem problem() {
        return problem;
    }

    /** Kinds of problem, each with a stable code for logs and searches. */
    public enum Problem {
        /** Not JSON, or cut off, or not UTF-8. */
        MALFORMED("TFX-WIRE-001"),
        /** A limit of {@link WireLimits} is passed. */
        TOO_LARGE("TFX-WIRE-002"),
        /** A key that the type requires is absent or null. */
        MISSING_KEY("TFX-WIRE-003"),
        /** A value has the wrong JSON type. */
        WRONG_TYPE("TFX-WIRE-004"),
        /** A value has the right JSON type but is out of range or not one of the words allowed. */
        BAD_VALUE("TFX-WIRE-005"),
        /** The same key stands twice in one object. */
        DUPLICATE_KEY("TFX-WIRE-006");

        private final String code;

        Problem(String code) {
            this.code = code;
        }

        /** The stable code. */
        public String code() {
            return code;
        }
    }
}
