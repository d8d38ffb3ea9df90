// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import java.time.Instant;
import java.util.UUID;
import org.bson.BsonDocument;
import org.bson.BsonInt32;
import org.bson.BsonNull;
import org.bson.BsonString;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Documents of states, as stores write them and as people edit them. */
class MongoStateTest {
    private static final StateVersion SEVENTH = new StateVersion(UUID.randomUUID(), 7);
    private static final Instant TIME = Instant.parse("2026-01-31T10:00:00.500Z");

    private static BsonDocument written(String json) {
        StateWrite write = new StateWrite(RecordedEvents.WRITE, null, null, 3, Bytes.utf8(json), null);
        return MongoState.fields(SEVENTH, write, TIME).append("_id", new BsonString("counter"));
    }

    @Test
    void aStateIsReadAsItWasWritten() {
        MongoState state = new MongoState(written("{\"a\":\"\uD83D\uDE80\"}"));

        assertThat(state.isNumbered()).isTrue();
        assertThat(state.version()).isEqualTo(SEVENTH);
        assertThat(state.stored().json()).isEqualTo(Bytes.utf8("{\"a\":\"\uD83D\uDE80\"}"));
        assertThat(state.stored().schema()).isEqualTo(3);
        assertThat(state.stored().writeId()).isEqualTo(RecordedEvents.WRITE);
        assertThat(state.stored().storedAt()).isEqualTo(TIME);
    }

    @Test
    void anotherFieldOfSomebodysIsNoEdit() {
        assertThat(new MongoState(written("1").append("remark", new BsonString("x"))).isNumbered())
                .isTrue();
    }

    @Test
    void whatSomebodyHasChangedIsNotNumbered() {
        assertThat(new MongoState(written("1").append("state", new BsonString("2"))).isNumbered())
                .isFalse();
        assertThat(new MongoState(written("1").append("schemaVersion", new BsonInt32(4))).isNumbered())
                .isFalse();
        for (String field : written("1").keySet()) {
            BsonDocument without = written("1");
            without.remove(field);
            assertThat(new MongoState(without).isNumbered()).as(field).isEqualTo(field.equals("_id"));
            BsonDocument strange = written("1").append(field, BsonNull.VALUE);
            assertThat(new MongoState(strange).isNumbered()).as(field).isEqualTo(field.equals("_id"));
        }
    }

    /** The numbers of the shell are floating ones. */
    @Test
    void aSchemaVersionOfTheShellIsUnderstood() {
        assertThat(new MongoState(BsonDocument.parse("{'schemaVersion': 2.0}")).schema())
                .isEqualTo(2);
        assertThat(new MongoState(BsonDocument.parse("{'schemaVersion': -2}")).schema())
                .isEqualTo(1);
        assertThat(new MongoState(BsonDocument.parse("{'schemaVersion': 'x'}")).schema())
                .isEqualTo(1);
        assertThat(new MongoState(new BsonDocument()).schema()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{'number': 5}", "{'generation': 'x', 'number': 5}", "{'number': 0}", "{}"})
    void aDocumentWithoutAWholeVersionHasNone(String document) {
        assertThat(new MongoState(BsonDocument.parse(document)).version()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'state': '{\"a\":1}'}                            | {\"a\":1}",
                "{'state': {'count': 5, 'big': 9007199254740993}}  | {\"count\": 5, \"big\": 9007199254740993}",
                "{'state': [1, 2.5, null, true]}                   | [1, 2.5, null, true]",
                "{'state': 5}                                      | 5",
                "{'state': {'$binary': {'base64': 'WzFd', 'subType': '00'}}} | [1]",
                "{'state': null}                                   | null",
                "{}                                                | null"
            })
    void valuesThatAreNoTextAreTranslated(String document, String json) {
        assertThat(new MongoState(BsonDocument.parse(document)).json()).isEqualTo(json);
    }
}
