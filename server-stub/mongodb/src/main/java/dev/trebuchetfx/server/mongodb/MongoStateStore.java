// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Projections;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoreRules;
import dev.trebuchetfx.server.store.StoredState;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import org.bson.BsonDocument;
import org.jspecify.annotations.Nullable;

/** The store on MongoDB. Whichever method meets an edit by others that nobody has numbered yet numbers it first. */
final class MongoStateStore implements ActorStateStore {
    /** 8 MiB, half of what a document may have: the event of a change has the state once more before it is projected. */
    private static final int MAX_STATE_BYTES = 8 << 20;

    private final MongoClient client;
    private final MongoCollection<BsonDocument> states;
    private final MongoActorLog log;
    private final MongoEdits edits;
    private final MongoWriter writer;
    private final Supplier<StateChangeSource> sources;

    /**
     * @param client the connections, which this store closes
     * @param sources makes a new source of changes
     */
    MongoStateStore(
            MongoClient client,
            MongoCollection<BsonDocument> states,
            MongoActorLog log,
            MongoEdits edits,
            MongoWriter writer,
            Supplier<StateChangeSource> sources) {
        this.client = client;
        this.states = states;
        this.log = log;
        this.edits = edits;
        this.writer = writer;
        this.sources = sources;
    }

    @Override
    public int maxStateBytes() {
        return MAX_STATE_BYTES;
    }

    @Override
    public LogRetention retention() {
        return log.retention();
    }

    private static <T extends @Nullable Object> T ask(
            String action, BiFunction<String, RuntimeException, RuntimeException> failure, Supplier<T> question) {
        try {
            return question.get();
        } catch (MongoException | IllegalStateException e) {
            throw failure.apply(action, e);
        }
    }

    private static <T extends @Nullable Object> T read(String action, Supplier<T> question) {
        return ask(action, MongoFailures::failure, question);
    }

    private static <T> T write(String action, Supplier<T> question) {
        return ask(action, MongoFailures::writeFailure, question);
    }

    @Override
    public @Nullable StoredState loadWithVersion(String actor) {
        if (!StoreRules.isName(actor)) {
            return null;
        }
        MongoState state = read("load the state of the actor '" + actor + "'", () -> edits.newest(actor));
        return state == null ? null : state.stored();
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        return saveAllIfVersion(actor, expected, List.of(write)).getFirst();
    }

    @Override
    public List<StoredState> saveAllIfVersion(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
        for (StateWrite each : writes) {
            StoreRules.check(actor, each, MAX_STATE_BYTES);
        }
        return write(
                "store " + writes.size() + " states of the actor '" + actor + "'",
                () -> writer.write(actor, expected, writes));
    }

    @Override
    public boolean delete(String actor) {
        return StoreRules.isName(actor)
                && write("delete the state of the actor '" + actor + "'", () -> writer.delete(actor));
    }

    @Override
    public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        return read("read the log of the actor '" + actor + "'", () -> log.after(actor, after, limit, maxBytes));
    }

    @Override
    public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        return read("read the log of the actor '" + actor + "'", () -> log.fromState(actor, version, limit, maxBytes));
    }

    /** Reads the states too, since by them alone an edit is seen that nobody has numbered. */
    @Override
    public Map<String, StateVersion> newestVersions(Collection<String> actors) {
        List<String> names =
                actors.stream().filter(StoreRules::isName).distinct().toList();
        return read("read the newest versions of " + names.size() + " actors", () -> {
            Map<String, StateVersion> versions = new HashMap<>();
            for (BsonDocument each : states.find(Filters.in(MongoFields.ID, names))) {
                MongoState state = new MongoState(each);
                String actor = each.getString(MongoFields.ID).getValue();
                MongoState numbered = state.isNumbered() ? state : edits.newest(actor);
                if (numbered != null) {
                    versions.put(actor, numbered.stored().version());
                }
            }
            return Map.copyOf(versions);
        });
    }

    @Override
    public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        if (!StoreRules.isName(actor)) {
            return null;
        }
        return read("look for a write in the log of the actor '" + actor + "'", () -> {
            BsonDocument state = states.find(MongoCollections.byActor(actor))
                    .projection(Projections.include(MongoFields.GENERATION))
                    .first();
            UUID generation = state == null ? null : MongoFields.uuid(state, MongoFields.GENERATION);
            return generation == null ? null : log.find(actor, generation, writeId, callKey);
        });
    }

    @Override
    public StateChangeSource changes() {
        return sources.get();
    }

    @Override
    public void close() {
        client.close();
    }
}
