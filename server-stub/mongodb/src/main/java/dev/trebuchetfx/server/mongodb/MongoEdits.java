// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Projections;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/**
 * The numbering of edits that others made, since MongoDB has no triggers. Whoever meets a state that is not the one that was numbered last
 * gives it the next version and logs it, in a transaction in which one alone succeeds. Safe for use by any thread.
 */
final class MongoEdits implements ChangeStreamSession.Care {
    /** The attempts after which a state is given up that others change without a pause. */
    private static final int ATTEMPTS = 10;

    private final MongoCollection<BsonDocument> states;
    private final MongoActorLog log;
    private final MongoTransactions transactions;
    private final TimeSource time;

    MongoEdits(
            MongoCollection<BsonDocument> states, MongoActorLog log, MongoTransactions transactions, TimeSource time) {
        this.states = states;
        this.log = log;
        this.transactions = transactions;
        this.time = time;
    }

    /** Returns the time of a write, in the accuracy of the database. */
    Instant now() {
        return time.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /** Returns the newest state of an actor, once it is numbered; null where there is none. */
    @Nullable
    MongoState newest(String actor) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            BsonDocument found = states.find(MongoCollections.byActor(actor)).first();
            MongoState state = found == null ? null : new MongoState(found);
            if (state == null || state.isNumbered()) {
                return state;
            }
            transactions.run(session -> tryNumber(session, actor));
        }
        throw new StateStoreException(
                "MongoDB could not number an edit of the actor '" + actor
                        + "', since others change it without a pause; try again later",
                null);
    }

    /** Numbers the state as this transaction sees it, if that is to be done still. */
    private @Nullable Boolean tryNumber(ClientSession session, String actor) {
        BsonDocument found =
                states.find(session, MongoCollections.byActor(actor)).first();
        MongoState state = found == null ? null : new MongoState(found);
        if (state == null || state.isNumbered()) {
            return null;
        }
        StateVersion next = next(session, actor, state.version());
        if (next.number() == 1) {
            log.forgetOthers(session, actor, null);
        }
        String json = state.json();
        StateWrite edit = new StateWrite(UUID.randomUUID(), null, null, state.schema(), Bytes.utf8(json), null);
        Instant now = now();
        states.updateOne(
                session, MongoCollections.byActor(actor), new BsonDocument("$set", MongoState.fields(next, edit, now)));
        log.append(session, List.of(MongoActorLog.entry(actor, next, edit, now)));
        return true;
    }

    /** Returns the version after the one that a document names, or after the newest in the log, since an edit may have set any number. */
    private StateVersion next(ClientSession session, String actor, @Nullable StateVersion named) {
        if (named == null) {
            return new StateVersion(UUID.randomUUID(), 1);
        }
        long logged = log.newestNumber(session, actor, named.generation());
        return new StateVersion(named.generation(), Math.max(named.number(), logged) + 1);
    }

    @Override
    public void number(String actor) {
        newest(actor);
    }

    @Override
    public void forgetLog(String actor) {
        transactions.run(session -> {
            BsonDocument found = states.find(session, MongoCollections.byActor(actor))
                    .projection(Projections.include(MongoFields.GENERATION))
                    .first();
            log.forgetOthers(session, actor, found == null ? null : MongoFields.uuid(found, MongoFields.GENERATION));
            return true;
        });
    }
}
