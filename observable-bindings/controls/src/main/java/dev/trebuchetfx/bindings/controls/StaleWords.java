// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.client.event.Freshness;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import org.jspecify.annotations.Nullable;

/**
 * A state that may differ from the server's, in words. Immutable.
 *
 * @param text tells how old it is
 * @param fixed tells instead of what time it is, so that it stays the same; equal to {@code text} where neither is known or matters
 * @param untilNext the time after which {@code text} is another one; null where it stays
 */
record StaleWords(String text, String fixed, @Nullable Duration untilNext) {

    /**
     * Returns the words of now.
     *
     * @param then the time up to which the state was known to be the server's; null where none has come
     */
    static StaleWords of(Freshness freshness, @Nullable Instant then, Instant now) {
        if (then == null || freshness == Freshness.ENDED || freshness == Freshness.LIVE) {
            String text = words(freshness, PartWords.of("stale.nothing"));
            return new StaleWords(text, text, null);
        }
        Age age = Age.of(then, now);
        return new StaleWords(
                words(freshness, PartWords.of("stale.known", age.words())),
                words(freshness, PartWords.of("stale.known.at", time(then, now))),
                age.untilNext());
    }

    /** Returns the time of day, and the date too if it is another day now. */
    private static String time(Instant then, Instant now) {
        ZonedDateTime time = then.atZone(ZoneId.systemDefault());
        boolean isToday = time.toLocalDate().equals(LocalDate.ofInstant(now, time.getZone()));
        DateTimeFormatter format = isToday
                ? DateTimeFormatter.ofLocalizedTime(FormatStyle.MEDIUM)
                : DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM);
        return format.format(time);
    }

    private static String words(Freshness freshness, String known) {
        return switch (freshness) {
            case LIVE -> "";
            case CATCHING_UP -> PartWords.of("stale.catching-up", known);
            case STALE -> PartWords.of("stale.stale", known);
            case RESYNCING -> PartWords.of("stale.resyncing", known);
            case ENDED -> PartWords.of("stale.ended");
            case FAILED -> PartWords.of("stale.failed", known);
        };
    }
}
