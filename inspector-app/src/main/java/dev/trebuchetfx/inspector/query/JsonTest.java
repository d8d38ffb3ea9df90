// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** Asks one value of a JSON tree. */
@FunctionalInterface
interface JsonTest {
    boolean accepts(JsonNode node);

    static JsonTest of(Operator operator, Operand operand, Function<Operand.Regex, BoundedSearch> search) {
        return switch (operand) {
            case Operand.Decimal(var value) ->
                node -> node.isNumber()
                        ? operator.holds(node.decimalValue().compareTo(value))
                        : operator == Operator.NOT_EQUAL;
            case Operand.Literal literal -> node -> is(node, literal) == (operator != Operator.NOT_EQUAL);
            case Operand.Text(String text) -> ofText(operator, text);
            case Operand.Regex regex -> {
                BoundedSearch bounded = search.apply(regex);
                yield node -> node.isValueNode() && bounded.isIn(node.asString());
            }
            default -> throw new IllegalArgumentException("expected a value of JSON but was " + operand);
        };
    }

    private static JsonTest ofText(Operator operator, String text) {
        if (operator == Operator.HAS) {
            Needle needle = new Needle(text);
            return node -> node.isString() && needle.isIn(node.stringValue());
        }
        return node -> (node.isString() && node.stringValue().equals(text)) == (operator != Operator.NOT_EQUAL);
    }

    private static boolean is(JsonNode node, Operand.Literal literal) {
        return switch (literal) {
            case TRUE -> node.isBoolean() && node.booleanValue();
            case FALSE -> node.isBoolean() && !node.booleanValue();
            case NULL -> node.isNull();
        };
    }
}
