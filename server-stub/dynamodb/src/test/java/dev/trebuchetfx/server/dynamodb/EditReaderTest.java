// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.LogRetention;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.OperationType;
import software.amazon.awssdk.services.dynamodb.model.Record;

/** Records of the stream that lack what they should have, amid tables that exist. */
@ExtendWith(LocalDynamoExtension.class)
class EditReaderTest {
    private final SystemTime time = new SystemTime("edit-time", InstantSource.system());
    private final LocalDynamo.Tables tables;
    private final EditReader reader;

    EditReaderTest(LocalDynamo.Tables tables) {
        this.tables = tables;
        DynamoRequests requests = new DynamoRequests(tables.client, time, Duration.ofSeconds(5));
        DynamoNames names = new DynamoNames(tables.name, tables.log(), tables.changes());
        new DynamoSchema(requests, names).create(null);
        this.reader = new EditReader(new EditNumbering(
                requests,
                names,
                new ActorLog(requests, names.log()),
                new StateTransactions(requests, names, LogRetention.DEFAULT)));
    }

    @AfterEach
    void endTime() {
        time.close();
    }

    private static Record record(String event, String actor) {
        return Record.builder()
                .eventName(event)
                .dynamodb(each -> each.keys(Map.of("actorId", AttributeValue.fromS(actor))))
                .build();
    }

    @Test
    void aRecordWithoutAChangeOrAKeyIsReported() {
        reader.read(Record.builder().eventName(OperationType.MODIFY).build());
        reader.read(Record.builder()
                .eventName(OperationType.MODIFY)
                .dynamodb(each -> each.sequenceNumber("1"))
                .build());

        assertThat(reader.takeMalformed())
                .containsExactly(
                        "expected a record of the stream with a change but found one with none",
                        "expected an item with an actor's name as actorId but found one with 0 characters");
        assertThat(reader.hasChanges()).isFalse();
    }

    @Test
    void whatARecordDoesNotShowIsReadFromTheTable() {
        tables.put("a", "1", 1);
        reader.read(record("MODIFY", "a"));
        reader.read(record("TRUNCATE", "gone"));
        reader.number(() -> {});

        assertThat(reader.takeMalformed()).isEmpty();
        assertThat(reader.takeChanges()).containsEntry("a", 1L).containsEntry("gone", null);
    }
}
