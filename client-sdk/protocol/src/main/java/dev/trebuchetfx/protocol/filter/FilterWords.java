// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The names of predefined filters and of their parameters, and the forms of their values. */
final class FilterWords {
    static final String CHANGED = "changed";
    static final String NON_EMPTY = "nonEmpty";
    static final String THRESHOLD = "threshold";
    static final String CROSSES = "crosses";
    static final String RATE_LIMIT = "rate-limit";
    static final String FIELDS = "fields";
    static final String WHERE = "where";
    static final String COMBINED = "combined";

    static final String FIELD = "field";
    static final String VALUE = "value";
    static final String COMPARISON = "comparison";
    static final String HYSTERESIS = "hysteresis";
    static final String EVERY = "every";
    static final String PATHS = "paths";
    static final String CONDITION = "condition";

    /** The filters that a version 2 server knows. */
    static final Set<String> VERSION_2 = Set.of(CHANGED, NON_EMPTY, THRESHOLD);
    /** The filters that this library knows. */
    static final List<String> ALL =
            List.of(CHANGED, NON_EMPTY, THRESHOLD, CROSSES, RATE_LIMIT, FIELDS, WHERE, COMBINED);

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private FilterWords() {}

    /**
     * Reads a number.
     *
     * @param what the name of the number, for the error
     * @throws InvalidFilterException if the text is null or not a finite number
     */
    static double number(String what, @Nullable String text) {
        if (text != null) {
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // The exception below says so.
            }
        }
        throw new InvalidFilterException(what + ": expected a number but found " + quoted(text));
    }

    /**
     * Returns the shortest text of a number, such as 3 for 3.0.
     *
     * @throws InvalidFilterException if the number is not finite
     */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidFilterException("expected a finite number but found " + value);
        }
        String text = Double.toString(value);
        return text.endsWith(".0")
                ? text.substring(0, text.length() - 2)
                : BigDecimal.valueOf(value).toString();
    }

    /**
     * Reads an interval such as {@code 100ms}, in ms, s, m or h.
     *
     * @param what the name of the interval, for the error
     * @throws InvalidFilterException if the text is null, not a duration, or out of range
     */
    static Duration duration(String what, @Nullable String text) {
        Matcher matcher = DURATION.matcher(text == null ? "" : text);
        if (matcher.matches()) {
            long amount = Long.parseLong(matcher.group(1));
            Duration duration =
                    switch (matcher.group(2)) {
                        case "ms" -> Duration.ofMillis(amount);
                        case "s" -> Duration.ofSeconds(amount);
                        case "m" -> Duration.ofMinutes(amount);
                        default -> Duration.ofHours(amount);
                    };
            if (duration.compareTo(FilterLimits.MIN_INTERVAL) >= 0
                    && duration.compareTo(FilterLimits.MAX_INTERVAL) <= 0) {
                return duration;
            }
        }
        throw new InvalidFilterException(
                what + ": expected a duration of 1ms to 24h, such as 100ms or 2s, but found " + quoted(text));
    }

    /** Returns the text of an interval, in whole seconds if possible, otherwise in milliseconds, rounded down. */
    static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 && millis != 0 ? millis / 1000 + "s" : millis + "ms";
    }

    /** Returns the text in quotes and cut after 60 characters, for an error; the word {@code nothing} for null. */
    static String quoted(@Nullable String text) {
        if (text == null) {
            return "nothing";
        }
        return "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
    }
}
