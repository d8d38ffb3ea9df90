// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.transport.TransportClosed;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The times at which a server asks clients to come back. */
final class RetryTimes {
    /** The close code of a server that goes away for a while. */
    static final int SERVICE_RESTART = 1012;

    private static final int GOING_AWAY = 1001;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,40}");
    private static final Pattern COME_BACK = Pattern.compile("come back in (\\d{1,40}) s\\b");

    private RetryTimes() {}

    /** Returns the time that {@code Retry-After} asks to wait, in seconds or until a date; empty where it asks for none. */
    static Optional<Duration> after(TransportClosed.Refused refused, Instant now) {
        String value = refused.headers().get("retry-after");
        if (value == null) {
            return Optional.empty();
        }
        if (SECONDS.matcher(value).matches()) {
            return Optional.of(seconds(value));
        }
        try {
            Instant date = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
            return date.isAfter(now) ? Optional.of(Duration.between(now, date)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Returns the time that a server asks to wait when it closes a connection; each client is told another one. Empty where it asks for
     * none.
     */
    static Optional<Duration> comeBackIn(TransportClosed.Ended ended) {
        Matcher words = COME_BACK.matcher(ended.why());
        return words.find() ? Optional.of(seconds(words.group(1))) : Optional.empty();
    }

    /** Returns a number of seconds, however many digits it has: the plan does not wait for longer than it may. */
    private static Duration seconds(String digits) {
        return Duration.ofSeconds(digits.length() > 10 ? 9_999_999_999L : Long.parseLong(digits));
    }

    /** Returns whether the server goes away, so that another one is the better choice. */
    static boolean isLeaving(TransportClosed.Ended ended) {
        return ended.code() == GOING_AWAY || ended.code() == SERVICE_RESTART;
    }
}
