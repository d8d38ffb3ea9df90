// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;

import com.mongodb.ErrorCategory;
import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.FindOneAndUpdateOptions;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReturnDocument;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.LogTrimming;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonDocument;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The writer of states with their log. Each write is one transaction, however many versions it makes. Safe for use by any thread. */
final class MongoWriter {
    /** The attempts after which a write gives up that meets a state neither as expected nor another one. */
    private static final int ATTEMPTS = 3;

    private static final FindOneAndUpdateOptions BEFORE =
            new FindOneAndUpdateOptions().returnDocument(ReturnDocument.BEFORE);

    private final MongoCollection<BsonDocument> states;
    private final MongoActorLog log;
    private final MongoEdits edits;
    private final MongoTransactions transactions;

    MongoWriter(
            MongoCollection<BsonDocument> states, MongoActorLog log, MongoEdits edits, MongoTransactions transactions) {
        this.states = states;
        this.log = log;
        this.edits = edits;
        this.transactions = transactions;
    }

    /** A version that is to be stored, with its entry of the log. */
    private record Step(StoredState state, BsonDocument entry) {}

    /**
     * Stores states, each as the version after the one before, and trims the log where that is due.
     *
     * @throws StateVersionConflictException if another version is the newest one, or an edit that nobody had numbered
     * @throws MongoException if the outcome is not known, or the database refuses the values
     */
    List<StoredState> write(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            List<Step> steps = steps(actor, expected, writes);
            if (transactions.run(session -> store(session, actor, expected, writes.getLast(), steps)) != null) {
                trimIfDue(actor, steps);
                return steps.stream().map(Step::state).toList();
            }
            MongoState newest = edits.newest(actor);
            StateVersion actual = newest == null ? null : newest.version();
            if (!Objects.equals(expected, actual)) {
                throw new StateVersionConflictException(actor, expected, actual);
            }
            // It became as expected between the two questions.
        }
        throw new StateStoreException(
                "MongoDB could not store the state of the actor '" + actor + "', since it changes too often", null);
    }

    private List<Step> steps(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
        Instant now = edits.now();
        List<Step> steps = new ArrayList<>();
        StateVersion version = expected;
        for (StateWrite write : writes) {
            version = version == null ? new StateVersion(UUID.randomUUID(), 1) : version.next();
            steps.add(new Step(
                    new StoredState(version, write.writeId(), write.schema(), write.json(), now),
                    MongoActorLog.entry(actor, version, write, now)));
        }
        return steps;
    }

    /** Stores the last state and all entries; null where the state before is another one than expected. */
    private @Nullable Boolean store(
            ClientSession session, String actor, @Nullable StateVersion expected, StateWrite write, List<Step> steps) {
        StoredState last = steps.getLast().state();
        BsonDocument fields = MongoState.fields(last.version(), write, last.storedAt());
        boolean stored = expected == null ? insert(session, actor, fields) : update(session, actor, expected, fields);
        if (!stored) {
            return null;
        }
        log.append(session, steps.stream().map(Step::entry).toList());
        return true;
    }

    private boolean insert(ClientSession session, String actor, BsonDocument fields) {
        if (states.find(session, MongoCollections.byActor(actor))
                        .projection(Projections.include(MongoFields.ID))
                        .first()
                != null) {
            return false;
        }
        // What is left of a life that somebody has deleted.
        log.forgetOthers(session, actor, null);
        try {
            BsonDocument document = new BsonDocument(MongoFields.ID, new BsonString(actor));
            document.putAll(fields);
            states.insertOne(session, document);
            return true;
        } catch (MongoException e) {
            if (ErrorCategory.fromErrorCode(e.getCode()) == ErrorCategory.DUPLICATE_KEY) {
                return false;
            }
            throw e;
        }
    }

    private boolean update(ClientSession session, String actor, StateVersion expected, BsonDocument fields) {
        Bson asExpected = and(
                eq(MongoFields.ID, actor),
                eq(MongoFields.GENERATION, new BsonBinary(expected.generation())),
                eq(MongoFields.NUMBER, expected.number()));
        BsonDocument before = states.findOneAndUpdate(session, asExpected, new BsonDocument("$set", fields), BEFORE);
        // An edit that nobody has numbered must not be lost under this write.
        return before != null && new MongoState(before).isNumbered();
    }

    private void trimIfDue(String actor, List<Step> steps) {
        LogRetention retention = log.retention();
        boolean isDue = steps.stream()
                .anyMatch(step -> LogTrimming.isDue(
                        retention,
                        step.state().version().number(),
                        MongoFields.positive(step.entry(), MongoFields.SIZE)));
        if (isDue) {
            log.trim(actor, steps.getLast().state().version(), edits.now());
        }
    }

    /** Deletes a state with its log, and returns whether there was one. */
    boolean delete(String actor) {
        return Boolean.TRUE.equals(transactions.run(session -> {
            boolean deleted =
                    states.deleteOne(session, MongoCollections.byActor(actor)).getDeletedCount() > 0;
            log.forgetOthers(session, actor, null);
            return deleted;
        }));
    }
}
