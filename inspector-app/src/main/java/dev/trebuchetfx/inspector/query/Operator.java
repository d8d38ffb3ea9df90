// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

/** How a field is compared with a value. */
public enum Operator {
    /** A text contains the value in any case; a number equals it or lies in the range. */
    HAS(":"),
    EQUAL("="),
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    /** A regular expression is found in the text. */
    MATCHES("~");

    private final String sign;

    Operator(String sign) {
        this.sign = sign;
    }

    /** As it is typed. */
    public String sign() {
        return sign;
    }

    boolean isOrder() {
        return this == GREATER || this == GREATER_OR_EQUAL || this == LESS || this == LESS_OR_EQUAL;
    }

    /** Whether it holds of two values that compare so. */
    boolean holds(int order) {
        return switch (this) {
            case HAS, EQUAL, MATCHES -> order == 0;
            case NOT_EQUAL -> order != 0;
            case GREATER -> order > 0;
            case GREATER_OR_EQUAL -> order >= 0;
            case LESS -> order < 0;
            case LESS_OR_EQUAL -> order <= 0;
        };
    }
}
