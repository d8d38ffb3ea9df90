// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.eq;
import static com.mongodb.client.model.Filters.gte;
import static com.mongodb.client.model.Filters.lte;
import static com.mongodb.client.model.Filters.ne;
import static com.mongodb.client.model.Projections.include;
import static com.mongodb.client.model.Sorts.ascending;
import static com.mongodb.client.model.Sorts.descending;

import com.mongodb.MongoException;
import com.mongodb.client.ClientSession;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoCursor;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.LogTrimming;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.bson.BsonBinary;
import org.bson.BsonBoolean;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonInt64;
import org.bson.BsonString;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The logs of the actors. Safe for use by any thread. */
final class MongoActorLog {
    private static final Logger LOG = LoggerFactory.getLogger(MongoActorLog.class);

    private final MongoCollection<BsonDocument> log;
    private final LogRetention retention;

    MongoActorLog(MongoCollection<BsonDocument> log, LogRetention retention) {
        this.log = log;
        this.retention = retention;
    }

    LogRetention retention() {
        return retention;
    }

    /** Returns the document of an entry. */
    static BsonDocument entry(String actor, StateVersion version, StateWrite write, Instant storedAt) {
        Bytes patch = version.number() == 1 ? null : write.patch();
        Bytes content = patch == null ? write.json() : patch;
        BsonDocument entry = new BsonDocument(MongoFields.ACTOR, new BsonString(actor))
                .append(MongoFields.GENERATION, new BsonBinary(version.generation()))
                .append(MongoFields.NUMBER, new BsonInt64(version.number()))
                .append(MongoFields.WRITE, new BsonBinary(write.writeId()))
                .append(MongoFields.SCHEMA, new BsonInt32(write.schema()))
                .append(MongoFields.IS_PATCH, BsonBoolean.valueOf(patch != null))
                .append(MongoFields.CONTENT, MongoFields.binary(content))
                .append(MongoFields.SIZE, new BsonInt32(content.size()))
                .append(MongoFields.STORED_AT, new BsonDateTime(storedAt.toEpochMilli()));
        String key = write.callKey();
        if (key != null) {
            entry.append(MongoFields.CALL_KEY, new BsonString(key));
        }
        Bytes result = write.result();
        if (result != null) {
            entry.append(MongoFields.RESULT, MongoFields.binary(result));
        }
        return entry;
    }

    static LogEntry read(BsonDocument entry) {
        Bytes content = MongoFields.bytes(entry, MongoFields.CONTENT);
        return new LogEntry(
                new StateVersion(
                        entry.getBinary(MongoFields.GENERATION).asUuid(),
                        MongoFields.positive(entry, MongoFields.NUMBER)),
                entry.getBinary(MongoFields.WRITE).asUuid(),
                MongoFields.text(entry, MongoFields.CALL_KEY),
                MongoFields.bytes(entry, MongoFields.RESULT),
                (int) MongoFields.positive(entry, MongoFields.SCHEMA),
                entry.getBoolean(MongoFields.IS_PATCH).getValue(),
                content == null ? Bytes.empty() : content,
                MongoState.storedAt(entry));
    }

    /** Appends entries within a transaction. */
    void append(ClientSession session, List<BsonDocument> entries) {
        log.insertMany(session, entries);
    }

    /** Forgets what the log has of other lives of an actor than this one, which may be none. */
    void forgetOthers(ClientSession session, String actor, @Nullable UUID generation) {
        Bson all = eq(MongoFields.ACTOR, actor);
        log.deleteMany(
                session, generation == null ? all : and(all, ne(MongoFields.GENERATION, new BsonBinary(generation))));
    }

    /** Returns the number of the newest entry of a life, as a transaction sees it; 0 where there is none. */
    long newestNumber(ClientSession session, String actor, UUID generation) {
        BsonDocument newest = log.find(session, MongoCollections.byLife(actor, generation))
                .sort(descending(MongoFields.NUMBER))
                .projection(include(MongoFields.NUMBER))
                .first();
        return newest == null ? 0 : MongoFields.positive(newest, MongoFields.NUMBER);
    }

    List<LogEntry> after(String actor, StateVersion after, int limit, long maxBytes) {
        return entries(actor, after.generation(), after.number() + 1, limit, maxBytes);
    }

    List<LogEntry> fromState(String actor, StateVersion version, int limit, long maxBytes) {
        Bson life = MongoCollections.byLife(actor, version.generation());
        BsonDocument base = log.find(
                        and(life, lte(MongoFields.NUMBER, version.number()), eq(MongoFields.IS_PATCH, false)))
                .sort(descending(MongoFields.NUMBER))
                .projection(include(MongoFields.NUMBER))
                .first();
        if (base == null
                || log.find(and(life, eq(MongoFields.NUMBER, version.number())))
                                .projection(include(MongoFields.NUMBER))
                                .first()
                        == null) {
            return List.of();
        }
        return entries(actor, version.generation(), MongoFields.positive(base, MongoFields.NUMBER), limit, maxBytes);
    }

    /** Returns the entries from a number on, up to the first hole; none if the log does not have that number. */
    private List<LogEntry> entries(String actor, UUID generation, long first, int limit, long maxBytes) {
        List<LogEntry> entries = new ArrayList<>();
        long bytes = 0;
        try (MongoCursor<BsonDocument> found = log.find(
                        and(MongoCollections.byLife(actor, generation), gte(MongoFields.NUMBER, first)))
                .sort(ascending(MongoFields.NUMBER))
                .limit(limit)
                .cursor()) {
            while (found.hasNext()) {
                LogEntry entry = read(found.next());
                bytes += entry.content().size();
                if (entry.version().number() != first + entries.size() || (!entries.isEmpty() && bytes > maxBytes)) {
                    break;
                }
                entries.add(entry);
            }
        }
        return List.copyOf(entries);
    }

    @Nullable
    LogEntry find(String actor, UUID generation, UUID writeId, @Nullable String callKey) {
        Bson life = MongoCollections.byLife(actor, generation);
        BsonDocument entry = log.find(and(life, eq(MongoFields.WRITE, new BsonBinary(writeId))))
                .first();
        if (entry == null && callKey != null) {
            entry = log.find(and(life, eq(MongoFields.CALL_KEY, callKey)))
                    .sort(descending(MongoFields.NUMBER))
                    .first();
        }
        return entry == null ? null : read(entry);
    }

    /** Forgets what neither the bounds keep nor the entries within them need. A failure is logged, since the write itself is stored. */
    void trim(String actor, StateVersion newest, Instant now) {
        Bson life = MongoCollections.byLife(actor, newest.generation());
        LogTrimming walk = new LogTrimming(retention, now);
        try (MongoCursor<BsonDocument> found = log.find(life)
                .sort(descending(MongoFields.NUMBER))
                .projection(include(MongoFields.NUMBER, MongoFields.IS_PATCH, MongoFields.SIZE, MongoFields.STORED_AT))
                .cursor()) {
            while (found.hasNext()) {
                BsonDocument entry = found.next();
                boolean isPatch = entry.getBoolean(MongoFields.IS_PATCH).getValue();
                if (!walk.keeps(isPatch, MongoFields.positive(entry, MongoFields.SIZE), MongoState.storedAt(entry))) {
                    log.deleteMany(and(life, lte(MongoFields.NUMBER, MongoFields.positive(entry, MongoFields.NUMBER))));
                    return;
                }
            }
        } catch (MongoException e) {
            LOG.warn("MongoDB could not trim the log of the actor '{}'; a later write tries it again", actor, e);
        }
    }
}
