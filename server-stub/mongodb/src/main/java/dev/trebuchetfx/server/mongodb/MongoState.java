// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.Arrays;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.bson.BsonValue;
import org.bson.json.JsonMode;
import org.bson.json.JsonWriterSettings;
import org.jspecify.annotations.Nullable;

/**
 * The document of an actor's newest state, as it was read.
 *
 * @param document the document, which anybody may have edited
 */
record MongoState(BsonDocument document) {
    private static final int HASH_BYTES = 16;
    private static final JsonWriterSettings JSON =
            JsonWriterSettings.builder().outputMode(JsonMode.RELAXED).build();

    /** The text around a value in a document that has nothing else. */
    private static final String BEFORE = "{\"v\": ";

    private static final String AFTER = "}";

    /** Returns the fields of a state's document, without its key. */
    static BsonDocument fields(StateVersion version, StateWrite write, Instant storedAt) {
        return fields(version, write.writeId(), write.schema(), write.json().utf8(), storedAt);
    }

    static BsonDocument fields(StateVersion version, UUID writeId, int schema, String json, Instant storedAt) {
        return new BsonDocument(MongoFields.STATE, new BsonString(json))
                .append(MongoFields.SCHEMA, new BsonInt32(schema))
                .append(MongoFields.HASH, hash(schema, json))
                .append(MongoFields.GENERATION, new BsonBinary(version.generation()))
                .append(MongoFields.NUMBER, new BsonInt64(version.number()))
                .append(MongoFields.WRITE, new BsonBinary(writeId))
                .append(MongoFields.STORED_AT, new BsonDateTime(storedAt.toEpochMilli()));
    }

    /** Returns a hash that two states have in common only if they are the same, with the same schema version. */
    static BsonBinary hash(int schema, String json) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(schema).flip());
            digest.update(json.getBytes(StandardCharsets.UTF_8));
            return new BsonBinary(Arrays.copyOf(digest.digest(), HASH_BYTES));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256, but this one does not", e);
        }
    }

    /** Returns the version that was numbered last, if the document still has it; null otherwise. */
    @Nullable
    StateVersion version() {
        UUID generation = MongoFields.uuid(document, MongoFields.GENERATION);
        long number = MongoFields.positive(document, MongoFields.NUMBER);
        return generation == null || number == 0 ? null : new StateVersion(generation, number);
    }

    /** Returns whether the state is the one that was numbered, and not an edit that nobody has numbered yet. */
    boolean isNumbered() {
        return version() != null
                && MongoFields.uuid(document, MongoFields.WRITE) != null
                && document.get(MongoFields.STORED_AT) instanceof BsonDateTime
                && document.get(MongoFields.STATE) instanceof BsonString
                && hash(schema(), json()).equals(document.get(MongoFields.HASH));
    }

    int schema() {
        return Math.clamp(MongoFields.positive(document, MongoFields.SCHEMA), 1, Integer.MAX_VALUE);
    }

    /** Returns the state as JSON: a text or bytes as they are, since they should be JSON, and other values translated. */
    String json() {
        BsonValue value = document.get(MongoFields.STATE, BsonNull.VALUE);
        if (value.isString()) {
            return value.asString().getValue();
        }
        if (value.isBinary()) {
            return new String(value.asBinary().getData(), StandardCharsets.UTF_8);
        }
        String around = new BsonDocument("v", value).toJson(JSON);
        return around.substring(BEFORE.length(), around.length() - AFTER.length());
    }

    /** Returns the state of a document that is numbered. */
    StoredState stored() {
        StateVersion version = version();
        UUID writeId = MongoFields.uuid(document, MongoFields.WRITE);
        if (version == null || writeId == null) {
            throw new IllegalStateException("a state must be numbered before it is read but was " + document.keySet());
        }
        return new StoredState(version, writeId, schema(), Bytes.utf8(json()), storedAt(document));
    }

    static Instant storedAt(BsonDocument document) {
        return Instant.ofEpochMilli(document.getDateTime(MongoFields.STORED_AT).getValue());
    }
}
