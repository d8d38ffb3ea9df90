// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static java.util.Objects.requireNonNull;

import dev.trebuchetfx.server.dynamodb.DynamoOptions.Capacity;
import dev.trebuchetfx.server.store.StateStoreException;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.CreateTableRequest;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.LocalSecondaryIndex;
import software.amazon.awssdk.services.dynamodb.model.ProjectionType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;
import software.amazon.awssdk.services.dynamodb.model.StreamSpecification;
import software.amazon.awssdk.services.dynamodb.model.StreamViewType;
import software.amazon.awssdk.services.dynamodb.model.TableDescription;
import software.amazon.awssdk.services.dynamodb.model.TableStatus;
import software.amazon.awssdk.services.dynamodb.model.TimeToLiveStatus;

/** The tables, their stream and their times to live: finds what is missing, and makes it. */
final class DynamoSchema {
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final StreamViewType VIEW = StreamViewType.NEW_AND_OLD_IMAGES;

    private final DynamoRequests requests;
    private final DynamoNames names;

    DynamoSchema(DynamoRequests requests, DynamoNames names) {
        this.requests = requests;
        this.names = names;
    }

    /**
     * Makes what is missing. Nodes that start at once wait for one another.
     *
     * @param capacity the capacity of new tables; null for a price for each request
     */
    void create(@Nullable Capacity capacity) {
        // First, so that nothing is made beside a table that can't be used.
        keys().forEach((name, key) -> {
            TableDescription table = describe(name);
            if (table != null) {
                checkKey(table, key);
            }
        });
        createTable(
                names.states(),
                capacity,
                table(names.states(), StateItem.ACTOR, null).streamSpecification(STREAM));
        createTable(
                names.log(),
                capacity,
                table(names.log(), LogItem.ACTOR, LogItem.VERSION)
                        .attributeDefinitions(
                                attribute(LogItem.ACTOR, ScalarAttributeType.S),
                                attribute(LogItem.VERSION, ScalarAttributeType.S),
                                attribute(LogItem.WRITE_ID, ScalarAttributeType.S),
                                attribute(LogItem.CALL_KEY, ScalarAttributeType.S))
                        .localSecondaryIndexes(
                                index(
                                        LogItem.BY_WRITE,
                                        LogItem.WRITE_ID,
                                        LogItem.STORED_AT,
                                        LogItem.IS_PATCH,
                                        LogItem.SIZE),
                                index(LogItem.BY_CALL_KEY, LogItem.CALL_KEY, LogItem.STORED_AT)));
        createTable(names.changes(), capacity, table(names.changes(), ChangesTable.PART, ChangesTable.NUMBER));
        TableDescription states = awaitActive(names.states());
        awaitActive(names.log());
        awaitActive(names.changes());
        if (!hasStream(states)) {
            addStream();
        }
        addTimeToLive(names.log());
        addTimeToLive(names.changes());
    }

    private static final StreamSpecification STREAM = StreamSpecification.builder()
            .streamEnabled(true)
            .streamViewType(VIEW)
            .build();

