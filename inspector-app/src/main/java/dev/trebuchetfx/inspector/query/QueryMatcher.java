// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;

/**
 * A query made ready to be asked of many events.
 *
 * <p>A field that an event does not have satisfies no comparison with it, {@code !=} included; {@code -} in front turns that
 * around. Confined to one thread, and to the rows of one log: it remembers by {@link EventRow#code} what it compared.
 */
public final class QueryMatcher {
    private static final QueryField[] SEARCHED = {
        QueryField.STREAM,
        QueryField.ID,
        QueryField.TYPE,
        QueryField.ACTOR,
        QueryField.METHOD,
        QueryField.CALL,
        QueryField.MARK,
        QueryField.COMMENT,
    };

    private final RowTest test;
    private final List<BoundedSearch> searches = new ArrayList<>();
    private final ZoneId zone;

    /** {@code zone}: that in which times of day are meant. */
    public QueryMatcher(Expression query, ZoneId zone) {
        this.zone = zone;
        this.test = test(query);
    }

    public boolean matches(EventRow row) {
        return test.accepts(row);
    }

    /** How often a regular expression was given up since it took too long; such an event counts as one without a match. */
    public long givenUp() {
        return searches.stream().mapToLong(BoundedSearch::givenUp).sum();
    }

    private RowTest test(Expression expression) {
        return switch (expression) {
            case Expression.Everything() -> row -> true;
            case Expression.Any(List<Expression> alternatives) -> any(alternatives);
            case Expression.All(List<Expression> parts) -> all(parts);
            case Expression.Not(Expression negated) -> {
                RowTest inner = test(negated);
                yield row -> !inner.accepts(row);
            }
            case Expression.Compare(QueryField field, Operator operator, Operand operand) ->
                compare(field, operator, operand);
            case Expression.Json(JsonPath path, Operator operator, Operand operand) -> {
                JsonTest json = operator == null || operand == null
                        ? node -> true
                        : JsonTest.of(operator, operand, this::search);
                yield row -> {
                    var root = row.json();
                    return root != null && path.anyMatch(root, json::accepts);
                };
            }
            case Expression.Is(QueryFlag flag) -> row -> row.is(flag);
            case Expression.Text(String text) -> anywhere(text);
            case Expression.Pattern(Operand.Regex regex) -> anywhere(search(regex));
        };
    }

    private RowTest any(List<Expression> alternatives) {
        RowTest[] tests = alternatives.stream().map(this::test).toArray(RowTest[]::new);
        return row -> {
            for (RowTest each : tests) {
                if (each.accepts(row)) {
                    return true;
                }
            }
            return false;
        };
    }

    private RowTest all(List<Expression> parts) {
        RowTest[] tests = parts.stream().map(this::test).toArray(RowTest[]::new);
        return row -> {
            for (RowTest each : tests) {
                if (!each.accepts(row)) {
                    return false;
                }
            }
            return true;
        };
    }

    private BoundedSearch search(Operand.Regex regex) {
        BoundedSearch search = new BoundedSearch(regex);
        searches.add(search);
        return search;
    }

    private RowTest compare(QueryField field, Operator operator, Operand operand) {
        if (!field.kind().isText()) {
            return NumberTests.of(field, operator, operand, zone);
        }
        return switch (operand) {
            case Operand.Regex regex -> new TextTest(field, search(regex)::isIn);
            case Operand.Text(String text) ->
                switch (operator) {
                    case EQUAL -> new TextTest(field, text::equals);
                    case NOT_EQUAL -> new TextTest(field, found -> !text.equals(found));
                    default -> contains(field, new Needle(text));
                };
            default -> throw new IllegalArgumentException("expected a text for " + field.key() + " but was " + operand);
        };
    }

    private static RowTest contains(QueryField field, Needle needle) {
        return field == QueryField.PAYLOAD ? row -> row.payloadContains(needle) : new TextTest(field, needle::isIn);
    }

    private static RowTest anywhere(String text) {
        Needle needle = new Needle(text);
        RowTest[] fields = new RowTest[SEARCHED.length];
        for (int i = 0; i < fields.length; i++) {
            fields[i] = new TextTest(SEARCHED[i], needle::isIn);
        }
        return row -> {
            for (RowTest field : fields) {
                if (field.accepts(row)) {
                    return true;
                }
            }
            return row.payloadContains(needle);
        };
    }

    private static RowTest anywhere(BoundedSearch search) {
        List<RowTest> fields = new ArrayList<>();
        for (QueryField field : SEARCHED) {
            fields.add(new TextTest(field, search::isIn));
        }
        fields.add(new TextTest(QueryField.PAYLOAD, search::isIn));
        RowTest[] tests = fields.toArray(RowTest[]::new);
        return row -> {
            for (RowTest each : tests) {
                if (each.accepts(row)) {
                    return true;
                }
            }
            return false;
        };
    }
}
