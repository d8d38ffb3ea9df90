// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StoredState;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The records of the store, read from the answers of the script. */
final class ScriptReplies {
    private ScriptReplies() {}

    /** Returns the state that the script has loaded; null for none. */
    static @Nullable StoredState state(List<Object> reply) {
        return reply.isEmpty()
                ? null
                : new StoredState(
                        version(reply, 0),
                        UUID.fromString(text(reply.get(2))),
                        Integer.parseInt(text(reply.get(3))),
                        Bytes.wrap(bytes(reply.get(4))),
                        instant(reply.get(5)));
    }

    /** Returns the version whose generation and number begin at an index. */
    static StateVersion version(List<Object> reply, int index) {
        return new StateVersion(UUID.fromString(text(reply.get(index))), Long.parseLong(text(reply.get(index + 1))));
    }

    static List<LogEntry> entries(String actor, List<Object> reply) {
        List<LogEntry> entries = new ArrayList<>();
        for (Object each : reply) {
            entries.add(entry(actor, (List<?>) each));
        }
        return entries;
    }

    private static LogEntry entry(String actor, List<?> entry) {
        String id = text(entry.get(0));
        List<?> values = (List<?>) entry.get(1);
        Map<String, byte[]> fields = new HashMap<>();
        for (int i = 0; i + 1 < values.size(); i += 2) {
            fields.put(text(values.get(i)), bytes(values.get(i + 1)));
        }
        byte[] patch = fields.get("patch");
        byte[] result = fields.get("result");
        byte[] call = fields.get("call");
        try {
            return new LogEntry(
                    new StateVersion(
                            UUID.fromString(text(fields.get("generation"))),
                            Long.parseLong(id.substring(id.indexOf('-') + 1))),
                    UUID.fromString(text(fields.get("writeId"))),
                    call == null ? null : text(call),
                    result == null ? null : Bytes.wrap(result),
                    Integer.parseInt(text(fields.get("schema"))),
                    patch != null,
                    Bytes.wrap(bytes(patch == null ? fields.get("state") : patch)),
                    instant(fields.get("storedAt")));
        } catch (IllegalArgumentException | StateStoreException e) {
            throw new StateStoreException(
                    "the entry " + id + " of the log of the actor '" + actor
                            + "' can't be read; whoever wrote it must use the script of the store",
                    e);
        }
    }

    static Instant instant(@Nullable Object micros) {
        return Instant.EPOCH.plus(Long.parseLong(text(micros)), ChronoUnit.MICROS);
    }

    static String text(@Nullable Object value) {
        return value instanceof Long number ? number.toString() : new String(bytes(value), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(@Nullable Object value) {
        if (value instanceof byte[] found) {
            return found;
        }
        throw new StateStoreException(
                "the script of the store should have answered with bytes but did with " + value, null);
    }
}
