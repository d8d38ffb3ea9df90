// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The words of predefined filters, and the values that stand behind them. */
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

    static final Set<String> VERSION_2 = Set.of(CHANGED, NON_EMPTY, THRESHOLD);
    static final List<String> ALL =
            List.of(CHANGED, NON_EMPTY, THRESHOLD, CROSSES, RATE_LIMIT, FIELDS, WHERE, COMBINED);

    private static final Pattern DURATION = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");

    private FilterWords() {}

    /** Finite, as a server of any version reads it. */
    static double number(String what, @Nullable String text) {
        if (text != null) {
            try {
                double value = Double.parseDouble(text);
                if (Double.isFinite(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                // Told below.
            }
        }
        throw new InvalidFilterException(what + ": expected a number but found " + quoted(text));
    }

    /** The shortest form: 3 for 3.0. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            throw new InvalidFilterException("expected a finite number but found " + value);
        }
        String text = Double.toString(value);
        return text.endsWith(".0")
                ? text.substring(0, text.length() - 2)
                : BigDecimal.valueOf(value).toString();
    }

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

    static String duration(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 && millis != 0 ? millis / 1000 + "s" : millis + "ms";
    }

    static String quoted(@Nullable String text) {
        if (text == null) {
            return "nothing";
        }
        return "'" + (text.length() > 60 ? text.substring(0, 60) + "…" : text) + "'";
    }
}
