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
 * A condition on a state, such as {@code /pendingCount > 3 and exists(/todos/0)}. Immutable.
 *
 * <p>{@link #parse} reads a condition; {@link #at} and {@link #exists} build one, as in
 * {@code at("/pendingCount").isMoreThan(3).and(exists("/todos/0"))}.
 *
 * <p>A condition holds or does not hold for every state. If a path leads to no value, only {@code !=} and {@code not} hold. Numbers
 * compare by their exact value, so that 1 equals 1.0; texts compare by their UTF-16 code units. Values of different types are unequal,
 * and neither is more than the other.
 */
public sealed interface Condition permits AllOf, AnyOf, Negated, Compared, In, Contains, Exists {

    /**
     * Reads a condition. At most 4,096 characters, a depth of 32 and 256 conditions and values are allowed.
     *
     * @throws InvalidFilterException if the text can't be read; the message says at which character, what was expected and what was found
     */
    static Condition parse(String text) {
        return new ConditionParser(FilterLimits.requireShort("where", text)).parse();
    }

    /**
     * Begins a condition on one value of the state.
     *
     * @param path the value's JSON Pointer (RFC 6901); empty for the whole state
     * @throws InvalidFilterException if the path can't be read
     */
    static Subject at(String path) {
        return new Subject(new Value(StatePath.parse(path, false)));
    }

    /**
     * Returns a condition that holds if a path leads to a value, which may be null.
     *
     * @param path a JSON Pointer (RFC 6901)
     * @throws InvalidFilterException if the path can't be read
     */
    static Condition exists(String path) {
        return new Exists(StatePath.parse(path, false));
    }

    /** Returns a condition that holds if {@code condition} does not. */
    static Condition not(Condition condition) {
        return new Negated(condition);
    }

    /** Returns a condition that holds if this one and {@code other} hold. */
    default Condition and(Condition other) {
        return new AllOf(List.of(this, other));
    }

    /** Returns a condition that holds if this one or {@code other} holds. */
    default Condition or(Condition other) {
        return new AnyOf(List.of(this, other));
    }

    /** Returns whether the condition holds for this state. The method never throws. */
    boolean holds(JsonNode state);

    /** Returns the text that {@link #parse} reads. */
    String text();

    /** The beginning of a condition on one value of the state. Immutable. */
    final class Subject {
        private final Operand left;

        private Subject(Operand left) {
            this.left = left;
        }

        /** Returns a condition that holds if the value is a number greater than this, which is finite. */
        public Condition isMoreThan(Number number) {
            return compared(Relation.MORE, number);
        }

        /** Returns a condition that holds if the value is a number greater than or equal to this, which is finite. */
        public Condition isAtLeast(Number number) {
            return compared(Relation.AT_LEAST, number);
        }

        /** Returns a condition that holds if the value is a number less than this, which is finite. */
        public Condition isLessThan(Number number) {
            return compared(Relation.LESS, number);
        }

        /** Returns a condition that holds if the value is a number less than or equal to this, which is finite. */
        public Condition isAtMost(Number number) {
            return compared(Relation.AT_MOST, number);
        }

        /**
         * Returns a condition that holds if the value equals this.
         *
         * @param literal a text, a finite number, a boolean or null
         * @throws InvalidFilterException for any other object
         */
        public Condition is(@Nullable Object literal) {
            return compared(Relation.EQUAL, literal);
        }

        /**
         * Returns a condition that holds if the value differs from this, or if there is no value.
         *
         * @param literal a text, a finite number, a boolean or null
         * @throws InvalidFilterException for any other object
         */
        public Condition isNot(@Nullable Object literal) {
            return compared(Relation.UNEQUAL, literal);
        }

        /**
         * Returns a condition that holds if the value equals one of these.
         *
         * @param literals texts, finite numbers, booleans or nulls
         * @throws InvalidFilterException for any other object
         */
        public Condition isIn(@Nullable Object... literals) {
            return new In(
                    left,
                    Arrays.stream(literals)
                            .map(literal -> (Operand) literal(literal))
                            .toList());
        }

        /**
         * Returns a condition that holds if the value is a list with an item that equals this, or a text that contains this text.
         *
         * @param literal a text, a finite number, a boolean or null
         * @throws InvalidFilterException for any other object
         */
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
