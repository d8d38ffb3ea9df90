// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static com.mongodb.client.model.Filters.exists;
import static com.mongodb.client.model.Indexes.ascending;

import com.mongodb.MongoCommandException;
import com.mongodb.client.model.IndexModel;
import com.mongodb.client.model.IndexOptions;
import dev.trebuchetfx.server.store.StateStoreException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonString;

/** The collections and indexes that the store needs, and the check that the server can do what it needs. */
final class MongoSchema {
    private static final int NAMESPACE_EXISTS = 48;

    /** An actor that there can't be, so that a trial changes nothing. */
    private static final String NOBODY = "";

    private static final List<IndexModel> LOG_INDEXES = List.of(
            new IndexModel(
                    ascending(MongoFields.ACTOR, MongoFields.GENERATION, MongoFields.NUMBER),
                    new IndexOptions().name("trebuchet_version").unique(true)),
            // Whoever lost the answer to a write looks for it by these.
            new IndexModel(ascending(MongoFields.ACTOR, MongoFields.WRITE), new IndexOptions().name("trebuchet_write")),
            new IndexModel(
                    ascending(MongoFields.ACTOR, MongoFields.CALL_KEY),
                    new IndexOptions().name("trebuchet_call").partialFilterExpression(exists(MongoFields.CALL_KEY))));

    private final MongoCollections collections;

    MongoSchema(MongoCollections collections) {
        this.collections = collections;
    }

    /** Makes what is missing. It may be called again, and by several nodes at once. */
    void create() {
        for (String name : missing()) {
            try {
                collections.database().createCollection(name);
            } catch (MongoCommandException e) {
                if (e.getCode() != NAMESPACE_EXISTS) {
                    throw e;
                }
            }
        }
        collections.log().createIndexes(LOG_INDEXES);
    }

    private List<String> missing() {
        List<String> missing = new ArrayList<>(names());
        collections.database().listCollectionNames().forEach(missing::remove);
        return missing;
    }

    private List<String> names() {
        return List.of(
                collections.states().getNamespace().getCollectionName(),
                collections.log().getNamespace().getCollectionName());
    }

    /**
     * Checks that there is all that the store needs.
     *
     * @throws StateStoreException if something is missing; the message says what to do
     */
    void checkCollections() {
        List<String> missing = missing();
        if (missing.isEmpty()) {
            Set<String> indexes = new HashSet<>();
            collections
                    .log()
                    .listIndexes(BsonDocument.class)
                    .forEach(index -> indexes.add(index.getString("name").getValue()));
            for (IndexModel each : LOG_INDEXES) {
                String name = String.valueOf(each.getOptions().getName());
                if (!indexes.contains(name)) {
                    missing.add(names().getLast() + "." + name);
                }
            }
        }
        if (!missing.isEmpty()) {
            throw new StateStoreException(
                    "the database '" + collections.database().getName()
                            + "' must have collections and indexes of the store but lacks "
                            + String.join(", ", missing) + "; make them by the option create-schema",
                    null);
        }
    }

    /**
     * Checks that the server has transactions and change streams.
     *
     * @throws StateStoreException if it has not; the message says what to do
     */
    void checkServer() {
        BsonDocument hello =
                collections.database().runCommand(new BsonDocument("hello", new BsonInt32(1)), BsonDocument.class);
        if (!isReplicated(hello)) {
            throw new StateStoreException(
                    "the server must be a member of a replica set, which transactions and change streams need, but is a"
                            + " standalone one; start mongod with --replSet rs0, run rs.initiate() in mongosh once, and"
                            + " give the address with ?replicaSet=rs0",
                    null);
        }
    }

    /** Returns whether the answer to {@code hello} is that of a member of a replica set, or of the router of a sharded cluster. */
    static boolean isReplicated(BsonDocument hello) {
        return hello.containsKey("setName") || new BsonString("isdbgrid").equals(hello.get("msg"));
    }

    /**
     * Tries each kind of question without changing anything, so that a right that is missing is known at the start.
     *
     * @param streams opens the change stream
     */
    void checkRights(MongoTransactions transactions, ChangeStreamSession.Streams streams) {
        transactions.run(session -> {
            BsonDocument nothing = new BsonDocument("$unset", new BsonDocument(MongoFields.STATE, new BsonString("")));
            collections.states().find(session, MongoCollections.byActor(NOBODY)).first();
            collections.states().updateOne(session, MongoCollections.byActor(NOBODY), nothing);
            collections.states().deleteOne(session, MongoCollections.byActor(NOBODY));
            collections.log().deleteMany(session, MongoCollections.byActor(NOBODY));
            return true;
        });
        streams.open(null).close();
    }
}
