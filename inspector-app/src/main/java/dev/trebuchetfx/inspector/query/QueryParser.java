// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads a query.
 *
 * <pre>
 * query := any?
 * any   := all ("||" all)*
 * all   := unary ("&amp;&amp;"? unary)*
 * unary := ("-" | "!")* ( key operator value | "is:" flag | "json:" path (operator value)?
 *                       | /regex/flags | "text" | word | "(" any? ")" )
 * </pre>
 */
public final class QueryParser {
    private static final int MAX_DEPTH = 100;
    private static final Operator[] LONGEST_FIRST = {
        Operator.GREATER_OR_EQUAL,
        Operator.LESS_OR_EQUAL,
        Operator.NOT_EQUAL,
        Operator.HAS,
        Operator.EQUAL,
        Operator.GREATER,
        Operator.LESS,
        Operator.MATCHES,
    };

    private final Scanner scanner;
    private final OperandReader values;
    private int depth;
    private int termFrom;

    private QueryParser(String text) {
        this.scanner = new Scanner(text);
        this.values = new OperandReader(scanner);
    }

    /** The query that {@code text} is; {@link Expression#EVERYTHING} for an empty one. */
    public static Expression parse(String text) throws QueryException {
        QueryParser parser = new QueryParser(text);
        try {
            return parser.query();
        } catch (Refusal refusal) {
            throw new QueryException(new QueryError(
                    text,
                    refusal.from(),
                    refusal.to(),
                    refusal.expected(),
                    refusal.found(),
                    asLiteral(text, parser.termFrom, parser.scanner)));
        }
    }

    /** Quotes the term at fault; where that does not make a query of it, everything. */
    private static String asLiteral(String text, int termFrom, Scanner scanner) {
        int from = Math.min(termFrom, text.length());
        int to = scanner.wordEnd(from);
        String term = text.substring(from, to);
        boolean closed = term.length() > 2 && term.startsWith("/") && term.endsWith("/");
        String literal = closed ? term.substring(1, term.length() - 1) : term;
        String repaired = text.substring(0, from) + Quoting.quote(literal) + text.substring(to);
        try {
            new QueryParser(repaired).query();
            return repaired;
        } catch (Refusal e) {
            return Quoting.quote(text);
        }
    }

    private Expression query() throws Refusal {
        scanner.skipSpace();
        if (scanner.atEnd()) {
            return Expression.EVERYTHING;
        }
        Expression expression = any();
        if (!scanner.atEnd()) {
            termFrom = scanner.at();
            throw scanner.refuse(scanner.at(), "a term or the end");
        }
        return expression;
    }

    private Expression any() throws Refusal {
        List<Expression> alternatives = new ArrayList<>();
        do {
            alternatives.add(all());
        } while (scanner.take("||"));
        return alternatives.size() == 1 ? alternatives.getFirst() : new Expression.Any(alternatives);
    }

    private Expression all() throws Refusal {
        List<Expression> parts = new ArrayList<>();
        do {
            scanner.skipSpace();
            parts.add(unary());
            scanner.skipSpace();
        } while (scanner.take("&&") || goesOn());
        return parts.size() == 1 ? parts.getFirst() : new Expression.All(parts);
    }

    private boolean goesOn() {
        return !scanner.atEnd() && scanner.peek() != ')' && !scanner.looksAt("||");
    }

    private Expression unary() throws Refusal {
        termFrom = scanner.at();
        if (scanner.take("-") || scanner.take("!")) {
            int from = scanner.at();
            enter(from);
            Expression negated = new Expression.Not(unary());
            depth--;
            return negated;
        }
        return term();
    }

    private void enter(int from) throws Refusal {
        depth++;
        if (depth > MAX_DEPTH) {
            throw scanner.refuse(from, "at most " + MAX_DEPTH + " levels of ( and -");
        }
    }

