// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes a query so that reading it gives the same tree. */
final class QueryPrinter {
    private QueryPrinter() {}

    static String print(Expression expression) {
        return switch (expression) {
            case Expression.Everything() -> "";
            case Expression.Any(List<Expression> alternatives) ->
                alternatives.stream().map(QueryPrinter::inner).collect(Collectors.joining(" || "));
            case Expression.All(List<Expression> parts) ->
                parts.stream().map(QueryPrinter::part).collect(Collectors.joining(" "));
            case Expression.Not(Expression negated) -> "-" + unary(negated);
            case Expression.Compare(QueryField field, Operator operator, Operand operand) ->
                field.key() + operator.sign() + operand(field.kind(), operand);
            case Expression.Json(JsonPath path, Operator operator, Operand operand) ->
                "json:" + path + (operator == null || operand == null ? "" : operator.sign() + json(operand));
            case Expression.Is(QueryFlag flag) -> "is:" + flag.word();
            case Expression.Text(String text) -> Quoting.isPlain(text) ? text : Quoting.quote(text);
            case Expression.Pattern(Operand.Regex regex) -> regex(regex);
        };
    }

    private static String inner(Expression expression) {
        return expression instanceof Expression.Everything ? "()" : print(expression);
    }

    private static String part(Expression expression) {
        return expression instanceof Expression.Any ? "(" + print(expression) + ")" : inner(expression);
    }

    private static String unary(Expression expression) {
        return expression instanceof Expression.All ? "(" + print(expression) + ")" : part(expression);
    }

    private static String operand(QueryField.Kind kind, Operand operand) {
        return switch (operand) {
            case Operand.Text(String text) -> text(text);
            case Operand.Amount(long value) -> number(kind, value);
            case Operand.Range(Long from, Long to) -> number(kind, from) + ".." + number(kind, to);
            case Operand.DayTime time -> day(time);
            case Operand.DayRange(Operand.DayTime from, Operand.DayTime to) -> day(from) + ".." + day(to);
            case Operand.Regex regex -> regex(regex);
            case Operand.Decimal ignored -> json(operand);
            case Operand.Literal ignored -> json(operand);
        };
    }

    private static String json(Operand operand) {
        return switch (operand) {
            case Operand.Decimal(var value) -> value.toString();
            case Operand.Literal literal -> literal.word();
            case Operand.Text(String text) -> OperandReader.isJsonWord(text) ? Quoting.quote(text) : text(text);
            default -> operand(QueryField.Kind.TEXT, operand);
        };
    }

    private static String text(String text) {
        return Quoting.isPlain(text) ? text : Quoting.quote(text);
    }

    private static String number(QueryField.Kind kind, @Nullable Long value) {
        if (value == null) {
            return "";
        }
        return switch (kind) {
            case SEQUENCE -> Long.toUnsignedString(value);
            case SIZE -> Units.printSize(value);
            case DURATION -> Units.printDuration(value);
            case TIME -> instant(value);
            case TEXT, DIRECTION, NUMBER -> Long.toString(value);
        };
    }

    private static String instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L))
                .toString();
    }

    private static String day(Operand.@Nullable DayTime time) {
        if (time == null) {
            return "";
        }
        String form =
                switch (time.precision()) {
                    case MINUTE -> "HH:mm";
                    case SECOND -> "HH:mm:ss";
                    case MILLISECOND -> "HH:mm:ss.SSS";
                };
        return DateTimeFormatter.ofPattern(form, Locale.ROOT).format(time.time());
    }

    private static String regex(Operand.Regex regex) {
        return "/" + Regexes.withEscapedSlashes(regex.source()) + "/" + regex.flags();
    }
}
