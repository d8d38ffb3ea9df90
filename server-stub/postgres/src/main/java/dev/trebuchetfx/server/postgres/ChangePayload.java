// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.store.StateChange;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The reader of what NOTIFY carries: {@code {"actorID": …, "sequenceNumber": …, "timestamp": …}}. Older programs leave the number out and
 * give the time as text; {@code {"truncated": true}} stands for a TRUNCATE.
 */
final class ChangePayload {
    private static final JsonMapper JSON = new JsonMapper();

    /** The most characters of a payload that an error shows. */
    private static final int SHOWN = 100;

    /** Times beyond this are nonsense: the year 5138. */
    private static final double MAX_SECONDS = 1e11;

    private ChangePayload() {}

    static void read(String payload, ChangeBatch batch) {
        JsonNode news;
        try {
            news = JSON.readTree(payload);
        } catch (JacksonException e) {
            batch.addMalformed("expected JSON but found " + shown(payload));
            return;
        }
        JsonNode actor = news.path("actorID");
        JsonNode number = news.path("sequenceNumber");
        if (news.path("truncated").asBoolean(false)) {
            batch.addAnything();
        } else if (!actor.isString()) {
            batch.addMalformed("expected an object with an actorID but found " + shown(payload));
        } else if (!number.isMissingNode()
                && !number.isNull()
                && !(number.isIntegralNumber() && number.canConvertToLong())) {
            batch.addMalformed("expected a whole number as sequenceNumber but found " + shown(payload));
        } else {
            batch.add(new StateChange(
                    actor.stringValue(),
                    number.isIntegralNumber() ? number.longValue() : null,
                    time(news.path("timestamp"))));
        }
    }

    private static @Nullable Instant time(JsonNode time) {
        if (time.isNumber()) {
            double seconds = time.doubleValue();
            return Math.abs(seconds) < MAX_SECONDS
                    ? Instant.ofEpochSecond((long) Math.floor(seconds)).plusNanos(micros(seconds) * 1000)
                    : null;
        }
        if (!time.isString()) {
            return null;
        }
        // PostgreSQL writes 2026-01-31 10:00:00.5+01. A time without a zone could be anywhere.
        String text = time.stringValue().strip().replace(' ', 'T');
        try {
            return OffsetDateTime.parse(text.matches(".*[+-]\\d\\d") ? text + ":00" : text)
                    .toInstant();
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static long micros(double seconds) {
        return Math.round((seconds - Math.floor(seconds)) * 1_000_000);
    }

    private static String shown(String payload) {
        String start = payload.length() > SHOWN ? payload.substring(0, SHOWN) + "…" : payload;
        return "'" + start.replaceAll("\\p{Cntrl}", "?") + "'";
    }
}
