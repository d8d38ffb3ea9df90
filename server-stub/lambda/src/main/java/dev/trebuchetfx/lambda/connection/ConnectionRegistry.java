// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.connection;

import dev.trebuchetfx.lambda.connection.BroadcastPosition.Pending;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.stream.LogPosition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;
import software.amazon.awssdk.services.dynamodb.model.ConditionalCheckFailedException;
import software.amazon.awssdk.services.dynamodb.model.QueryRequest;
import software.amazon.awssdk.services.dynamodb.model.QueryResponse;
import software.amazon.awssdk.services.dynamodb.model.Select;
import software.amazon.awssdk.services.dynamodb.model.TransactWriteItem;
import software.amazon.awssdk.services.dynamodb.model.TransactionCanceledException;
import software.amazon.awssdk.services.dynamodb.model.WriteRequest;

/**
 * The connections and their subscriptions in a table of DynamoDB. A subscription has two items, one with its actor and one with its connection, so that
 * both find it by a read that shows what was written last; a global index would lag behind. Safe for use by any thread and by many processes.
 *
 * <p>Its methods block. Each throws {@link software.amazon.awssdk.core.exception.SdkException} where the table can't be reached.
 */
public final class ConnectionRegistry {
    /** The time for which the position of an actor's broadcasts is kept after the last one; subscriptions live shorter. */
    private static final Duration POSITION_LIVES = Duration.ofDays(2);

    /** The most writes of one batch, by the rules of DynamoDB. */
    private static final int MAX_BATCH_WRITES = 25;

    private static final int MOST_ATTEMPTS = 10;

    private final DynamoDbClient client;
    private final String table;
    private final TimeSource time;

    public ConnectionRegistry(DynamoDbClient client, String table, TimeSource time) {
        this.client = client;
        this.table = table;
        this.time = time;
    }

    /** Notes a connection. */
    public void register(Connection connection) {
        Map<String, AttributeValue> item =
                item(ConnectionItems.ofConnection(connection.id()), ConnectionItems.CONNECTION);
        item.put("connectionId", AttributeValue.fromS(connection.id()));
        item.put("principal", AttributeValue.fromS(connection.principal()));
        item.put(
                "connectedAt",
                AttributeValue.fromN(Long.toString(connection.connectedAt().toEpochMilli())));
        item.put(
                ConnectionItems.TTL,
                AttributeValue.fromN(Long.toString(connection.expiresAt().getEpochSecond())));
        client.putItem(request -> request.tableName(table).item(item));
    }

    /** Forgets a connection with all its subscriptions. Calling it again has no effect. */
    public void unregister(String connectionId) {
        // First, so that no further subscription of it can begin.
        delete(ConnectionItems.ofConnection(connectionId), ConnectionItems.CONNECTION);
        List<WriteRequest> deletions = new ArrayList<>();
        streamsOf(connectionId).forEach((streamId, actor) -> {
            deletions.add(
                    deletion(ConnectionItems.ofActor(actor), ConnectionItems.subscription(connectionId, streamId)));
            deletions.add(deletion(ConnectionItems.ofConnection(connectionId), ConnectionItems.STREAM + streamId));
        });
        for (int from = 0; from < deletions.size(); from += MAX_BATCH_WRITES) {
            deleteAll(deletions.subList(from, Math.min(from + MAX_BATCH_WRITES, deletions.size())));
        }
    }

    /** Deletes some items at once. What DynamoDB does not take again and again is left, and expires. */
    private void deleteAll(List<WriteRequest> deletions) {
        List<WriteRequest> left = deletions;
        for (int attempt = 0; attempt < MOST_ATTEMPTS && !left.isEmpty(); attempt++) {
            List<WriteRequest> batch = left;
            left = client.batchWriteItem(request -> request.requestItems(Map.of(table, batch)))
                    .unprocessedItems()
                    .getOrDefault(table, List.of());
        }
    }

    private static WriteRequest deletion(String owner, String entry) {
        return WriteRequest.builder()
                .deleteRequest(delete -> delete.key(ConnectionItems.key(owner, entry)))
                .build();
    }

