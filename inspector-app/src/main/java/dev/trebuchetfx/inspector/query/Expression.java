// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A query, as a tree. What {@code toString} gives can be read again. */
public sealed interface Expression {

    /** What an empty query means. */
    Expression EVERYTHING = new Everything();

    record Everything() implements Expression {
        @Override
        public String toString() {
            return QueryPrinter.print(this);
        }
    }

    /** At least two, none of them an {@code Any} itself. */
    record Any(List<Expression> alternatives) implements Expression {
        public Any {
            alternatives = flat(alternatives, e -> e instanceof Any(List<Expression> inner) ? inner : null);
        }

        @Override
        public String toString() {
            return QueryPrinter.print(this);
        }
    }

    /** At least two, none of them an {@code All} itself. */
    record All(List<Expression> parts) implements Expression {
        public All {
            parts = flat(parts, e -> e instanceof All(List<Expression> inner) ? inner : null);
        }

        @Override
        public String toString() {
            return QueryPrinter.print(this);
        }
    }

    record Not(Expression inner) implements Expression {
        @Override
        public String toString() {
            return QueryPrinter.print(this);
        }
    }

    record Compare(QueryField field, Operator operator, Operand operand) implements Expression {
        @Override
        public String toString() {
            return QueryPrinter.print(this);
        }
    }

    /** A term on a JSON path. {@code operator} and {@code operand} are both null if the term only asks whether the path exists. */
    record Json(
            JsonPath path,
            @Nullable Operator operator,
            @Nullable Operand operand) implements Expression {
        public Json {
            if ((operator == null) != (operand == null)) {
                throw new IllegalArgumentException("operator and operand must be given together");
            }
        }

        @Override
        public String toString() {
            return QueryPrinter.print(this);
        }
    }

    record Is(QueryFlag flag) implements Expression {
        @Override
        public String toString() {
            return QueryPrinter.print(this);
        }
    }

    /** Found anywhere in the event, in any case. */
    record Text(String text) implements Expression {
        @Override
        public String toString() {
            return QueryPrinter.print(this);
        }
    }

    /** Found anywhere in the event. */
    record Pattern(Operand.Regex regex) implements Expression {
        @Override
        public String toString() {
            return QueryPrinter.print(this);
        }
    }

    private static List<Expression> flat(
            List<Expression> parts, Function<Expression, @Nullable List<Expression>> inner) {
        List<Expression> flat = new ArrayList<>();
        for (Expression part : parts) {
            List<Expression> nested = inner.apply(part);
            if (nested == null) {
                flat.add(part);
            } else {
                flat.addAll(nested);
            }
        }
        if (flat.size() < 2) {
            throw new IllegalArgumentException("expected at least two parts but found " + flat.size());
        }
        return List.copyOf(flat);
    }
}
