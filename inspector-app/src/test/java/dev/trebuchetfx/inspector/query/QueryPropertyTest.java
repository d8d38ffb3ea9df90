// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;

class QueryPropertyTest {
    private static final Arbitrary<String> TEXTS = Arbitraries.oneOf(
            Arbitraries.strings().ofMaxLength(12),
            Arbitraries.strings().withChars("ab\"\\/ ()|&-!:=.~$é\n").ofMaxLength(10));

    @Property(tries = 3_000)
    void readingWhatWasWrittenGivesTheSame(@ForAll("expressions") Expression expression) throws QueryException {
        assertThat(QueryParser.parse(expression.toString()))
                .as(expression.toString())
                .isEqualTo(expression);
    }

    @Property(tries = 3_000)
    void whateverIsTypedIsAQueryOrAnErrorWithALiteral(@ForAll("typed") String text) throws QueryException {
        try {
            Expression expression = QueryParser.parse(text);
            assertThat(QueryParser.parse(expression.toString())).isEqualTo(expression);
        } catch (QueryException e) {
            QueryError error = e.error();
            assertThat(error.from()).isBetween(0, text.length());
            assertThat(error.to()).isBetween(error.from(), text.length());
            QueryParser.parse(error.asLiteral());
        }
    }

    @Property
    void aQuotedTextFindsItself(@ForAll("texts") String text) throws QueryException {
        QueryMatcher matcher = new QueryMatcher(QueryParser.parse(Quoting.quote(text)), ZoneOffset.UTC);
        SampleRow row = new SampleRow().with(QueryField.PAYLOAD, "before " + text + " after");
        assertThat(matcher.matches(row)).isTrue();
    }

    @Property
    void notTurnsAround(@ForAll("expressions") Expression expression) {
        SampleRow row = new SampleRow()
                .with(QueryField.SEQ, 5)
                .with(QueryField.TYPE, "streamData")
                .with(QueryFlag.GAP)
                .with(QueryField.PAYLOAD, "{\"a\":[1,2]}");
        assertThat(new QueryMatcher(new Expression.Not(expression), ZoneOffset.UTC).matches(row))
                .isNotEqualTo(new QueryMatcher(expression, ZoneOffset.UTC).matches(row));
    }

    @Provide
    Arbitrary<String> texts() {
        return TEXTS;
    }

    @Provide
    Arbitrary<String> typed() {
        Arbitrary<String> piece = Arbitraries.of(
                "is:", "gap", "seq", ":", ">", "=", "!", "-", "(", ")", "||", "&&", " ", "\"", "/", "\\", "json:$", ".",
                "[", "]", "*", "5", "..", "~", "stream:", "x", "time:", "09:26", "&", "|", "é");
        return Arbitraries.oneOf(TEXTS, piece.list().ofMaxSize(14).map(pieces -> String.join("", pieces)));
    }

    @Provide
    Arbitrary<Expression> expressions() {
        return nested(nested(nested(leaves())));
    }

    private static Arbitrary<Expression> nested(Arbitrary<Expression> inner) {
        return Arbitraries.frequencyOf(
                Tuple.of(4, inner),
                Tuple.of(1, inner.map(Expression.Not::new)),
                Tuple.of(1, inner.list().ofMinSize(2).ofMaxSize(3).map(Expression.All::new)),
                Tuple.of(1, inner.list().ofMinSize(2).ofMaxSize(3).map(Expression.Any::new)));
    }

    private static Arbitrary<Expression> leaves() {
        return Arbitraries.oneOf(
                Arbitraries.just(Expression.EVERYTHING),
                TEXTS.map(Expression.Text::new),
                regexes().map(Expression.Pattern::new),
                Arbitraries.of(QueryFlag.class).map(Expression.Is::new),
                compares(),
                jsons());
    }

    private static Arbitrary<Operand.Regex> regexes() {
        return Combinators.combine(
                        Arbitraries.of("a/b", "\\\\/", "^x$", "(a|b)+", "[/\"]", "\\d{2} \\(", "é."),
                        Arbitraries.of("", "i", "ims", "s"))
                .as(Operand.Regex::new);
    }

