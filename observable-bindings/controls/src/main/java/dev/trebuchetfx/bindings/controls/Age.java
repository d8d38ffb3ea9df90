// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import java.time.Duration;
import java.time.Instant;

/**
 * The age of what is shown, as a person reads it. Immutable.
 *
 * @param time the time since then; zero or more
 */
record Age(Duration time) {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Returns the age of something of {@code then}; zero where that is still to come, as by a server's clock that is ahead. */
    static Age of(Instant then, Instant now) {
        return new Age(then.isAfter(now) ? Duration.ZERO : Duration.between(then, now));
    }

    /** Returns the age in words, such as "as of 2 min ago", in its largest unit. */
    String words() {
        if (time.toSeconds() == 0) {
            return PartWords.of("age.now");
        }
        if (time.compareTo(MINUTE) < 0) {
            return PartWords.of("age.seconds", time.toSeconds());
        }
        if (time.toHours() == 0) {
            return PartWords.of("age.minutes", time.toMinutes());
        }
        return time.toDays() == 0 ? PartWords.of("age.hours", time.toHours()) : PartWords.of("age.days", time.toDays());
    }

    /** Returns the time until it is to be read again: to the next whole second below a minute, then to the next whole minute. */
    Duration untilNext() {
        Duration step = time.compareTo(MINUTE) < 0 ? Duration.ofSeconds(1) : MINUTE;
        return step.minusNanos(time.toNanos() % step.toNanos());
    }
}
