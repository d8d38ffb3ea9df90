// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.MongoClientSettings;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonDocumentReader;
import org.bson.codecs.DecoderContext;

/** Events in the shapes that MongoDB's manual describes, read as the driver reads them. */
final class RecordedEvents {
    static final UUID WRITE = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");

    private static final String WRITE_ID = "{'$uuid': '" + WRITE + "'}";

    private RecordedEvents() {}

    /**
     * Reads an event.
     *
     * @param number a number that its token has
     * @param fields its fields beside those that all events have
     */
    static ChangeStreamDocument<BsonDocument> event(int number, String fields) {
        BsonDocument document = BsonDocument.parse("{'_id': " + token(number).toJson()
                + ", 'clusterTime': {'$timestamp': {'t': 1770000000, 'i': 1}},"
                + " 'wallTime': {'$date': '2026-01-31T10:00:00.500Z'}, " + fields + "}");
        return ChangeStreamDocument.createCodec(BsonDocument.class, MongoClientSettings.getDefaultCodecRegistry())
                .decode(
                        new BsonDocumentReader(document),
                        DecoderContext.builder().build());
    }

    static BsonDocument token(int number) {
        return BsonDocument.parse("{'_data': '82" + number + "'}");
    }

    /** Returns the event of a store's write. */
    static ChangeStreamDocument<BsonDocument> written(int number, String actor, long version) {
        return event(
                number,
                "'operationType': 'update', 'documentKey': {'_id': '" + actor + "'}, 'updateDescription':"
                        + " {'updatedFields': {'number': {'$numberLong': '" + version + "'}, 'writeId': " + WRITE_ID
                        + "}}");
    }

    /** Returns the event of a document that a store has inserted. */
    static ChangeStreamDocument<BsonDocument> inserted(int number, String actor) {
        return event(
                number,
                "'operationType': 'insert', 'documentKey': {'_id': '" + actor + "'}, 'fullDocument': {'_id': '" + actor
                        + "', 'number': {'$numberLong': '1'}, 'writeId': " + WRITE_ID + "}");
    }

    /** Returns the event of an edit by hand, of which nothing is left by the projection. */
    static ChangeStreamDocument<BsonDocument> edited(int number, String actor) {
        return event(
                number,
                "'operationType': 'update', 'documentKey': {'_id': '" + actor
                        + "'}, 'updateDescription': {'updatedFields': {}}");
    }

    static ChangeStreamDocument<BsonDocument> deleted(int number, String actor) {
        return event(number, "'operationType': 'delete', 'documentKey': {'_id': '" + actor + "'}");
    }

    static ChangeStreamDocument<BsonDocument> ofKind(int number, String operation) {
        return event(number, "'operationType': '" + operation + "'");
    }
}
