// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;

/**
 * Callers that write as somebody does by hand with the AWS SDK: one transaction changes a state if its version is the expected one, and puts
 * the change into a log. Nobody is told, and nothing finds a write again. All callers share a client, which is not theirs.
 */
final class DynamoCallers implements BareCallers {
    private final DynamoDbClient client;
    private final String states;
    private final String log;
    private final List<Load.Operation> callers;

    DynamoCallers(DynamoDbClient client, String states, String log, int callers) {
        this.client = client;
        this.states = states;
        this.log = log;
        this.callers = IntStream.range(0, callers)
                .<Load.Operation>mapToObj(i -> new Row("sheets/" + callers + "-" + i))
                .toList();
    }

    @Override
    public Map<BareWay, List<Load.Operation>> byWay() {
        return Map.of(BareWay.BARE, callers);
    }

    @Override
    public void close() {}

    private static AttributeValue number(long number) {
        return AttributeValue.fromN(Long.toString(number));
    }

    private static AttributeValue json(String json) {
        return AttributeValue.fromB(SdkBytes.fromUtf8String(json));
    }

    /** An actor's items. Owned by its caller. */
    private final class Row implements Load.Operation {
        private final AttributeValue actor;
        private long number;

        Row(String actor) {
            this.actor = AttributeValue.fromS(actor);
        }

        @Override
        public void run() {
            long next = number + 1;
            String state = Sheet.json(next);
            AttributeValue writeId = AttributeValue.fromS(UUID.randomUUID().toString());
            TransactWriteItem change = TransactWriteItem.builder()
                    .update(update -> update.tableName(states)
                            .key(Map.of("actorId", actor))
                            .updateExpression("SET #s = :state, sequenceNumber = :next, writeId = :write")
                            .conditionExpression(
                                    number == 0 ? "attribute_not_exists(actorId)" : "sequenceNumber = :expected")
                            .expressionAttributeNames(Map.of("#s", "state"))
                            .expressionAttributeValues(
                                    number == 0
                                            ? Map.of(":state", json(state), ":next", number(next), ":write", writeId)
                                            : Map.of(
                                                    ":state",
                                                    json(state),
                                                    ":next",
                                                    number(next),
                                                    ":write",
                                                    writeId,
                                                    ":expected",
                                                    number(number))))
                    .build();
            TransactWriteItem append = TransactWriteItem.builder()
                    .put(put -> put.tableName(log)
                            .item(Map.of(
                                    "actorId",
                                    actor,
                                    "version",
                                    number(next),
                                    "writeId",
                                    writeId,
                                    "call",
                                    AttributeValue.fromS(UUID.randomUUID().toString()),
                                    "content",
                                    json(Sheet.logged(next)))))
                    .build();
            client.transactWriteItems(request -> request.transactItems(change, append));
            number = next;
        }
    }
}