    private static CreateTableRequest.Builder table(String name, String partition, @Nullable String sort) {
        CreateTableRequest.Builder table = CreateTableRequest.builder().tableName(name);
        if (sort == null) {
            return table.keySchema(key(partition, KeyType.HASH))
                    .attributeDefinitions(attribute(partition, ScalarAttributeType.S));
        }
        return table.keySchema(key(partition, KeyType.HASH), key(sort, KeyType.RANGE))
                .attributeDefinitions(
                        attribute(partition, ScalarAttributeType.S), attribute(sort, ScalarAttributeType.N));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition attribute(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    private static LocalSecondaryIndex index(String name, String sort, String... attributes) {
        return LocalSecondaryIndex.builder()
                .indexName(name)
                .keySchema(key(LogItem.ACTOR, KeyType.HASH), key(sort, KeyType.RANGE))
                .projection(projection ->
                        projection.projectionType(ProjectionType.INCLUDE).nonKeyAttributes(attributes))
                .build();
    }

    private void createTable(String name, @Nullable Capacity capacity, CreateTableRequest.Builder table) {
        if (describe(name) != null) {
            return;
        }
        if (capacity == null) {
            table.billingMode(BillingMode.PAY_PER_REQUEST);
        } else {
            table.billingMode(BillingMode.PROVISIONED)
                    .provisionedThroughput(
                            units -> units.readCapacityUnits(capacity.read()).writeCapacityUnits(capacity.write()));
        }
        requests.ask("create the table '" + name + "'", client -> {
            try {
                return client.createTable(table.build());
            } catch (ResourceInUseException e) {
                // Another node was quicker.
                return null;
            }
        });
    }

    private TableDescription awaitActive(String name) {
        long began = requests.time().nanoTime();
        while (true) {
            TableDescription table = describe(name);
            if (table != null && table.tableStatus() == TableStatus.ACTIVE) {
                return table;
            }
            if (requests.time().nanoTime() - began > PATIENCE.toNanos()) {
                throw new StateStoreException(
                        "the table '" + name + "' must become active but was "
                                + (table == null ? "absent" : table.tableStatusAsString()) + " for "
                                + PATIENCE.toSeconds() + " s; look for its state in the console of AWS",
                        null);
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    private void addStream() {
        requests.ask("enable the stream of the table '" + names.states() + "'", client -> {
            try {
                return client.updateTable(
                        request -> request.tableName(names.states()).streamSpecification(STREAM));
            } catch (ResourceInUseException e) {
                return null;
            }
        });
        awaitActive(names.states());
    }

    private void addTimeToLive(String table) {
        if (hasTimeToLive(table)) {
            return;
        }
        try {
            requests.ask(
                    "let items of the table '" + table + "' expire",
                    client -> client.updateTimeToLive(request -> request.tableName(table)
                            .timeToLiveSpecification(live -> live.enabled(true).attributeName(LogItem.EXPIRES_AT))));
        } catch (StateStoreException e) {
            // Another node may have been quicker, which DynamoDB tells by no code of its own.
            if (!hasTimeToLive(table)) {
                throw e;
            }
        }
    }

    private boolean hasTimeToLive(String table) {
        var found = requests.ask(
                        "read the time to live of the table '" + table + "'",
                        client -> client.describeTimeToLive(request -> request.tableName(table)))
                .timeToLiveDescription();
        return LogItem.EXPIRES_AT.equals(found.attributeName())
                && (found.timeToLiveStatus() == TimeToLiveStatus.ENABLED
                        || found.timeToLiveStatus() == TimeToLiveStatus.ENABLING);
    }

    private @Nullable TableDescription describe(String name) {
        return requests.ask("describe the table '" + name + "'", client -> describe(client, name));
    }

    private static @Nullable TableDescription describe(DynamoDbClient client, String name) {
        try {
            return client.describeTable(request -> request.tableName(name)).table();
        } catch (ResourceNotFoundException e) {
            return null;
        }
    }

    private static boolean hasStream(TableDescription table) {
        StreamSpecification stream = table.streamSpecification();
        return stream != null && Boolean.TRUE.equals(stream.streamEnabled());
    }

    /**
     * Checks that nothing is missing.
     *
     * @throws StateStoreException if something is; the message says what to do
     */
    void check() {
        Map<String, TableDescription> tables = new HashMap<>();
        keys().forEach((name, key) -> tables.put(name, checkTable(name, key)));
        TableDescription states = requireNonNull(tables.get(names.states()));
        TableDescription log = requireNonNull(tables.get(names.log()));
        for (String index : List.of(LogItem.BY_WRITE, LogItem.BY_CALL_KEY)) {
            if (log.localSecondaryIndexes().stream().noneMatch(each -> index.equals(each.indexName()))) {
                throw new StateStoreException(
                        "the table '" + names.log() + "' must have the local index '" + index
                                + "' but has none; a table gets it only when it is made, so name another table by the"
                                + " option log-table, or delete this one",
                        null);
            }
        }
        if (!hasStream(states)) {
            throw lacking("the table '" + names.states() + "' has no stream");
        }
        checkView(states);
        for (String table : List.of(names.log(), names.changes())) {
            if (!hasTimeToLive(table)) {
                throw lacking("the table '" + table + "' has no time to live by the attribute " + LogItem.EXPIRES_AT);
            }
        }
    }

    private void checkView(TableDescription states) {
        if (states.streamSpecification().streamViewType() != VIEW) {
            throw new StateStoreException(
                    "the stream of the table '" + names.states() + "' must show " + VIEW + " but shows "
                            + states.streamSpecification().streamViewTypeAsString()
                            + "; disable it, and start with the option create-schema",
                    null);
        }
    }

    /** Returns the name of the stream of the table of states. */
    String stream() {
        TableDescription table = describe(names.states());
        if (table == null || !hasStream(table) || table.latestStreamArn() == null) {
            throw lacking("the table '" + names.states() + "' has no stream");
        }
        checkView(table);
        return table.latestStreamArn();
    }

    /** Returns the key of each table, that of states first. */
    private Map<String, List<String>> keys() {
        Map<String, List<String>> keys = new LinkedHashMap<>();
        keys.put(names.states(), List.of(StateItem.ACTOR));
        keys.put(names.log(), List.of(LogItem.ACTOR, LogItem.VERSION));
        keys.put(names.changes(), List.of(ChangesTable.PART, ChangesTable.NUMBER));
        return keys;
    }

    private TableDescription checkTable(String name, List<String> key) {
        TableDescription table = describe(name);
        if (table == null) {
            throw lacking("there is no table '" + name + "' in this region");
        }
        checkKey(table, key);
        return table;
    }

    private static void checkKey(TableDescription table, List<String> key) {
        List<String> found =
                table.keySchema().stream().map(KeySchemaElement::attributeName).toList();
        if (!found.equals(key)) {
            throw new StateStoreException(
                    "the key of the table '" + table.tableName() + "' must be " + key + " but is " + found
                            + "; name another table",
                    null);
        }
    }

    private static StateStoreException lacking(String what) {
        return new StateStoreException(
                what
                        + "; start with the option create-schema, or let the account's administrator apply docs/dynamodb.md",
                null);
    }
}