    private void unsubscribe(String connectionId, UUID streamId, String actor) {
        delete(ConnectionItems.ofActor(actor), ConnectionItems.subscription(connectionId, streamId));
        delete(ConnectionItems.ofConnection(connectionId), ConnectionItems.STREAM + streamId);
    }

    /** Forgets a stream of a connection; does nothing where the connection has no such stream. */
    public void unsubscribe(String connectionId, UUID streamId) {
        String actor = actorOf(connectionId, streamId);
        if (actor != null) {
            unsubscribe(connectionId, streamId, actor);
        }
    }

    private @Nullable String actorOf(String connectionId, UUID streamId) {
        Map<String, AttributeValue> item =
                get(ConnectionItems.ofConnection(connectionId), ConnectionItems.STREAM + streamId);
        AttributeValue actor = item.get("actor");
        return actor == null ? null : actor.s();
    }

    /** Returns the actors of a connection's streams by the streams' ids. */
    public Map<UUID, String> streamsOf(String connectionId) {
        Map<UUID, String> streams = new LinkedHashMap<>();
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .keyConditionExpression("#owner = :owner AND begins_with(#entry, :stream)")
                .expressionAttributeNames(Map.of("#owner", ConnectionItems.OWNER, "#entry", ConnectionItems.ENTRY))
                .expressionAttributeValues(Map.of(
                        ":owner", AttributeValue.fromS(ConnectionItems.ofConnection(connectionId)),
                        ":stream", AttributeValue.fromS(ConnectionItems.STREAM)))
                .build();
        client.queryPaginator(query).items().forEach(item -> {
            String entry = ConnectionItems.entry(item);
            AttributeValue actor = item.get("actor");
            if (actor != null && actor.s() != null) {
                streams.put(UUID.fromString(entry.substring(ConnectionItems.STREAM.length())), actor.s());
            }
        });
        return streams;
    }

    /**
     * Returns whether a connection may have this stream: it has it, or fewer streams than it may have. Streams that begin at the same time may
     * be some more.
     *
     * @param most the most streams, 1 or more
     */
    public boolean hasRoom(String connectionId, UUID streamId, int most) {
        QueryRequest query = QueryRequest.builder()
                .tableName(table)
                .consistentRead(true)
                .select(Select.COUNT)
                .limit(most)
                .keyConditionExpression("#owner = :owner AND begins_with(#entry, :stream)")
                .expressionAttributeNames(Map.of("#owner", ConnectionItems.OWNER, "#entry", ConnectionItems.ENTRY))
                .expressionAttributeValues(Map.of(
                        ":owner", AttributeValue.fromS(ConnectionItems.ofConnection(connectionId)),
                        ":stream", AttributeValue.fromS(ConnectionItems.STREAM)))
                .build();
        // An item has less than 1 kB, so that one answer counts a thousand of them.
        return client.query(query).count() < most || actorOf(connectionId, streamId) != null;
    }

    /**
     * Writes a subscription that begins, in place of one with the same stream.
     *
     * @return false if the connection is not registered any more, and nothing was written
     */
    public boolean subscribe(StreamSubscription subscription) {
        String connection = ConnectionItems.ofConnection(subscription.connectionId());
        String actor = subscription.stream().actor();
        Map<String, AttributeValue> own = item(
                ConnectionItems.ofActor(actor),
                ConnectionItems.subscription(subscription.connectionId(), subscription.streamId()));
        own.putAll(SubscriptionItem.write(subscription));
        Map<String, AttributeValue> pointer = item(connection, ConnectionItems.STREAM + subscription.streamId());
        pointer.put("actor", AttributeValue.fromS(actor));
        pointer.put(
                ConnectionItems.TTL,
                AttributeValue.fromN(Long.toString(subscription.expiresAt().getEpochSecond())));
        try {
            client.transactWriteItems(request -> request.transactItems(
                    TransactWriteItem.builder()
                            .conditionCheck(check -> check.tableName(table)
                                    .key(ConnectionItems.key(connection, ConnectionItems.CONNECTION))
                                    .conditionExpression("attribute_exists(#owner)")
                                    .expressionAttributeNames(Map.of("#owner", ConnectionItems.OWNER)))
                            .build(),
                    TransactWriteItem.builder()
                            .put(put -> put.tableName(table).item(own))
                            .build(),
                    TransactWriteItem.builder()
                            .put(put -> put.tableName(table).item(pointer))
                            .build()));
            return true;
        } catch (TransactionCanceledException e) {
            if (e.cancellationReasons().stream().anyMatch(each -> "ConditionalCheckFailed".equals(each.code()))) {
                return false;
            }
            throw e;
        }
    }

