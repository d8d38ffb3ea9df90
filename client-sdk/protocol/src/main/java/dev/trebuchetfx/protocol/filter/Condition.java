// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import dev.trebuchetfx.protocol.filter.Conditions.AllOf;
import dev.trebuchetfx.protocol.filter.Conditions.AnyOf;
import dev.trebuchetfx.protocol.filter.Conditions.Compared;
import dev.trebuchetfx.protocol.filter.Conditions.Contains;
import dev.trebuchetfx.protocol.filter.Conditions.Exists;
import dev.trebuchetfx.protocol.filter.Conditions.In;
import dev.trebuchetfx.protocol.filter.Conditions.Literal;
import dev.trebuchetfx.protocol.filter.Conditions.Negated;
import dev.trebuchetfx.protocol.filter.Conditions.Operand;
import dev.trebuchetfx.protocol.filter.Conditions.Relation;
import dev.trebuchetfx.protocol.filter.Conditions.Value;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * Something that holds of a state or does not, as in {@code /pendingCount > 3 and exists(/todos/0)}. Immutable.
 *
 * <p>Made by {@link #parse}, or by {@link #at} and {@link #exists}: {@code at("/pendingCount").isMoreThan(3).and(exists("/todos/0"))}.
 *
 * <p>It always has an answer. Where a path leads to nothing, there is no value: it equals nothing, is in nothing, contains nothing, and is
 * neither more nor less than anything. Numbers compare by their exact value, so that 1 equals 1.0, texts by their UTF-16 code
 * units; what is of two kinds is neither more nor less.
 */
public sealed interface Condition permits AllOf, AnyOf, Negated, Compared, In, Contains, Exists {

    /**
     * Reads a condition.
     *
     * @throws InvalidFilterException if it can't be read; the message says at which character, what was expected and what was found
     */
    static Condition parse(String text) {
        return new ConditionParser(FilterLimits.requireShort("where", text)).parse();
    }

    /** Begins a condition on the value that {@code path}, a JSON Pointer, leads to; empty for the whole state. */
    static Subject at(String path) {
        return new Subject(new Value(StatePath.parse(path, false)));
    }

    /** Holds where {@code path}, a JSON Pointer, leads to a value, null included. */
    static Condition exists(String path) {
        return new Exists(StatePath.parse(path, false));
    }

    /** Holds where the other does not. */
    static Condition not(Condition condition) {
        return new Negated(condition);
    }

    /** Holds where both do. */
    default Condition and(Condition other) {
        return new AllOf(List.of(this, other));
    }

    /** Holds where one does. */
    default Condition or(Condition other) {
        return new AnyOf(List.of(this, other));
    }

    /** Whether it holds of this state; never throws. */
    boolean holds(JsonNode state);

    /** The form that {@link #parse} reads. */
    String text();

    /** A value of the state, of which something is to be said. */
    final class Subject {
        private final Operand left;

        private Subject(Operand left) {
            this.left = left;
        }

        public Condition isMoreThan(Number number) {
            return compared(Relation.MORE, number);
        }

        public Condition isAtLeast(Number number) {
            return compared(Relation.AT_LEAST, number);
        }

        public Condition isLessThan(Number number) {
            return compared(Relation.LESS, number);
        }

        public Condition isAtMost(Number number) {
            return compared(Relation.AT_MOST, number);
        }

        /** Holds where the value equals a text, a number, true, false or null. */
        public Condition is(@Nullable Object literal) {
            return compared(Relation.EQUAL, literal);
        }

        /** Holds where the value differs, or is not there. */
        public Condition isNot(@Nullable Object literal) {
            return compared(Relation.UNEQUAL, literal);
        }

        /** Holds where the value equals one of these. */
        public Condition isIn(@Nullable Object... literals) {
            return new In(
                    left,
                    Arrays.stream(literals)
                            .map(literal -> (Operand) literal(literal))
                            .toList());
        }

        /** Holds where the value is a list with an item that equals this, or a text with this in it. */
        public Condition contains(@Nullable Object literal) {
            return new Contains(left, literal(literal));
        }

        private Condition compared(Relation relation, @Nullable Object right) {
            return new Compared(left, relation, literal(right));
        }

        private static Literal literal(@Nullable Object value) {
            JsonNodeFactory nodes = JsonNodeFactory.instance;
            return new Literal(
                    switch (value) {
                        case null -> nodes.nullNode();
                        case String text -> nodes.stringNode(text);
                        case Boolean flag -> nodes.booleanNode(flag);
                        case Number number -> nodes.numberNode(decimal(number));
                        default ->
                            throw new InvalidFilterException(
                                    "expected a text, a number, true, false or null but found a "
                                            + value.getClass().getName());
                    });
        }

        private static BigDecimal decimal(Number number) {
            try {
                return new BigDecimal(number.toString());
            } catch (NumberFormatException e) {
                throw new InvalidFilterException("expected a finite number but found " + number);
            }
        }
    }
}
