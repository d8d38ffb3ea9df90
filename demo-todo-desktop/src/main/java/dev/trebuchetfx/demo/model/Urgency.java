// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import java.time.LocalDate;

/** The urgency of a due date, by today's date. */
public enum Urgency {
    /** The todo is open and its day is over. */
    OVERDUE,
    /** The todo is open and its day is today. */
    TODAY,
    /** The todo is open and its day is tomorrow. */
    TOMORROW,
    /** The todo is open and has more time. */
    LATER,
    /** The todo is done, so that its day does not matter any more. */
    DONE;

    static Urgency of(LocalDate day, LocalDate today, boolean isDone) {
        if (isDone) {
            return DONE;
        }
        if (day.isBefore(today)) {
            return OVERDUE;
        }
        return day.equals(today) ? TODAY : day.equals(today.plusDays(1)) ? TOMORROW : LATER;
    }
}
