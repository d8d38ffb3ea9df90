// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.MongoClientSettings;
import dev.trebuchetfx.server.store.StateChange;
import java.time.Instant;
import org.bson.BsonDocument;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The meanings of events, in the shapes that MongoDB's manual describes. */
class MongoNewsTest {
    private static final Instant TIME = Instant.parse("2026-01-31T10:00:00.500Z");

    private static MongoNews read(String fields) {
        return MongoNews.of(RecordedEvents.event(1, fields));
    }

    @Test
    void aStoresWriteTellsItsVersion() {
        assertThat(MongoNews.of(RecordedEvents.written(1, "a", 42)))
                .isEqualTo(new MongoNews.Numbered(new StateChange("a", 42L, TIME)));
        assertThat(MongoNews.of(RecordedEvents.inserted(1, "a")))
                .isEqualTo(new MongoNews.Numbered(new StateChange("a", 1L, TIME)));
    }

    @Test
    void aServerBefore60TellsNoTime() {
        BsonDocument withoutTime = BsonDocument.parse(
                "{'_id': {'_data': '82'}, 'operationType': 'delete'," + " 'documentKey': {'_id': 'a'}}");
        var codec = com.mongodb.client.model.changestream.ChangeStreamDocument.createCodec(
                BsonDocument.class, MongoClientSettings.getDefaultCodecRegistry());

        assertThat(MongoNews.of(codec.decode(
                        new org.bson.BsonDocumentReader(withoutTime),
                        org.bson.codecs.DecoderContext.builder().build())))
                .isEqualTo(new MongoNews.Removed(new StateChange("a", null, null)));
    }

    /** A replacement may have the number and the id of an older write. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'operationType': 'update', 'updateDescription': {'updatedFields': {}}",
                "'operationType': 'update'",
                "'operationType': 'update', 'updateDescription': {'updatedFields': {'number': 99}}",
                "'operationType': 'update', 'updateDescription': {'updatedFields': {'number': 'x', 'writeId': 'y'}}",
                "'operationType': 'insert', 'fullDocument': {'_id': 'a'}",
                "'operationType': 'insert', 'fullDocument': {'_id': 'a', 'number': 5}",
                "'operationType': 'insert', 'fullDocument': {'_id': 'a', 'number': -5, 'writeId': {'$uuid':"
                        + " '00112233-4455-6677-8899-aabbccddeeff'}}",
                "'operationType': 'replace', 'fullDocument': {'_id': 'a', 'number': 5, 'writeId': {'$uuid':"
                        + " '00112233-4455-6677-8899-aabbccddeeff'}}"
            })
    void anyOtherChangeIsAnEdit(String fields) {
        assertThat(read(fields + ", 'documentKey': {'_id': 'a'}")).isEqualTo(new MongoNews.Edited("a"));
    }

    @Test
    void aDeletionHasNoNumber() {
        assertThat(MongoNews.of(RecordedEvents.deleted(1, "a")))
                .isEqualTo(new MongoNews.Removed(new StateChange("a", null, TIME)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"drop", "rename", "dropDatabase"})
    void aCollectionThatGoesTakesAllStatesAlong(String operation) {
        assertThat(MongoNews.of(RecordedEvents.ofKind(1, operation))).isEqualTo(new MongoNews.AllGone());
    }

    @Test
    void anInvalidStreamHasEnded() {
        assertThat(MongoNews.of(RecordedEvents.ofKind(1, "invalidate"))).isEqualTo(new MongoNews.Ended());
    }

    @ParameterizedTest
    @ValueSource(strings = {"createIndexes", "shardCollection", "somethingOfALaterServer"})
    void otherEventsAreNobodysNews(String operation) {
        assertThat(MongoNews.of(RecordedEvents.ofKind(1, operation))).isEqualTo(new MongoNews.Other());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'operationType': 'insert', 'documentKey': {'_id': {'$oid': '5f1d7f1d7f1d7f1d7f1d7f1d'}}",
                "'operationType': 'update', 'documentKey': {'_id': 7}",
                "'operationType': 'delete', 'documentKey': {'_id': ''}",
                "'operationType': 'delete'"
            })
    void aDocumentThatIsNoActorsIsReported(String fields) {
        assertThat(read(fields)).isInstanceOfSatisfying(MongoNews.NoState.class, news -> assertThat(news.what())
                .startsWith("expected a document whose _id is an actor's name")
                .endsWith("; delete it"));
    }

    /** The state, which may be large, stays on the server. */
    @Test
    void theKeyAndTheVersionAloneTravel() {
        BsonDocument stage = MongoNews.PROJECTED
                .getFirst()
                .toBsonDocument(BsonDocument.class, MongoClientSettings.getDefaultCodecRegistry())
                .getDocument("$project");

        assertThat(stage.keySet())
                .containsExactlyInAnyOrder(
                        "operationType",
                        "documentKey",
                        "wallTime",
                        "fullDocument.number",
                        "fullDocument.writeId",
                        "updateDescription.updatedFields.number",
                        "updateDescription.updatedFields.writeId");
    }
}
