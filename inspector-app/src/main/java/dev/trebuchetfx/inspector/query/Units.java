// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.query;

import java.math.BigDecimal;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Numbers with a unit, each in the base unit of its kind. */
final class Units {
    private static final Unit[] SIZES = {
        new Unit("g", 1_000_000_000L), new Unit("m", 1_000_000L), new Unit("k", 1_000L), new Unit("b", 1),
    };
    private static final Unit[] BINARY_SIZES = {
        new Unit("gib", 1L << 30), new Unit("mib", 1L << 20), new Unit("kib", 1L << 10),
    };
    private static final Unit[] DURATIONS = {
        new Unit("h", 3_600_000_000_000L),
        new Unit("m", 60_000_000_000L),
        new Unit("s", 1_000_000_000L),
        new Unit("ms", 1_000_000L),
        new Unit("us", 1_000L),
        new Unit("ns", 1),
    };

    private Units() {}

    private record Unit(String word, long factor) {}

    /** In bytes; without a unit, bytes. Null where it is no size. */
    static @Nullable Long size(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        Long binary = read(lower, BINARY_SIZES, 0);
        return binary != null
                ? binary
                : read(
                        lower.endsWith("b")
                                        && lower.length() > 2
                                        && "kmg".indexOf(lower.charAt(lower.length() - 2)) >= 0
                                ? lower.substring(0, lower.length() - 1)
                                : lower,
                        SIZES,
                        1);
    }

    /** In nanoseconds; a unit is required but for 0. Null where it is no duration. */
    static @Nullable Long duration(String text) {
        return "0".equals(text) ? Long.valueOf(0) : read(text, DURATIONS, 0);
    }

    private static @Nullable Long read(String text, Unit[] units, long withoutUnit) {
        int end = 0;
        while (end < text.length()
                && ((text.charAt(end) >= '0' && text.charAt(end) <= '9') || text.charAt(end) == '.')) {
            end++;
        }
        long factor = factor(text.substring(end), units, withoutUnit);
        if (factor == 0 || !isNumber(text.substring(0, end))) {
            return null;
        }
        try {
            return new BigDecimal(text.substring(0, end))
                    .multiply(BigDecimal.valueOf(factor))
                    .longValueExact();
        } catch (ArithmeticException e) {
            return null;
        }
    }

    private static boolean isNumber(String text) {
        return text.length() <= 20 && text.matches("[0-9]+(\\.[0-9]+)?");
    }

    private static long factor(String word, Unit[] units, long withoutUnit) {
        if (word.isEmpty()) {
            return withoutUnit;
        }
        for (Unit unit : units) {
            if (unit.word().equals(word)) {
                return unit.factor();
            }
        }
        return 0;
    }

    static String printSize(long bytes) {
        return print(bytes, SIZES, "");
    }

    static String printDuration(long nanos) {
        return nanos == 0 ? "0" : print(nanos, DURATIONS, "ns");
    }

    private static String print(long value, Unit[] units, String smallest) {
        for (Unit unit : units) {
            if (unit.factor() > 1 && value != 0 && value % unit.factor() == 0) {
                return value / unit.factor() + unit.word();
            }
        }
        return value + smallest;
    }
}
