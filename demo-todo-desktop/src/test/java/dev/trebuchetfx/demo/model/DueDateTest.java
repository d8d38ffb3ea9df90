// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import java.util.Locale;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A due date in words, in both languages. Today is Thursday, 2026-03-12. */
class DueDateTest {
    private static final LocalDate TODAY = LocalDate.of(2026, 3, 12);

    private final Locale before = Locale.getDefault();

    @AfterEach
    void restore() {
        Locale.setDefault(before);
    }

    private static DueDate due(String title, LocalDate day) {
        return Objects.requireNonNull(DueDate.of(FakeTodoService.todo(title).withDueDate(day), TODAY));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            en-US | 2025-12-31 | OVERDUE  | Overdue: Dec 31, 2025 | overdue since Wednesday, December 31, 2025
            en-US | 2026-03-11 | OVERDUE  | Overdue: Wed, Mar 11  | overdue since Wednesday, March 11, 2026
            en-US | 2026-03-12 | TODAY    | Today                 | due today
            en-US | 2026-03-13 | TOMORROW | Tomorrow              | due tomorrow
            en-US | 2026-03-14 | LATER    | Sat, Mar 14           | due Saturday, March 14, 2026
            en-US | 2027-01-01 | LATER    | Jan 1, 2027           | due Friday, January 1, 2027
            de-DE | 2026-03-11 | OVERDUE  | Überfällig: Mi., 11. März | überfällig seit Mittwoch, 11. März 2026
            de-DE | 2026-03-12 | TODAY    | Heute                 | heute fällig
            de-DE | 2026-03-13 | TOMORROW | Morgen                | morgen fällig
            de-DE | 2027-01-01 | LATER    | 1. Jan. 2027          | fällig am Freitag, 1. Januar 2027
            """)
    void isSaidInTheWordsAndTheFormatOfTheLocale(
            String locale, LocalDate day, Urgency urgency, String words, String spoken) {
        Locale.setDefault(Locale.forLanguageTag(locale));
        assertThat(due("Milk", day).urgency()).isEqualTo(urgency);
        assertThat(due("Milk", day).words()).isEqualTo(words);
        assertThat(due("Milk", day).spoken()).isEqualTo(spoken);
    }

    @Test
    void aCountryWithTheSameLanguageHasItsOwnFormat() {
        Locale.setDefault(Locale.UK);
        assertThat(due("Milk", TODAY.minusDays(1)).words()).contains("11 Mar");
    }

    @Test
    void whatIsDoneIsNeverOverdue() {
        Locale.setDefault(Locale.US);
        assertThat(due("x Milk", TODAY.minusDays(1)).words()).isEqualTo("Wed, Mar 11");
        assertThat(due("x Milk", TODAY).urgency()).isEqualTo(Urgency.DONE);
        assertThat(DueDate.of(FakeTodoService.todo("Milk"), TODAY)).isNull();
    }
}