    private Expression term() throws Refusal {
        int from = scanner.at();
        switch (scanner.peek()) {
            case '(' -> {
                return group();
            }
            case '"' -> {
                return new Expression.Text(scanner.quoted());
            }
            case '/' -> {
                return new Expression.Pattern(scanner.regex());
            }
            default -> {
                Expression keyed = keyed();
                if (keyed != null) {
                    return keyed;
                }
                String word = scanner.word();
                if (word.isEmpty()) {
                    throw scanner.refuse(from, "a term");
                }
                return new Expression.Text(word);
            }
        }
    }

    private Expression group() throws Refusal {
        int from = scanner.at();
        scanner.take("(");
        enter(from);
        scanner.skipSpace();
        Expression inner = scanner.peek() == ')' ? Expression.EVERYTHING : any();
        if (!scanner.take(")")) {
            termFrom = from;
            throw scanner.refuse(scanner.at(), "a ) for the ( at column " + (from + 1));
        }
        depth--;
        return inner;
    }

    /** Returns the term, or null if no key and operator stand here. */
    private @Nullable Expression keyed() throws Refusal {
        int from = scanner.at();
        String key = scanner.letters();
        int signFrom = scanner.at();
        Operator operator = operator();
        if (key.isEmpty() || operator == null) {
            scanner.moveTo(from);
            return null;
        }
        return switch (key) {
            case "is" -> {
                onlyColon(key, operator, signFrom);
                yield is();
            }
            case "json" -> {
                onlyColon(key, operator, signFrom);
                yield json();
            }
            default -> {
                QueryField field = QueryField.of(key).orElse(null);
                if (field == null) {
                    throw new Refusal(from, signFrom, "a key" + similar(key), "'" + key + "'");
                }
                yield compare(field, operator, signFrom);
            }
        };
    }

    private @Nullable Operator operator() {
        for (Operator operator : LONGEST_FIRST) {
            if (scanner.take(operator.sign())) {
                return operator;
            }
        }
        return null;
    }

    private static void onlyColon(String key, Operator operator, int signFrom) throws Refusal {
        if (operator != Operator.HAS) {
            throw new Refusal(
                    signFrom,
                    signFrom + operator.sign().length(),
                    "':' after '" + key + "'",
                    "'" + operator.sign() + "'");
        }
    }

    private Expression compare(QueryField field, Operator operator, int signFrom) throws Refusal {
        boolean fits = field.kind().isText() ? !operator.isOrder() : operator != Operator.MATCHES;
        if (!fits) {
            throw new Refusal(
                    signFrom,
                    signFrom + operator.sign().length(),
                    "one of " + (field.kind().isText() ? ": = != ~" : ": = != > >= < <=") + " after '" + field.key()
                            + "'",
                    "'" + operator.sign() + "'");
        }
        return new Expression.Compare(field, operator, values.value(field, operator));
    }

    private Expression is() throws Refusal {
        int from = scanner.at();
        String word = scanner.word();
        QueryFlag flag = QueryFlag.of(word).orElse(null);
        if (flag == null) {
            throw scanner.refuse(
                    from,
                    "one of "
                            + Arrays.stream(QueryFlag.values())
                                    .map(QueryFlag::word)
                                    .collect(Collectors.joining(", "))
                            + " after 'is:'");
        }
        return new Expression.Is(flag);
    }

    private Expression json() throws Refusal {
        JsonPath path = new PathReader(scanner).path();
        int signFrom = scanner.at();
        Operator operator = operator();
        if (operator == null) {
            char next = scanner.peek();
            if (next != 0
                    && !Character.isWhitespace(next)
                    && next != ')'
                    && !scanner.looksAt("&&")
                    && !scanner.looksAt("||")) {
                throw scanner.refuse(signFrom, ".name, [index], [*] or a operator");
            }
            return new Expression.Json(path, null, null);
        }
        return new Expression.Json(path, operator, values.json(operator));
    }

    private static String similar(String key) {
        List<String> keys = Stream.concat(
                        Arrays.stream(QueryField.values()).map(QueryField::key), Stream.of("is", "json"))
                .toList();
        return keys.stream()
                .filter(known -> known.startsWith(key) || key.startsWith(known) || Similarity.oneEditApart(known, key))
                .findFirst()
                .map(known -> " such as '" + known + "'")
                .orElse(": one of " + String.join(", ", keys));
    }
}
