// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

/** An operator that compares a field with an operand. */
public enum Operator {
    /** True if a text contains the operand, upper and lower case being equal, or if a number equals it or is in its range. */
    HAS(":"),
    EQUAL("="),
    NOT_EQUAL("!="),
    GREATER(">"),
    GREATER_OR_EQUAL(">="),
    LESS("<"),
    LESS_OR_EQUAL("<="),
    /** True if the regular expression finds a match in the text. */
    MATCHES("~");

    private final String sign;

    Operator(String sign) {
        this.sign = sign;
    }

    /** Returns the characters that are typed for this operator. */
    public String sign() {
        return sign;
    }

    /** Returns whether this operator needs values that have an order. */
    boolean isOrder() {
        return this == GREATER || this == GREATER_OR_EQUAL || this == LESS || this == LESS_OR_EQUAL;
    }

    /** Returns whether this operator is true of two values. {@code order}: their order, as {@link Comparable} gives it. */
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
