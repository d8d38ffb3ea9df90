// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import dev.trebuchetfx.protocol.filter.ConditionLexer.Kind;
import dev.trebuchetfx.protocol.filter.ConditionLexer.Token;
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
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/**
 * A parser of conditions.
 *
 * <pre>
 * any        = all { "or" all }
 * all        = one { "and" one }
 * one        = "not" one | "(" any ")" | "exists" "(" path ")" | operand relation
 * relation   = ( "==" | "!=" | "&lt;" | "&lt;=" | "&gt;" | "&gt;=" ) operand
 *            | "in" "[" [ operand { "," operand } ] "]"
 *            | "contains" operand
 * operand    = path | number | text | "true" | "false" | "null"
 * path       = a bare JSON Pointer, or "at" "(" text ")"
 * </pre>
 */
final class ConditionParser {
    private static final Pattern NUMBER = Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]{1,9})?");
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final ConditionLexer lexer;
    private Token token;
    private int depth;
    private int nodes;

    ConditionParser(String text) {
        this.lexer = new ConditionLexer(text);
        this.token = lexer.next();
    }

    Condition parse() {
        Condition condition = any();
        if (token.kind() != Kind.END) {
            throw token.instead("and, or or the end");
        }
        return condition;
    }

    private Condition any() {
        Condition first = all();
        if (!token.is("or")) {
            return first;
        }
        List<Condition> parts = new ArrayList<>(List.of(first));
        while (taken("or")) {
            parts.add(all());
        }
        return new AnyOf(parts);
    }

    private Condition all() {
        Condition first = one();
        if (!token.is("and")) {
            return first;
        }
        List<Condition> parts = new ArrayList<>(List.of(first));
        while (taken("and")) {
            parts.add(one());
        }
        return new AllOf(parts);
    }

    private Condition one() {
        count();
        if (++depth > FilterLimits.MAX_DEPTH) {
            throw token.instead("at most " + FilterLimits.MAX_DEPTH + " conditions within each other");
        }
        Condition condition = nested();
        depth--;
        return condition;
    }

    private Condition nested() {
        if (taken("not")) {
            return new Negated(one());
        }
        if (taken("(")) {
            Condition inner = any();
            require(")");
            return inner;
        }
        if (taken("exists")) {
            require("(");
            StatePath path = path();
            require(")");
            return new Exists(path);
        }
        Operand left = operand("a path, a number, a text, not, exists or (");
        return related(left);
    }

    private Condition related(Operand left) {
        for (Relation relation : Relation.values()) {
            if (taken(relation.sign)) {
                return new Compared(left, relation, operand());
            }
        }
        if (taken("in")) {
            return new In(left, list());
        }
        if (taken("contains")) {
            return new Contains(left, operand());
        }
        throw token.instead("==, !=, <, <=, >, >=, in or contains");
    }

    private List<Operand> list() {
        require("[");
        List<Operand> values = new ArrayList<>();
        if (taken("]")) {
            return values;
        }
        do {
            values.add(operand());
        } while (taken(","));
        require("]");
        return values;
    }

    private Operand operand() {
        return operand("a path, a number, a text, true, false or null");
    }

    private Operand operand(String expected) {
        count();
        if (token.kind() == Kind.PATH || token.is("at")) {
            return new Value(path());
        }
        JsonNode literal =
                switch (token.kind()) {
                    case TEXT -> NODES.stringNode(token.value());
                    case NUMBER -> NODES.numberNode(number());
                    case WORD -> word();
                    default -> null;
                };
        if (literal == null) {
            throw token.instead(expected);
        }
        token = lexer.next();
        return new Literal(literal);
    }

    private @Nullable JsonNode word() {
        return switch (token.value()) {
            case "true" -> NODES.booleanNode(true);
            case "false" -> NODES.booleanNode(false);
            case "null" -> NODES.nullNode();
            default -> null;
        };
    }

    private BigDecimal number() {
        if (!NUMBER.matcher(token.value()).matches()) {
            throw token.instead("a number");
        }
        BigDecimal number = new BigDecimal(token.value());
        if (Math.abs((long) number.scale()) > FilterLimits.MAX_EXPONENT) {
            throw token.instead("a number of at most " + FilterLimits.MAX_EXPONENT + " digits");
        }
        return number;
    }

    private StatePath path() {
        Token at = token;
        if (at.kind() == Kind.PATH) {
            token = lexer.next();
            return path(at);
        }
        if (!taken("at")) {
            throw token.instead("a path");
        }
        require("(");
        Token quoted = token;
        if (quoted.kind() != Kind.TEXT) {
            throw quoted.instead("a path in quotes");
        }
        token = lexer.next();
        require(")");
        return path(quoted);
    }

    private static StatePath path(Token at) {
        try {
            return StatePath.parse(at.value(), false);
        } catch (InvalidFilterException e) {
            throw new InvalidFilterException("where: " + e.getMessage() + " at character " + (at.at() + 1));
        }
    }

    private void count() {
        if (++nodes > FilterLimits.MAX_NODES) {
            throw token.instead("at most " + FilterLimits.MAX_NODES + " conditions and values");
        }
    }

    private boolean taken(String word) {
        if (!token.is(word)) {
            return false;
        }
        token = lexer.next();
        return true;
    }

    private void require(String sign) {
        if (!taken(sign)) {
            throw token.instead(sign);
        }
    }
}
