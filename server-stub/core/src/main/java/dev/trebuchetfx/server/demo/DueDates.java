// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.demo;

import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the due dates that callers send: days without a time and without a zone, as ISO-8601 writes them. */
final class DueDates {
    static final LocalDate FIRST = LocalDate.of(1900, 1, 1);
    static final LocalDate LAST = LocalDate.of(9999, 12, 31);

    private static final Pattern DAY = Pattern.compile("\\d{4}-\\d{2}-\\d{2}");
    private static final DateTimeFormatter STRICT =
            DateTimeFormatter.ofPattern("uuuu-MM-dd").withResolverStyle(ResolverStyle.STRICT);
    private static final int SHOWN = 40;

    private DueDates() {}

    /**
     * Returns the day that {@code text} names; null for null.
     *
     * @throws IllegalArgumentException if it is no day from {@link #FIRST} to {@link #LAST}; the message is for the caller
     */
    static @Nullable LocalDate read(@Nullable String text) {
        if (text == null) {
            return null;
        }
        LocalDate day = DAY.matcher(text).matches() ? parsed(text) : null;
        if (day == null || day.isBefore(FIRST) || day.isAfter(LAST)) {
            throw new IllegalArgumentException("dueDate must be null or a day from " + FIRST + " to " + LAST
                    + " but was '" + (text.length() <= SHOWN ? text : text.substring(0, SHOWN) + "…") + "'");
        }
        return day;
    }

    private static @Nullable LocalDate parsed(String text) {
        try {
            return LocalDate.parse(text, STRICT);
        } catch (DateTimeParseException noSuchDay) {
            return null;
        }
    }
}
