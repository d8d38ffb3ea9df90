// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalTime;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A reader of the operand after an operator, in the form that the kind of the field demands. */
final class OperandReader {
    private static final String NUMBER = "-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,3})?";

    private final Scanner scanner;

    OperandReader(Scanner scanner) {
        this.scanner = scanner;
    }

    Operand value(QueryField field, Operator operator) throws Refusal {
        int from = scanner.at();
        if (operator == Operator.MATCHES) {
            return regex();
        }
        return switch (field.kind()) {
            case TEXT -> new Operand.Text(text());
            case DIRECTION -> new Operand.Text(direction());
            case NUMBER -> numbers(from, field, operator, OperandReader::number);
            case SEQUENCE -> numbers(from, field, operator, OperandReader::unsigned);
            case SIZE -> numbers(from, field, operator, Units::size);
            case DURATION -> numbers(from, field, operator, Units::duration);
            case TIME -> time(from, field, operator);
        };
    }

    Operand json(Operator operator) throws Refusal {
        int from = scanner.at();
        if (operator == Operator.MATCHES) {
            return regex();
        }
        boolean quoted = scanner.peek() == '"';
        String text = text();
        Operand operand = quoted ? new Operand.Text(text) : jsonWord(text);
        if (operator.isOrder() && !(operand instanceof Operand.Decimal)) {
            throw scanner.refuse(from, "a number after " + operator.sign());
        }
        return operand;
    }

    private static Operand jsonWord(String word) {
        return switch (word) {
            case "true" -> Operand.Literal.TRUE;
            case "false" -> Operand.Literal.FALSE;
            case "null" -> Operand.Literal.NULL;
            default -> word.matches(NUMBER) ? new Operand.Decimal(new BigDecimal(word)) : new Operand.Text(word);
        };
    }

    /** Returns whether a word without quotation marks is no text in JSON. */
    static boolean isJsonWord(String word) {
        return !(jsonWord(word) instanceof Operand.Text);
    }

    private String text() throws Refusal {
        if (scanner.peek() == '"') {
            return scanner.quoted();
        }
        int from = scanner.at();
        String word = scanner.word();
        if (word.isEmpty()) {
            throw scanner.refuse(from, "a value");
        }
        return word;
    }

    private String direction() throws Refusal {
        int from = scanner.at();
        String word = text();
        return switch (word.toLowerCase(Locale.ROOT)) {
            case "sent", "send" -> "sent";
            case "received", "receive" -> "received";
            case "note" -> "note";
            default -> throw scanner.refuse(from, QueryField.Kind.DIRECTION.expected());
        };
    }

    private Operand regex() throws Refusal {
        if (scanner.peek() != '/') {
            throw scanner.refuse(scanner.at(), "a regular expression between slashes after ~");
        }
        return scanner.regex();
    }

    private Operand numbers(int from, QueryField field, Operator operator, Function<String, @Nullable Long> read)
            throws Refusal {
        String word = scanner.word();
        int dots = word.indexOf("..");
        if (dots < 0) {
            Long value = read.apply(word);
            if (value != null) {
                return new Operand.Amount(value);
            }
        } else if (!operator.isOrder()) {
            String low = word.substring(0, dots);
            String high = word.substring(dots + 2);
            Long begin = low.isEmpty() ? null : read.apply(low);
            Long end = high.isEmpty() ? null : read.apply(high);
            if ((begin != null || end != null) && low.isEmpty() == (begin == null) && high.isEmpty() == (end == null)) {
                return new Operand.Range(begin, end);
            }
        }
        throw scanner.refuse(from, expected(field, operator));
    }

    private static String expected(QueryField field, Operator operator) {
        String expected = field.kind().expected();
        int range = expected.indexOf(", or a range");
        int orRange = expected.indexOf(" or a range");
        int cut = range >= 0 ? range : orRange;
        return operator.isOrder() && cut >= 0 ? expected.substring(0, cut) : expected;
    }

    private static @Nullable Long number(String word) {
        return word.matches("[0-9]{1,18}") ? Long.valueOf(word) : null;
    }

    private static @Nullable Long unsigned(String word) {
        try {
            return word.matches("[0-9]{1,20}") ? Long.valueOf(Long.parseUnsignedLong(word)) : null;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    private Operand time(int from, QueryField field, Operator operator) throws Refusal {
        String word = scanner.word();
        int dots = word.indexOf("..");
        String low = dots < 0 ? word : word.substring(0, dots);
        String high = dots < 0 ? "" : word.substring(dots + 2);
        Operand.DayTime dayLow = day(low);
        Operand.DayTime dayHigh = day(high);
        Long instantLow = instant(low);
        Long instantHigh = instant(high);
        if (dots < 0 && dayLow != null) {
            return dayLow;
        }
        if (dots < 0 && instantLow != null) {
            return new Operand.Amount(instantLow);
        }
        if (dots >= 0 && !operator.isOrder()) {
            if (fits(low, dayLow) && fits(high, dayHigh) && (dayLow != null || dayHigh != null)) {
                return new Operand.DayRange(dayLow, dayHigh);
            }
            if (fits(low, instantLow) && fits(high, instantHigh) && (instantLow != null || instantHigh != null)) {
                return new Operand.Range(instantLow, instantHigh);
            }
        }
        throw scanner.refuse(from, expected(field, operator));
    }

    private static boolean fits(String text, @Nullable Object value) {
        return text.isEmpty() == (value == null);
    }

    private static Operand.@Nullable DayTime day(String text) {
        Operand.Precision precision = text.matches("[0-9]{2}:[0-9]{2}")
                ? Operand.Precision.MINUTE
                : text.matches("[0-9]{2}:[0-9]{2}:[0-9]{2}")
                        ? Operand.Precision.SECOND
                        : text.matches("[0-9]{2}:[0-9]{2}:[0-9]{2}\\.[0-9]{3}") ? Operand.Precision.MILLISECOND : null;
        try {
            return precision == null ? null : new Operand.DayTime(LocalTime.parse(text), precision);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static @Nullable Long instant(String text) {
        try {
            Instant instant = Instant.parse(text);
            long seconds = instant.getEpochSecond();
            // The product of the earliest second alone does not fit, though its sum does.
            return seconds < 0
                    ? Math.addExact(Math.multiplyExact(seconds + 1, 1_000_000_000L), instant.getNano() - 1_000_000_000L)
                    : Math.addExact(Math.multiplyExact(seconds, 1_000_000_000L), instant.getNano());
        } catch (DateTimeException | ArithmeticException e) {
            return null;
        }
    }
}
