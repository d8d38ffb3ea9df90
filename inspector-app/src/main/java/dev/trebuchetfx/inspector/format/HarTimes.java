// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.format;

import dev.trebuchetfx.inspector.capture.TapEvents;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Times as archives have them, of whatever tool, as nanoseconds since 1970. */
final class HarTimes {
    /** Browsers write seconds, others milliseconds or less: no such number of the greater unit is a time before the year 5000. */
    private static final BigDecimal MOST = new BigDecimal("1e11");

    private static final int NANO_DIGITS = 9;
    private static final int UNIT_DIGITS = 3;
    private static final int MOST_DIGITS = 20;
    /** Nanoseconds since 1970 fit into 64 bits until 2262. */
    private static final Instant END = Instant.parse("2262-01-01T00:00:00Z");

    private static final double MOST_MILLIS = 1e12;

    private HarTimes() {}

    /** The time that a number stands for; null where it can be none. */
    static @Nullable Long nanos(JsonNode number) {
        if (!number.isNumber() || (number.isDouble() && !Double.isFinite(number.doubleValue()))) {
            return null;
        }
        BigDecimal value = number.decimalValue();
        // Before anything is done with it: a number such as 1e300000000 has as many digits as that.
        long digits = (long) value.precision() - value.scale();
        if (digits > MOST_DIGITS || value.signum() < 0) {
            return null;
        }
        if (digits < -NANO_DIGITS) {
            return 0L;
        }
        BigDecimal limit = MOST;
        int point = NANO_DIGITS;
        while (point > 0 && value.compareTo(limit) >= 0) {
            limit = limit.scaleByPowerOfTen(UNIT_DIGITS);
            point -= UNIT_DIGITS;
        }
        BigDecimal nanos = value.scaleByPowerOfTen(point).setScale(0, RoundingMode.HALF_UP);
        return nanos.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0 ? null : (Long) nanos.longValue();
    }

    /** The moment that is written there; 1970 where none is, or one that can't be. */
    static Instant instant(@Nullable String text) {
        try {
            Instant at =
                    text == null ? Instant.EPOCH : OffsetDateTime.parse(text).toInstant();
            return at.isBefore(Instant.EPOCH) || !at.isBefore(END) ? Instant.EPOCH : at;
        } catch (DateTimeException e) {
            return Instant.EPOCH;
        }
    }

    /** So many milliseconds after a moment; none where there can't be so many. */
    static long after(Instant start, double millis) {
        boolean plausible = millis >= 0 && millis < MOST_MILLIS;
        return TapEvents.nanos(start) + (plausible ? (long) (millis * 1e6) : 0);
    }
}
