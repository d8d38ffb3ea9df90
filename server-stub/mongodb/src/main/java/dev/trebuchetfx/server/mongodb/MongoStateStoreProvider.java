// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.ReconnectingSource;
import dev.trebuchetfx.server.store.ReconnectingSource.Pauses;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateStoreProvider;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.bson.BsonDocument;

/**
 * The maker of stores on MongoDB, for addresses such as {@code mongodb://user:password@host1,host2/database?replicaSet=rs0} and
 * {@code mongodb+srv://user:password@name/database}. The server must be a replica set, of one member at the least, or a sharded cluster.
 *
 * <p>Its options: {@code create-schema} ({@code true} to make the collections and indexes that are missing), {@code collection},
 * {@code log-collection} (names), {@code pool-size} (8), {@code connect-timeout} (5s), {@code statement-timeout} (10s) and
 * {@code password-file}.
 */
public final class MongoStateStoreProvider implements StateStoreProvider {
    private static final long AWAIT_MILLIS = 1_000;

    private final Pauses pauses;

    /** Makes a provider. */
    public MongoStateStoreProvider() {
        this(Pauses.DEFAULT);
    }

    MongoStateStoreProvider(Pauses pauses) {
        this.pauses = pauses;
    }

    @Override
    public String form() {
        return MongoOptions.FORM;
    }

    @Override
    public boolean accepts(String address) {
        return MongoOptions.isAddress(address);
    }

    @Override
    public ActorStateStore open(String address, LogRetention retention, Map<String, String> options, TimeSource time) {
        MongoOptions settings = MongoOptions.read(address, options);
        MongoClient client = MongoClients.create(settings.client());
        try {
            return open(client, settings, retention, time);
        } catch (MongoException e) {
            client.close();
            throw MongoFailures.failure("open the store in the " + settings, e);
        } catch (RuntimeException e) {
            client.close();
            throw e;
        }
    }

    private ActorStateStore open(MongoClient client, MongoOptions settings, LogRetention retention, TimeSource time) {
        MongoCollections collections = MongoCollections.of(client, settings);
        MongoTransactions transactions = new MongoTransactions(client::startSession, settings.statementTimeout(), time);
        ChangeStreamSession.Streams streams = streams(collections.states());
        MongoSchema schema = new MongoSchema(collections);
        schema.checkServer();
        if (settings.createSchema()) {
            schema.create();
        }
        schema.checkCollections();
        schema.checkRights(transactions, streams);
        MongoActorLog log = new MongoActorLog(collections.log(), retention);
        MongoEdits edits = new MongoEdits(collections.states(), log, transactions, time);
        MongoWriter writer = new MongoWriter(collections.states(), log, edits, transactions);
        return new MongoStateStore(
                client, collections.states(), log, edits, writer, () -> source(streams, edits, time));
    }

    /** Returns the opener of change streams of a collection. */
    static ChangeStreamSession.Streams streams(MongoCollection<BsonDocument> states) {
        return token -> {
            var stream = states.watch(MongoNews.PROJECTED, BsonDocument.class)
                    .maxAwaitTime(AWAIT_MILLIS, TimeUnit.MILLISECONDS);
            return (token == null ? stream : stream.startAfter(token)).cursor();
        };
    }

    private StateChangeSource source(ChangeStreamSession.Streams streams, MongoEdits edits, TimeSource time) {
        ChangeStreamSession.Position position = new ChangeStreamSession.Position();
        Executor threads = VirtualThreads.named("trebuchet-mongodb-changes");
        return new ReconnectingSource(
                () -> ChangeStreamSession.open(streams, position, edits),
                pauses,
                MongoFailures::describe,
                time,
                threads);
    }
}
