// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.time.Instant;
import java.time.ZoneId;
import java.time.zone.ZoneRules;
import org.jspecify.annotations.Nullable;

/** Asks a field that is a number. */
final class NumberTests {
    private static final long NANOS_A_DAY = 86_400_000_000_000L;
    private static final long NANOS = 1_000_000_000L;

    private NumberTests() {}

    static RowTest of(QueryField field, Operator operator, Operand operand, ZoneId zone) {
        return switch (operand) {
            case Operand.Amount(long value) -> number(field, operator, value);
            case Operand.Range(Long from, Long to) -> range(field, operator, from, to);
            case Operand.DayTime time -> day(field, operator, time.time().toNanoOfDay(), lastOf(time), zone.getRules());
            case Operand.DayRange(Operand.DayTime from, Operand.DayTime to) ->
                day(
                        field,
                        operator,
                        from == null ? 0 : from.time().toNanoOfDay(),
                        to == null ? NANOS_A_DAY - 1 : lastOf(to),
                        zone.getRules());
            default ->
                throw new IllegalArgumentException("expected a number for " + field.key() + " but was " + operand);
        };
    }

    private static long lastOf(Operand.DayTime time) {
        return time.time().toNanoOfDay() + time.precision().nanos() - 1;
    }

    private static RowTest number(QueryField field, Operator operator, long value) {
        long bias = bias(field);
        long wanted = value ^ bias;
        return switch (operator) {
            case HAS, EQUAL, MATCHES -> row -> row.has(field) && row.number(field) == value;
            case NOT_EQUAL -> row -> row.has(field) && row.number(field) != value;
            case GREATER -> row -> row.has(field) && (row.number(field) ^ bias) > wanted;
            case GREATER_OR_EQUAL -> row -> row.has(field) && (row.number(field) ^ bias) >= wanted;
            case LESS -> row -> row.has(field) && (row.number(field) ^ bias) < wanted;
            case LESS_OR_EQUAL -> row -> row.has(field) && (row.number(field) ^ bias) <= wanted;
        };
    }

    private static RowTest range(QueryField field, Operator operator, @Nullable Long from, @Nullable Long to) {
        long bias = bias(field);
        long low = from == null ? Long.MIN_VALUE : from ^ bias;
        long high = to == null ? Long.MAX_VALUE : to ^ bias;
        boolean within = operator != Operator.NOT_EQUAL;
        return row -> {
            if (!row.has(field)) {
                return false;
            }
            long number = row.number(field) ^ bias;
            return (number >= low && number <= high) == within;
        };
    }

    /** Turns unsigned order into signed order. */
    private static long bias(QueryField field) {
        return field.kind() == QueryField.Kind.SEQUENCE ? Long.MIN_VALUE : 0;
    }

    private static RowTest day(QueryField field, Operator operator, long low, long high, ZoneRules rules) {
        return row -> {
            if (!row.has(field)) {
                return false;
            }
            long time = ofDay(row.number(field), rules);
            int order = time < low ? -1 : time > high ? 1 : 0;
            return operator.holds(order);
        };
    }

    private static long ofDay(long nanos, ZoneRules rules) {
        long second = Math.floorDiv(nanos, NANOS);
        int offset = rules.getOffset(Instant.ofEpochSecond(second)).getTotalSeconds();
        return Math.floorMod(nanos + offset * NANOS, NANOS_A_DAY);
    }
}
