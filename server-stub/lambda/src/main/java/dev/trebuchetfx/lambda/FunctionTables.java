// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import dev.trebuchetfx.lambda.connection.ConnectionSchema;
import dev.trebuchetfx.server.dynamodb.DynamoStateStoreProvider;
import dev.trebuchetfx.server.store.LogRetention;
import java.util.HashMap;
import java.util.Map;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** The tables of the functions, for places where no template makes them: tests, and an emulator. */
public final class FunctionTables {
    private FunctionTables() {}

    /**
     * Makes the tables that are missing, with the stream and the times to live. What is there already stays as it is.
     *
     * @param environment the variables that the functions get
     * @throws IllegalArgumentException if a variable can't be used
     * @throws dev.trebuchetfx.server.store.StateStoreException if the tables can't be made
     */
    public static void createMissing(Map<String, String> environment) {
        FunctionSettings settings = FunctionSettings.read(environment);
        Map<String, String> options = new HashMap<>(
                Map.of("create-schema", "true", "request-timeout", "30s", "log-table", settings.logTable()));
        if (settings.dynamoEndpoint() != null) {
            options.put("endpoint", settings.dynamoEndpoint().toString());
        }
        new DynamoStateStoreProvider()
                .open("dynamodb:" + settings.stateTable(), LogRetention.DEFAULT, options, new FunctionTime())
                .close();
        try (DynamoDbClient client = FunctionClients.tables(settings.dynamoEndpoint())) {
            ConnectionSchema.createIfMissing(client, settings.connectionTable());
        }
    }
}