    /**
     * Moves a subscription on, unless somebody else has changed it meanwhile.
     *
     * @param before the subscription as it was read from the table
     * @return whether it was moved
     */
    public boolean advance(StreamSubscription before, StreamSubscription after) {
        Map<String, AttributeValue> values = new HashMap<>();
        List<String> sets = new ArrayList<>();
        Map<String, String> names = new HashMap<>();
        SubscriptionItem.position(after).forEach((name, value) -> {
            sets.add("#" + name + " = :" + name);
            names.put("#" + name, name);
            values.put(":" + name, value);
        });
        values.put(":wasCursor", AttributeValue.fromS(before.cursor()));
        values.put(":wasStatus", SubscriptionItem.position(before).get(SubscriptionItem.STATUS));
        try {
            client.updateItem(request -> request.tableName(table)
                    .key(ConnectionItems.key(
                            ConnectionItems.ofActor(before.stream().actor()),
                            ConnectionItems.subscription(before.connectionId(), before.streamId())))
                    .updateExpression("SET " + String.join(", ", sets))
                    .conditionExpression("#cursor = :wasCursor AND #status = :wasStatus")
                    .expressionAttributeNames(names)
                    .expressionAttributeValues(values));
            return true;
        } catch (ConditionalCheckFailedException e) {
            return false;
        }
    }

    /** Returns the subscription of a stream, as the table has it; null where there is none, or its connection has ended. */
    public @Nullable StreamSubscription find(String connectionId, UUID streamId) {
        String actor = actorOf(connectionId, streamId);
        return actor == null ? null : find(connectionId, streamId, actor);
    }

    /** Returns the subscription of a stream of an actor, as the table has it; null where there is none, or its connection has ended. */
    public @Nullable StreamSubscription find(String connectionId, UUID streamId, String actor) {
        return live(get(ConnectionItems.ofActor(actor), ConnectionItems.subscription(connectionId, streamId)));
    }

    private @Nullable StreamSubscription live(Map<String, AttributeValue> item) {
        StreamSubscription found = item.isEmpty() ? null : SubscriptionItem.read(item);
        // DynamoDB deletes what has expired some time later.
        return found == null || !found.expiresAt().isAfter(time.instant()) ? null : found;
    }

    /**
     * A part of those who observe an actor.
     *
     * @param subscriptions those whose connections may still be there, by their keys in order
     * @param last the key after which the next part begins; null if there is none
     */
    public record Page(
            Map<String, StreamSubscription> subscriptions,
            @Nullable String last) {}

    /**
     * Returns those who observe an actor, in the order of their keys.
     *
     * @param after the key after which the part begins; null for the first one
     * @param limit the most items that are read
     */
    public Page observersOf(String actor, @Nullable String after, int limit) {
        String from = after == null || after.compareTo(ConnectionItems.POSITION) < 0 ? ConnectionItems.POSITION : after;
        QueryResponse response = client.query(request -> request.tableName(table)
                .consistentRead(true)
                .limit(limit)
                .keyConditionExpression("#owner = :owner AND #entry > :after")
                .expressionAttributeNames(Map.of("#owner", ConnectionItems.OWNER, "#entry", ConnectionItems.ENTRY))
                .expressionAttributeValues(Map.of(
                        ":owner", AttributeValue.fromS(ConnectionItems.ofActor(actor)),
                        ":after", AttributeValue.fromS(from))));
        Map<String, StreamSubscription> found = new LinkedHashMap<>();
        for (Map<String, AttributeValue> item : response.items()) {
            StreamSubscription live = live(item);
            if (live != null) {
                found.put(ConnectionItems.entry(item), live);
            }
        }
        AttributeValue last = response.lastEvaluatedKey().get(ConnectionItems.ENTRY);
        return new Page(found, last == null ? null : last.s());
    }