    private static Arbitrary<Expression> compares() {
        return Arbitraries.of(QueryField.class).flatMap(field -> switch (field.kind()) {
            case TEXT ->
                Arbitraries.oneOf(
                        Combinators.combine(Arbitraries.of(Operator.HAS, Operator.EQUAL, Operator.NOT_EQUAL), TEXTS)
                                .as((c, text) -> new Expression.Compare(field, c, new Operand.Text(text))),
                        regexes().map(regex -> new Expression.Compare(field, Operator.MATCHES, regex)));
            case DIRECTION ->
                Arbitraries.of("sent", "received", "note")
                        .map(word -> new Expression.Compare(field, Operator.HAS, new Operand.Text(word)));
            case TIME ->
                Arbitraries.oneOf(
                        numbers(field, Arbitraries.longs()),
                        Arbitraries.of(Operand.Precision.class)
                                .flatMap(precision -> Arbitraries.longs()
                                        .between(0, 86_399_999_999_999L)
                                        .map(LocalTime::ofNanoOfDay)
                                        .map(time -> new Operand.DayTime(time, precision)))
                                .flatMap(time -> Arbitraries.of(
                                        new Expression.Compare(field, Operator.LESS, time),
                                        new Expression.Compare(
                                                field, Operator.HAS, new Operand.DayRange(time, null)))));
            case SEQUENCE -> numbers(field, Arbitraries.longs());
            case NUMBER -> numbers(field, Arbitraries.longs().between(0, 999_999_999_999_999_999L));
            case SIZE, DURATION -> numbers(field, Arbitraries.longs().between(0, Long.MAX_VALUE));
        });
    }

    private static Arbitrary<Expression> numbers(QueryField field, Arbitrary<Long> longs) {
        Arbitrary<Operator> operators = Arbitraries.of(Operator.class).filter(operator -> operator != Operator.MATCHES);
        return Arbitraries.oneOf(
                Combinators.combine(operators, longs)
                        .as((c, value) -> new Expression.Compare(field, c, new Operand.Amount(value))),
                Combinators.combine(longs, longs.injectNull(0.5))
                        .as((from, to) -> new Expression.Compare(field, Operator.HAS, new Operand.Range(from, to))),
                longs.map(to -> new Expression.Compare(field, Operator.NOT_EQUAL, new Operand.Range(null, to))));
    }

    private static Arbitrary<Expression> jsons() {
        Arbitrary<JsonPath> paths = Arbitraries.<JsonPath.Step>oneOf(
                        TEXTS.map(JsonPath.Step.Name::new),
                        Arbitraries.of("title", "a_b", "x-1").map(JsonPath.Step.Name::new),
                        Arbitraries.integers().between(0, 999_999_999).map(JsonPath.Step.Index::new),
                        Arbitraries.just(new JsonPath.Step.Each()))
                .list()
                .ofMaxSize(4)
                .map(JsonPath::new);
        Arbitrary<Operand> values = Arbitraries.oneOf(
                Arbitraries.oneOf(TEXTS, Arbitraries.of("true", "null", "12", "-1e5"))
                        .map(Operand.Text::new),
                Arbitraries.of(Operand.Literal.class),
                Arbitraries.bigDecimals()
                        .between(new BigDecimal("-1e12"), new BigDecimal("1e12"))
                        .map(Operand.Decimal::new));
        return Arbitraries.oneOf(
                paths.map(path -> new Expression.Json(path, null, null)),
                Combinators.combine(paths, Arbitraries.of(Operator.HAS, Operator.EQUAL, Operator.NOT_EQUAL), values)
                        .as(Expression.Json::new),
                Combinators.combine(paths, regexes())
                        .as((path, regex) -> new Expression.Json(path, Operator.MATCHES, regex)),
                paths.map(path -> new Expression.Json(
                        path, Operator.LESS_OR_EQUAL, new Operand.Decimal(new BigDecimal("1E+30")))));
    }

    @Property(tries = 50)
    void partsAreNeverNestedInTheirOwnKind(@ForAll("expressions") Expression expression) {
        if (expression instanceof Expression.All(List<Expression> parts)) {
            assertThat(parts).noneMatch(Expression.All.class::isInstance);
        }
    }
}
