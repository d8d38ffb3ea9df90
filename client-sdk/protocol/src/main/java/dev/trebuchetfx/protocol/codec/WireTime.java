// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;

/**
 * A reader and writer of times on the wire. It handles the form that every peer writes, {@code 2026-01-01T00:00:00Z}, digit by digit,
 * since each update carries a time. It leaves all other forms of ISO-8601 to {@link Instant}, which takes many times longer.
 */
final class WireTime {
    /** The usual form, with 0 for any digit. */
    private static final String FORM = "0000-00-00T00:00:00Z";

    private static final int SECONDS_A_DAY = 86_400;
    private static final long FIRST_SECOND = LocalDate.of(0, 1, 1).toEpochDay() * SECONDS_A_DAY;
    private static final long LAST_SECOND = LocalDate.of(10_000, 1, 1).toEpochDay() * SECONDS_A_DAY - 1;

    private WireTime() {}

    /**
     * Reads a time.
     *
     * @throws DateTimeException if the text is not a time, or its year has a sign, as those outside 0 to 9999 have, or is outside them in
     *     UTC
     */
    static Instant parse(String text) {
        if (hasForm(text)) {
            int hour = number(text, 11, 2);
            int minute = number(text, 14, 2);
            int second = number(text, 17, 2);
            // The hour 24 and leap seconds are too rare to handle here; Instant reads them.
            if (hour < 24 && minute < 60 && second < 60) {
                long day = LocalDate.of(number(text, 0, 4), number(text, 5, 2), number(text, 8, 2))
                        .toEpochDay();
                return Instant.ofEpochSecond(day * SECONDS_A_DAY + (hour * 60L + minute) * 60 + second);
            }
        }
        if (text.isEmpty() || !Character.isDigit(text.charAt(0))) {
            throw new DateTimeException("years outside 0 to 9999 have a sign");
        }
        Instant time = Instant.parse(text);
        if (!isWritable(time)) {
            throw new DateTimeException("the year is outside 0 to 9999 in UTC");
        }
        return time;
    }

    private static boolean isWritable(Instant time) {
        return time.getEpochSecond() >= FIRST_SECOND && time.getEpochSecond() <= LAST_SECOND;
    }

    /**
     * Returns the time in whole seconds, rounded down, since older Swift peers drop a message with a fraction.
     *
     * @throws IllegalArgumentException if the year is outside 0 to 9999, so that no peer would read it
     */
    static String text(Instant time) {
        long seconds = time.getEpochSecond();
        if (!isWritable(time)) {
            throw new IllegalArgumentException(
                    "a time must be in the years 0 to 9999, since no peer reads another one, but was " + time);
        }
        LocalDate date = LocalDate.ofEpochDay(Math.floorDiv(seconds, SECONDS_A_DAY));
        int ofDay = (int) Math.floorMod(seconds, (long) SECONDS_A_DAY);
        char[] text = FORM.toCharArray();
        put(text, 0, 4, date.getYear());
        put(text, 5, 2, date.getMonthValue());
        put(text, 8, 2, date.getDayOfMonth());
        put(text, 11, 2, ofDay / 3_600);
        put(text, 14, 2, ofDay / 60 % 60);
        put(text, 17, 2, ofDay % 60);
        return new String(text);
    }

    private static boolean hasForm(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char found = text.charAt(i);
            boolean fits = FORM.charAt(i) == '0' ? found >= '0' && found <= '9' : found == FORM.charAt(i);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private static int number(String text, int start, int digits) {
        int number = 0;
        for (int i = start; i < start + digits; i++) {
            number = number * 10 + (text.charAt(i) - '0');
        }
        return number;
    }

    private static void put(char[] text, int start, int digits, int number) {
        int rest = number;
        for (int i = start + digits - 1; i >= start; i--) {
            text[i] = (char) ('0' + rest % 10);
            rest /= 10;
        }
    }
}
