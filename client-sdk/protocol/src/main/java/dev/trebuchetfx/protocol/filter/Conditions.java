// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** The kinds of condition and their operands. */
final class Conditions {
    private static final Comparator<JsonNode> SAME =
            (a, b) -> a.isNumber() && b.isNumber() ? a.decimalValue().compareTo(b.decimalValue()) : a.equals(b) ? 0 : 1;

    private Conditions() {}

    /** One side of a comparison. */
    sealed interface Operand permits Value, Literal {
        /** Returns the operand's value in this state; null if there is none. */
        @Nullable
        JsonNode in(JsonNode state);

        String text();
    }

    /** An operand that is a value of the state. */
    record Value(StatePath path) implements Operand {
        @Override
        public @Nullable JsonNode in(JsonNode state) {
            return path.in(state);
        }

        @Override
        public String text() {
            return ConditionLexer.path(path.text());
        }
    }

    /** An operand that the condition names literally. */
    record Literal(JsonNode value) implements Operand {
        @Override
        public JsonNode in(JsonNode state) {
            return value;
        }

        @Override
        public String text() {
            return value.isString()
                    ? ConditionLexer.quote(value.stringValue())
                    : value.isNumber() ? value.decimalValue().toString() : value.toString();
        }
    }

    /** A relation of two values. */
    enum Relation {
        EQUAL("=="),
        UNEQUAL("!="),
        LESS("<"),
        AT_MOST("<="),
        MORE(">"),
        AT_LEAST(">=");

        final String sign;

        Relation(String sign) {
            this.sign = sign;
        }

        boolean holds(@Nullable JsonNode a, @Nullable JsonNode b) {
            return switch (this) {
                case EQUAL -> same(a, b);
                case UNEQUAL -> !same(a, b);
                case LESS -> isOrdered(a, b) && order(a, b) < 0;
                case AT_MOST -> isOrdered(a, b) && order(a, b) <= 0;
                case MORE -> isOrdered(a, b) && order(a, b) > 0;
                case AT_LEAST -> isOrdered(a, b) && order(a, b) >= 0;
            };
        }

        private static boolean isOrdered(@Nullable JsonNode a, @Nullable JsonNode b) {
            return a != null && b != null && ((a.isNumber() && b.isNumber()) || (a.isString() && b.isString()));
        }

        private static int order(@Nullable JsonNode a, @Nullable JsonNode b) {
            if (a == null || b == null) {
                return 0;
            }
            return a.isNumber()
                    ? a.decimalValue().compareTo(b.decimalValue())
                    : a.stringValue().compareTo(b.stringValue());
        }
    }

    record AllOf(List<Condition> parts) implements Condition {
        AllOf {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(JsonNode state) {
            return parts.stream().allMatch(part -> part.holds(state));
        }

        @Override
        public String text() {
            return parts.stream()
                    .map(part -> part instanceof AllOf || part instanceof AnyOf ? inParentheses(part) : part.text())
                    .collect(Collectors.joining(" and "));
        }
    }

    record AnyOf(List<Condition> parts) implements Condition {
        AnyOf {
            parts = List.copyOf(parts);
        }

        @Override
        public boolean holds(JsonNode state) {
            return parts.stream().anyMatch(part -> part.holds(state));
        }

        @Override
        public String text() {
            return parts.stream()
                    .map(part -> part instanceof AnyOf ? inParentheses(part) : part.text())
                    .collect(Collectors.joining(" or "));
        }
    }

    record Negated(Condition condition) implements Condition {
        @Override
        public boolean holds(JsonNode state) {
            return !condition.holds(state);
        }

        @Override
        public String text() {
            boolean simple = condition instanceof Exists || condition instanceof Negated;
            return "not " + (simple ? condition.text() : inParentheses(condition));
        }
    }

    record Compared(Operand left, Relation relation, Operand right) implements Condition {
        @Override
        public boolean holds(JsonNode state) {
            return relation.holds(left.in(state), right.in(state));
        }

        @Override
        public String text() {
            return left.text() + " " + relation.sign + " " + right.text();
        }
    }

    record In(Operand left, List<Operand> values) implements Condition {
        In {
            values = List.copyOf(values);
        }

        @Override
        public boolean holds(JsonNode state) {
            JsonNode value = left.in(state);
            return values.stream().anyMatch(one -> same(value, one.in(state)));
        }

        @Override
        public String text() {
            return left.text() + " in "
                    + values.stream().map(Operand::text).collect(Collectors.joining(", ", "[", "]"));
        }
    }

    record Contains(Operand left, Operand right) implements Condition {
        @Override
        public boolean holds(JsonNode state) {
            JsonNode whole = left.in(state);
            JsonNode part = right.in(state);
            if (whole == null || part == null) {
                return false;
            }
            if (whole.isString()) {
                return part.isString() && whole.stringValue().contains(part.stringValue());
            }
            if (whole.isArray()) {
                for (JsonNode item : whole) {
                    if (same(item, part)) {
                        return true;
                    }
                }
            }
            return false;
        }

        @Override
        public String text() {
            return left.text() + " contains " + right.text();
        }
    }

    record Exists(StatePath path) implements Condition {
        @Override
        public boolean holds(JsonNode state) {
            return path.in(state) != null;
        }

        @Override
        public String text() {
            return "exists(" + ConditionLexer.path(path.text()) + ")";
        }
    }

    private static boolean same(@Nullable JsonNode a, @Nullable JsonNode b) {
        return a != null && b != null && a.equals(SAME, b);
    }

    private static String inParentheses(Condition condition) {
        return "(" + condition.text() + ")";
    }
}
