// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.client.model.Aggregates;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.changestream.ChangeStreamDocument;
import com.mongodb.client.model.changestream.UpdateDescription;
import dev.trebuchetfx.server.store.StateChange;
import dev.trebuchetfx.server.store.StoreRules;
import java.time.Instant;
import java.util.List;
import org.bson.BsonDateTime;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;

/** The meaning of an event of the change stream. */
sealed interface MongoNews {
    /** The stages that leave of an event what is read here: the key and the version, and not the state, which may be large. */
    List<Bson> PROJECTED = List.of(Aggregates.project(Projections.include(
            "operationType",
            "documentKey",
            "wallTime",
            "fullDocument." + MongoFields.NUMBER,
            "fullDocument." + MongoFields.WRITE,
            "updateDescription.updatedFields." + MongoFields.NUMBER,
            "updateDescription.updatedFields." + MongoFields.WRITE)));

    /** A store has stored a version. */
    record Numbered(StateChange change) implements MongoNews {}

    /** Somebody else has changed the document, perhaps its state. */
    record Edited(String actor) implements MongoNews {}

    /** A state was deleted. */
    record Removed(StateChange change) implements MongoNews {}

    /** All states have gone at once. */
    record AllGone() implements MongoNews {}

    /** The stream has ended, since its collection has gone or has another name. */
    record Ended() implements MongoNews {}

    /** A document that is no state of an actor was changed. */
    record NoState(String what) implements MongoNews {}

    /** Something happened that no listener needs to know. */
    record Other() implements MongoNews {}

    /** Reads an event. */
    static MongoNews of(ChangeStreamDocument<BsonDocument> event) {
        return switch (event.getOperationTypeString()) {
            case "insert" -> ofState(event, event.getFullDocument());
            case "update" -> {
                UpdateDescription update = event.getUpdateDescription();
                yield ofState(event, update == null ? null : update.getUpdatedFields());
            }
            // A store changes fields and never replaces a document, which may have any number.
            case "replace" -> ofState(event, null);
            case "delete" ->
                switch (key(event)) {
                    case String actor -> new Removed(new StateChange(actor, null, time(event)));
                    case null -> noState(event);
                };
            case "drop", "rename", "dropDatabase" -> new AllGone();
            case "invalidate" -> new Ended();
            default -> new Other();
        };
    }

    /**
     * @param set the fields that were set; null where they are not known
     */
    private static MongoNews ofState(ChangeStreamDocument<BsonDocument> event, @Nullable BsonDocument set) {
        String actor = key(event);
        if (actor == null) {
            return noState(event);
        }
        if (set == null || MongoFields.uuid(set, MongoFields.WRITE) == null) {
            return new Edited(actor);
        }
        long number = MongoFields.positive(set, MongoFields.NUMBER);
        return number == 0 ? new Edited(actor) : new Numbered(new StateChange(actor, number, time(event)));
    }

    private static @Nullable String key(ChangeStreamDocument<BsonDocument> event) {
        BsonDocument key = event.getDocumentKey();
        String actor = key == null ? null : MongoFields.text(key, MongoFields.ID);
        return actor == null || !StoreRules.isName(actor) ? null : actor;
    }

    private static @Nullable Instant time(ChangeStreamDocument<BsonDocument> event) {
        BsonDateTime time = event.getWallTime();
        return time == null ? null : Instant.ofEpochMilli(time.getValue());
    }

    private static NoState noState(ChangeStreamDocument<BsonDocument> event) {
        BsonDocument key = event.getDocumentKey();
        BsonValue id = key == null ? null : key.get(MongoFields.ID);
        return new NoState("expected a document whose _id is an actor's name, a text of 1 to 255 characters, but found "
                + (id == null ? "none" : "one of the type " + id.getBsonType()) + "; delete it");
    }
}
