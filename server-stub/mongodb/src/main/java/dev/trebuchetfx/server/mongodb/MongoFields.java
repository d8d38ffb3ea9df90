// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.UUID;
import org.bson.BSONException;
import org.bson.BsonBinary;
import org.bson.BsonBinarySubType;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** The names of the fields of both collections, and readings of values that anybody may have put there. */
final class MongoFields {
    /** The actor's name, in the collection of states. */
    static final String ID = "_id";

    static final String STATE = "state";

    /** The hash of the state and its schema version, as they were when the version was numbered. */
    static final String HASH = "stateHash";

    static final String NUMBER = "number";
    static final String GENERATION = "generation";
    static final String WRITE = "writeId";
    static final String SCHEMA = "schemaVersion";
    static final String STORED_AT = "storedAt";

    /** The actor's name, in the log. */
    static final String ACTOR = "actorId";

    static final String CALL_KEY = "callKey";
    static final String RESULT = "result";
    static final String IS_PATCH = "isPatch";
    static final String CONTENT = "content";
    static final String SIZE = "size";

    private MongoFields() {}

    static BsonBinary binary(Bytes bytes) {
        return new BsonBinary(bytes.unsafeArray());
    }

    static @Nullable Bytes bytes(BsonDocument document, String field) {
        BsonValue value = document.get(field);
        return value != null && value.isBinary() ? Bytes.wrap(value.asBinary().getData()) : null;
    }

    /** Returns a whole number of at least 1; 0 where there is none. A shell writes numbers as it likes. */
    static long positive(BsonDocument document, String field) {
        BsonValue value = document.get(field);
        return value != null && value.isNumber() ? Math.max(0, value.asNumber().longValue()) : 0;
    }

    static @Nullable UUID uuid(BsonDocument document, String field) {
        BsonValue value = document.get(field);
        if (value == null
                || !value.isBinary()
                || value.asBinary().getType() != BsonBinarySubType.UUID_STANDARD.getValue()) {
            return null;
        }
        try {
            return value.asBinary().asUuid();
        } catch (BSONException | IllegalArgumentException e) {
            return null;
        }
    }

    static @Nullable String text(BsonDocument document, String field) {
        BsonValue value = document.get(field);
        return value != null && value.isString() ? value.asString().getValue() : null;
    }
}
