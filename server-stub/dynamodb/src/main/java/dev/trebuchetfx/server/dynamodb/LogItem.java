// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * The items of the log's table. Its key is the actor and the version as text, in which the number has all its digits, so that the texts of one
 * generation are in the order of the numbers.
 */
final class LogItem {
    static final String ACTOR = StateItem.ACTOR;
    static final String VERSION = "version";
    static final String WRITE_ID = "writeId";
    static final String CALL_KEY = "callKey";
    static final String HASH = "hash";
    static final String IS_PATCH = "isPatch";
    static final String SIZE = "size";
    static final String STORED_AT = "storedAt";
    static final String EXPIRES_AT = "expiresAt";
    static final String BY_WRITE = "byWrite";
    static final String BY_CALL_KEY = "byCallKey";

    private static final String RESULT = "result";
    private static final String SCHEMA = StateItem.SCHEMA;
    private static final String CONTENT = "content";
    private static final int GENERATION_LENGTH = 36;

    private LogItem() {}

    /** Returns the text of a version. */
    static String text(StateVersion version) {
        return text(version.generation(), version.number());
    }

    static String text(UUID generation, long number) {
        return String.format(Locale.ROOT, "%s:%019d", generation, number);
    }

    /**
     * Returns the version of an item.
     *
     * @throws StateStoreException if it has none, as one that somebody else has put there
     */
    static StateVersion version(Map<String, AttributeValue> item) {
        StateVersion version = versionOrNull(item);
        if (version == null) {
            throw unreadable(item, null);
        }
        return version;
    }

    /** Returns the version of an item; null where it has none, as one that somebody else has put there. */
    static @Nullable StateVersion versionOrNull(Map<String, AttributeValue> item) {
        String text = Attributes.text(item, VERSION);
        try {
            return text.length() <= GENERATION_LENGTH
                    ? null
                    : new StateVersion(
                            UUID.fromString(text.substring(0, GENERATION_LENGTH)),
                            Long.parseLong(text.substring(GENERATION_LENGTH + 1)));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    private static StateStoreException unreadable(
            Map<String, AttributeValue> item, @Nullable IllegalArgumentException why) {
        return new StateStoreException(
                "the entry '" + Attributes.text(item, VERSION) + "' in the log of the actor '"
                        + Attributes.text(item, ACTOR) + "' can't be read"
                        + (why == null ? "" : " (" + why.getMessage() + ")") + "; delete it",
                null);
    }

    static Map<String, AttributeValue> key(String actor, String version) {
        return Map.of(ACTOR, Attributes.of(actor), VERSION, Attributes.of(version));
    }

    /**
     * Returns the item of an entry.
     *
     * @param hash the hash of the state that the entry makes
     * @param expiresAt the time from which DynamoDB may forget the item
     */
    static Map<String, AttributeValue> of(String actor, LogEntry entry, String hash, Instant expiresAt) {
        Map<String, AttributeValue> item = new HashMap<>(key(actor, text(entry.version())));
        item.put(WRITE_ID, Attributes.of(entry.writeId().toString()));
        item.put(HASH, Attributes.of(hash));
        item.put(SCHEMA, Attributes.of(entry.schema()));
        item.put(IS_PATCH, AttributeValue.fromBool(entry.isPatch()));
        item.put(SIZE, Attributes.of(entry.content().size()));
        item.put(CONTENT, Attributes.of(entry.content()));
        item.put(STORED_AT, Attributes.of(entry.storedAt().toEpochMilli()));
        item.put(EXPIRES_AT, Attributes.of(expiresAt.getEpochSecond()));
        String callKey = entry.callKey();
        if (callKey != null) {
            item.put(CALL_KEY, Attributes.of(callKey));
        }
        Bytes result = entry.result();
        if (result != null) {
            item.put(RESULT, Attributes.of(result));
        }
        return item;
    }

    /**
     * Returns the entry of an item.
     *
     * @throws StateStoreException if it is none, as one that somebody else has put there
     */
    static LogEntry entry(Map<String, AttributeValue> item) {
        AttributeValue result = item.get(RESULT);
        StateVersion version = version(item);
        try {
            return new LogEntry(
                    version,
                    UUID.fromString(Attributes.text(item, WRITE_ID)),
                    Attributes.textOrNull(item, CALL_KEY),
                    result == null ? null : Attributes.bytes(result),
                    (int) Attributes.number(item, SCHEMA),
                    isPatch(item),
                    Attributes.bytes(item.get(CONTENT)),
                    storedAt(item));
        } catch (IllegalArgumentException e) {
            throw unreadable(item, e);
        }
    }

    static boolean isPatch(Map<String, AttributeValue> item) {
        AttributeValue value = item.get(IS_PATCH);
        return value != null && Boolean.TRUE.equals(value.bool());
    }

    static Instant storedAt(Map<String, AttributeValue> item) {
        return Instant.ofEpochMilli(Attributes.number(item, STORED_AT));
    }

    /**
     * Returns the mark of the state that an entry made.
     *
     * @throws StateStoreException if the item is none, as one that somebody else has put there
     */
    static Seal seal(Map<String, AttributeValue> item) {
        StateVersion version = version(item);
        try {
            return new Seal(version, UUID.fromString(Attributes.text(item, WRITE_ID)), Attributes.text(item, HASH));
        } catch (IllegalArgumentException e) {
            throw unreadable(item, e);
        }
    }
}
