// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.math.BigDecimal;
import java.time.LocalTime;
import org.jspecify.annotations.Nullable;

/** The value that a field is compared with. Numbers are in the unit of the field's {@link QueryField.Kind}. */
public sealed interface Operand {

    record Text(String text) implements Operand {}

    record Amount(long value) implements Operand {}

    /** Both ends included; an absent end is open, not both are. */
    record Range(@Nullable Long from, @Nullable Long to) implements Operand {
        public Range {
            if (from == null && to == null) {
                throw new IllegalArgumentException("a range must have an end");
            }
        }
    }

    /** A time of any day, in the zone in which times are shown; matches to the precision to which it was given. */
    record DayTime(LocalTime time, Precision precision) implements Operand {
        public DayTime {
            time = precision.cut(time);
        }
    }

    /** Both ends included; an absent end is open, not both are. */
    record DayRange(@Nullable DayTime from, @Nullable DayTime to) implements Operand {
        public DayRange {
            if (from == null && to == null) {
                throw new IllegalArgumentException("a range must have an end");
            }
        }
    }

    /** A number in JSON. */
    record Decimal(BigDecimal value) implements Operand {
        public Decimal {
            value = value.signum() == 0 ? BigDecimal.ZERO : value.stripTrailingZeros();
        }
    }

    /** A word of JSON. */
    enum Literal implements Operand {
        TRUE("true"),
        FALSE("false"),
        NULL("null");

        private final String word;

        Literal(String word) {
            this.word = word;
        }

        String word() {
            return word;
        }
    }

    /**
     * A regular expression of {@link java.util.regex.Pattern}.
     *
     * @param source without the slashes around it; a slash in it needs no backslash
     * @param flags any of {@code i} (any case), {@code m} (lines), {@code s} (dot takes line ends), in this order
     */
    record Regex(String source, String flags) implements Operand {
        public Regex {
            source = Regexes.withoutEscapedSlashes(source);
        }
    }

    /** How exactly a time of day was given. */
    enum Precision {
        MINUTE(60_000_000_000L),
        SECOND(1_000_000_000L),
        MILLISECOND(1_000_000L);

        private final long nanos;

        Precision(long nanos) {
            this.nanos = nanos;
        }

        long nanos() {
            return nanos;
        }

        LocalTime cut(LocalTime time) {
            return LocalTime.ofNanoOfDay(time.toNanoOfDay() / nanos * nanos);
        }
    }
}
