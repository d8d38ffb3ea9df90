// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.connection;

import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.AttributeDefinition;
import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.awssdk.services.dynamodb.model.KeySchemaElement;
import software.amazon.awssdk.services.dynamodb.model.KeyType;
import software.amazon.awssdk.services.dynamodb.model.ResourceInUseException;
import software.amazon.awssdk.services.dynamodb.model.ScalarAttributeType;

/** The table of connections as DynamoDB has to make it. */
public final class ConnectionSchema {
    private ConnectionSchema() {}

    /** Makes the table with its time to live, unless it is there. */
    public static void createIfMissing(DynamoDbClient client, String table) {
        try {
            client.createTable(request -> request.tableName(table)
                    .billingMode(BillingMode.PAY_PER_REQUEST)
                    .attributeDefinitions(
                            AttributeDefinition.builder()
                                    .attributeName(ConnectionItems.OWNER)
                                    .attributeType(ScalarAttributeType.S)
                                    .build(),
                            AttributeDefinition.builder()
                                    .attributeName(ConnectionItems.ENTRY)
                                    .attributeType(ScalarAttributeType.S)
                                    .build())
                    .keySchema(
                            KeySchemaElement.builder()
                                    .attributeName(ConnectionItems.OWNER)
                                    .keyType(KeyType.HASH)
                                    .build(),
                            KeySchemaElement.builder()
                                    .attributeName(ConnectionItems.ENTRY)
                                    .keyType(KeyType.RANGE)
                                    .build()));
        } catch (ResourceInUseException e) {
            return;
        }
        client.waiter().waitUntilTableExists(request -> request.tableName(table));
        client.updateTimeToLive(request -> request.tableName(table)
                .timeToLiveSpecification(live -> live.enabled(true).attributeName(ConnectionItems.TTL)));
    }
}
