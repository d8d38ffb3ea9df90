// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.io.IOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** New tables in DynamoDB, or in DynamoDB Local, which are deleted in the end. Credentials are those that the SDK finds. */
final class DynamoDatabase implements Database {
    private static final Region REGION = Region.US_EAST_1;

    private final String endpoint;
    private final String prefix =
            "trebuchet-bench-" + UUID.randomUUID().toString().substring(0, 8);
    private final DynamoDbClient client;
    private final String bareStates = prefix + "-bare-states";
    private final String bareLog = prefix + "-bare-log";

    /**
     * Makes the tables of the bare writes.
     *
     * @param endpoint an address such as http://127.0.0.1:8000
     * @throws IOException if it can't be reached, or refuses
     */
    DynamoDatabase(String endpoint) throws IOException {
        this.endpoint = endpoint;
        try {
            client = DynamoDbClient.builder()
                    .httpClientBuilder(UrlConnectionHttpClient.builder())
                    .endpointOverride(URI.create(endpoint))
                    .region(REGION)
                    .build();
            make(bareStates, List.of(key("actorId", KeyType.HASH)), List.of(type("actorId", ScalarAttributeType.S)));
            make(
                    bareLog,
                    List.of(key("actorId", KeyType.HASH), key("version", KeyType.RANGE)),
                    List.of(type("actorId", ScalarAttributeType.S), type("version", ScalarAttributeType.N)));
        } catch (SdkException | IllegalArgumentException e) {
            throw new IOException("DynamoDB: " + e.getMessage(), e);
        }
    }

    private void make(String table, List<KeySchemaElement> keys, List<AttributeDefinition> types) {
        client.createTable(request -> request.tableName(table)
                .keySchema(keys)
                .attributeDefinitions(types)
                .billingMode(BillingMode.PAY_PER_REQUEST));
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
    }

    private static KeySchemaElement key(String name, KeyType type) {
        return KeySchemaElement.builder().attributeName(name).keyType(type).build();
    }

    private static AttributeDefinition type(String name, ScalarAttributeType type) {
        return AttributeDefinition.builder()
                .attributeName(name)
                .attributeType(type)
                .build();
    }

    @Override
    public String name() {
        return "dynamodb";
    }

    @Override
    public ActorStateStore open(TimeSource time) throws IOException {
        return Database.open(
                "dynamodb:" + prefix,
                Map.of("create-schema", "true", "endpoint", endpoint, "region", REGION.id()),
                time);
    }

    @Override
    public BareCallers bare(int callers, InstantSource clock) {
        return new DynamoCallers(client, bareStates, bareLog, callers);
    }

    @Override
    public List<BareWay> bareWays() {
        return List.of(BareWay.BARE);
    }

    @Override
    public void close() throws IOException {
        try (client) {
            client.listTablesPaginator().tableNames().stream()
                    .filter(table -> table.startsWith(prefix))
                    .toList()
                    .forEach(table -> client.deleteTable(request -> request.tableName(table)));
        } catch (SdkException e) {
            throw new IOException("DynamoDB: " + e.getMessage(), e);
        }
    }
}
