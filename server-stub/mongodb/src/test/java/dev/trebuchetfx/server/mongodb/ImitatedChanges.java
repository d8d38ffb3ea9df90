// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import de.bwaldvogel.mongo.bson.Document;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The change streams of an {@link ImitatedServer}: the events of what was committed, as a server would tell them of the commands that the
 * store and its tests send. Confined to the lock of its server.
 */
final class ImitatedChanges {
    private static final String COLLECTION = "actor_states";
    private static final int BATCH = 100;

    /** The events that a test lets a server forget are null. */
    private final List<@Nullable Document> events = new ArrayList<>();

    private final List<Document> uncommitted = new ArrayList<>();

    /** The place of each stream that is open, by the id of its cursor. */
    private final Map<Long, Integer> places = new HashMap<>();

    private long lastCursor = 1_000_000;

    /** Notes what a command has changed, which is told once {@link #commit} is called. */
    void note(String command, Document query, Document answer) {
        if (!COLLECTION.equals(query.get(command)) || Double.valueOf(0).equals(answer.get("ok"))) {
            return;
        }
        switch (command) {
            case "insert" -> {
                for (Document each : documents(query, "documents")) {
                    add("insert", each.get("_id")).append("fullDocument", versionOf(each));
                }
            }
            case "update" -> {
                for (Document each : documents(query, "updates")) {
                    Object id = idIn(child(each, "q"));
                    if (answer.containsKey("upserted")) {
                        add("insert", id).append("fullDocument", new Document());
                    } else if (answer.get("nModified") instanceof Number n && n.intValue() > 0) {
                        addUpdate(id, child(each, "u"));
                    }
                }
            }
            case "findAndModify" -> {
                if (answer.get("value") instanceof Document) {
                    addUpdate(idIn(child(query, "query")), child(query, "update"));
                }
            }
            case "delete" -> {
                if (answer.get("n") instanceof Number n && n.intValue() > 0) {
                    documents(query, "deletes").forEach(each -> add("delete", idIn(child(each, "q"))));
                }
            }
            default -> {}
        }
    }

    @SuppressWarnings("unchecked")
    private static List<Document> documents(Document query, String field) {
        return (List<Document>) Objects.requireNonNull(query.get(field));
    }

    private static Document child(Document query, String field) {
        return (Document) Objects.requireNonNull(query.get(field));
    }

    @SuppressWarnings("unchecked")
    private static @Nullable Object idIn(Document filter) {
        return filter.get("$and") instanceof List<?> all
                ? ((List<Document>) all).getFirst().get("_id")
                : filter.get("_id");
    }

    private void addUpdate(@Nullable Object id, Document update) {
        add("update", id)
                .append("updateDescription", new Document("updatedFields", versionOf((Document) update.get("$set"))));
    }

    /** Returns what the projection of the store leaves. */
    private static Document versionOf(@Nullable Document fields) {
        Document version = new Document();
        for (String name : List.of("number", "writeId")) {
            if (fields != null && fields.containsKey(name)) {
                version.put(name, fields.get(name));
            }
        }
        return version;
    }

    private Document add(String operation, @Nullable Object id) {
        Document event = new Document("operationType", operation)
                .append("documentKey", new Document("_id", id))
                .append("wallTime", Instant.now());
        uncommitted.add(event);
        return event;
    }

    void commit() {
        for (Document each : uncommitted) {
            events.add(new Document("_id", token(events.size() + 1)).appendAll(each));
        }
        uncommitted.clear();
    }

    void takeBack() {
        uncommitted.clear();
    }

    /** Forgets the events so far, as a server does whose log of operations is full. */
    void forget() {
        events.replaceAll(event -> null);
    }

    private static Document token(int place) {
        return new Document("_data", "82" + place);
    }

    /** Opens a stream, if a command is to do so. */
    @Nullable
    Document open(Document query) {
        Document first = documents(query, "pipeline").getFirst();
        if (!(first.get("$changeStream") instanceof Document stage)) {
            return null;
        }
        Object token = stage.containsKey("startAfter") ? stage.get("startAfter") : stage.get("resumeAfter");
        int place = token instanceof Document given
                ? Integer.parseInt(String.valueOf(given.get("_data")).substring(2))
                : events.size();
        places.put(++lastCursor, place);
        return batch(lastCursor, "firstBatch", place, List.of());
    }

    /** Returns whether a stream has nothing to tell. */
    boolean isIdle(Object cursor) {
        return Integer.valueOf(events.size()).equals(places.get(cursor));
    }

    /** Goes on with a stream; null if the cursor is none. */
    @Nullable
    Document next(Object cursor) {
        Integer place = places.get(cursor);
        if (place == null) {
            return null;
        }
        int end = Math.min(events.size(), place + BATCH);
        List<Document> batch = new ArrayList<>();
        for (Document each : events.subList(place, end)) {
            if (each == null) {
                places.remove(cursor);
                return new Document("ok", 0.0)
                        .append("code", 286)
                        .append("codeName", "ChangeStreamHistoryLost")
                        .append("errmsg", "the resume point may no longer be in the oplog")
                        .append("errorLabels", List.of("NonResumableChangeStreamError"));
            }
            batch.add(each);
        }
        places.put((Long) cursor, end);
        return batch((Long) cursor, "nextBatch", end, batch);
    }

    private static Document batch(long cursor, String name, int place, List<Document> batch) {
        return new Document("ok", 1.0)
                .append(
                        "cursor",
                        new Document("id", cursor)
                                .append("ns", "contract." + COLLECTION)
                                .append(name, batch)
                                .append("postBatchResumeToken", token(place)));
    }
}
