// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.demo.text.Words;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A due date as a person reads it today. Immutable.
 *
 * @param day the due date
 * @param today the date of the day on which it is read
 */
public record DueDate(LocalDate day, LocalDate today, Urgency urgency) {

    /** Returns the due date of {@code todo}; null if it has none. */
    static @Nullable DueDate of(TodoItem todo, LocalDate today) {
        LocalDate day = todo.dueDate();
        return day == null ? null : new DueDate(day, today, Urgency.of(day, today, todo.isCompleted()));
    }

    /** Returns a few words for a row, such as "Today" or "Overdue: Wed, Mar 11", with dates in the format of the default locale. */
    public String words() {
        return switch (urgency) {
            case OVERDUE -> Words.of("due.overdue", date());
            case TODAY -> Words.of("due.today");
            case TOMORROW -> Words.of("due.tomorrow");
            case LATER, DONE -> date();
        };
    }

    /** Returns the same as part of a sentence, with the whole date where that is not today's or tomorrow's. */
    public String spoken() {
        return switch (urgency) {
            case OVERDUE -> Words.of("due.overdue.spoken", wholeDate());
            case TODAY -> Words.of("due.today.spoken");
            case TOMORROW -> Words.of("due.tomorrow.spoken");
            case LATER, DONE -> Words.of("due.spoken", wholeDate());
        };
    }

    /** Returns the whole date, with the day of the week. */
    public String wholeDate() {
        return wholeDate(day);
    }

    /** Returns the whole date of {@code day}, with the day of the week, in the format of the default locale. */
    public static String wholeDate(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL)
                .withLocale(locale())
                .format(day);
    }

    /** Returns the date with the day of the week in this year, and with the year in others. */
    private String date() {
        String parts = day.getYear() == today.getYear() ? "MMMEd" : "yMMMd";
        return DateTimeFormatter.ofLocalizedPattern(parts).withLocale(locale()).format(day);
    }

    /** Returns the locale of now: a formatter that is kept would keep the one of its making. */
    private static Locale locale() {
        return Locale.getDefault(Locale.Category.FORMAT);
    }
}
