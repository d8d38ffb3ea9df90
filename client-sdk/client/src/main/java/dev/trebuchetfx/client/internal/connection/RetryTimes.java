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

/** What a server says of when to come back. */
final class RetryTimes {
    /** A server that ends a connection with this code goes away for a while. */
    static final int SERVICE_RESTART = 1012;

    private static final int GOING_AWAY = 1001;
    private static final Pattern SECONDS = Pattern.compile("\\d{1,40}");
    private static final Pattern COME_BACK = Pattern.compile("come back in (\\d{1,40}) s\\b");

    private RetryTimes() {}

    /** How long {@code Retry-After} asks to wait, given in seconds or as a date. */
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

    /** How long a server that closes a connection asks to wait, each client for another time. */
    static Optional<Duration> comeBackIn(TransportClosed.Ended ended) {
        Matcher words = COME_BACK.matcher(ended.why());
        return words.find() ? Optional.of(seconds(words.group(1))) : Optional.empty();
    }

    /** Digits, however many: the plan does not wait for longer than it may. */
    private static Duration seconds(String digits) {
        return Duration.ofSeconds(digits.length() > 10 ? 9_999_999_999L : Long.parseLong(digits));
    }

    /** Whether the server goes away, so that another one is the better choice. */
    static boolean isLeaving(TransportClosed.Ended ended) {
        return ended.code() == GOING_AWAY || ended.code() == SERVICE_RESTART;
    }
}
