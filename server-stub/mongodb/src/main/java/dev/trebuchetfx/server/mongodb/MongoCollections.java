// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.conversions.Bson;

/**
 * The two collections. Whatever the address says, they are read from the primary, as most servers have them, and written to most servers:
 * what was shown must not be lost when a server fails.
 *
 * @param states the newest state of each actor
 * @param log the newest versions of each actor
 */
record MongoCollections(
        MongoDatabase database, MongoCollection<BsonDocument> states, MongoCollection<BsonDocument> log) {
    static MongoCollections of(MongoClient client, MongoOptions options) {
        MongoDatabase database = client.getDatabase(options.database())
                .withReadPreference(ReadPreference.primary())
                .withReadConcern(ReadConcern.MAJORITY)
                .withWriteConcern(WriteConcern.MAJORITY.withJournal(true));
        return new MongoCollections(
                database,
                database.getCollection(options.states(), BsonDocument.class),
                database.getCollection(options.log(), BsonDocument.class));
    }

    static Bson byActor(String actor) {
        return eq(MongoFields.ID, actor);
    }

    /** Returns the entries of an actor's log in one generation. */
    static Bson byLife(String actor, UUID generation) {
        return and(eq(MongoFields.ACTOR, actor), eq(MongoFields.GENERATION, new BsonBinary(generation)));
    }
}