    /** Returns how far the changes of an actor have been sent. */
    public BroadcastPosition position(String actor) {
        Map<String, AttributeValue> item = get(ConnectionItems.ofActor(actor), ConnectionItems.POSITION);
        AttributeValue revision = item.get("revision");
        if (revision == null || revision.n() == null) {
            return BroadcastPosition.NONE;
        }
        LogPosition to = logPosition(item, "to");
        AttributeValue after = item.get("after");
        return new BroadcastPosition(
                logPosition(item, "through"),
                to == null || after == null ? null : new Pending(to, after.s()),
                item.containsKey("failures"),
                Long.parseLong(revision.n()));
    }

    /**
     * Notes how far the changes of an actor have been sent, unless somebody else has noted it meanwhile.
     *
     * @param next the position with the revision that was read
     * @return the position as it is written, with the next revision; null if somebody else was quicker
     */
    public @Nullable BroadcastPosition note(String actor, BroadcastPosition next) {
        BroadcastPosition written =
                new BroadcastPosition(next.through(), next.pending(), next.hasFailures(), next.revision() + 1);
        Map<String, AttributeValue> item = item(ConnectionItems.ofActor(actor), ConnectionItems.POSITION);
        put(item, "through", next.through());
        Pending pending = next.pending();
        if (pending != null) {
            put(item, "to", pending.to());
            item.put("after", AttributeValue.fromS(pending.after()));
        }
        if (next.hasFailures()) {
            item.put("failures", AttributeValue.fromBool(true));
        }
        item.put("revision", AttributeValue.fromN(Long.toString(written.revision())));
        item.put(
                ConnectionItems.TTL,
                AttributeValue.fromN(
                        Long.toString(time.instant().plus(POSITION_LIVES).getEpochSecond())));
        try {
            client.putItem(request -> request.tableName(table)
                    .item(item)
                    .conditionExpression(
                            next.revision() == 0 ? "attribute_not_exists(#revision)" : "#revision = :revision")
                    .expressionAttributeNames(Map.of("#revision", "revision"))
                    .expressionAttributeValues(
                            next.revision() == 0
                                    ? null
                                    : Map.of(":revision", AttributeValue.fromN(Long.toString(next.revision())))));
            return written;
        } catch (ConditionalCheckFailedException e) {
            return null;
        }
    }

    private static void put(Map<String, AttributeValue> item, String name, @Nullable LogPosition position) {
        if (position != null) {
            item.put(name, AttributeValue.fromS(position.cursor()));
            StateVersion version = position.version();
            if (version != null) {
                item.put(name + "Version", AttributeValue.fromN(Long.toString(version.number())));
                item.put(
                        name + "Generation",
                        AttributeValue.fromS(version.generation().toString()));
            }
        }
    }

    private static @Nullable LogPosition logPosition(Map<String, AttributeValue> item, String name) {
        AttributeValue cursor = item.get(name);
        AttributeValue version = item.get(name + "Version");
        AttributeValue generation = item.get(name + "Generation");
        return cursor == null
                ? null
                : new LogPosition(
                        cursor.s(),
                        version == null || generation == null
                                ? null
                                : new StateVersion(UUID.fromString(generation.s()), Long.parseLong(version.n())));
    }

    private Map<String, AttributeValue> get(String owner, String entry) {
        return client.getItem(request -> request.tableName(table)
                        .key(ConnectionItems.key(owner, entry))
                        .consistentRead(true))
                .item();
    }

    private void delete(String owner, String entry) {
        client.deleteItem(request -> request.tableName(table).key(ConnectionItems.key(owner, entry)));
    }

    private static Map<String, AttributeValue> item(String owner, String entry) {
        return new HashMap<>(ConnectionItems.key(owner, entry));
    }
}
