// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda;

import java.net.URI;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The settings of the functions, which come by environment variables.
 *
 * @param stateTable the table of states
 * @param logTable the table of their log
 * @param connectionTable the table of connections
 * @param connectionsEndpoint the address of the gateway's management API; null where each event names it
 * @param dynamoEndpoint the address of DynamoDB; null for that of the region
 * @param actors the class name of the {@link ActorProvider}; null for the one that is found
 * @param postsAtOnce the most posts of one event at a time
 */
record FunctionSettings(
        String stateTable,
        String logTable,
        String connectionTable,
        @Nullable URI connectionsEndpoint,
        @Nullable URI dynamoEndpoint,
        @Nullable String actors,
        int postsAtOnce) {
    static final String STATE_TABLE = "TREBUCHET_STATE_TABLE";
    static final String LOG_TABLE = "TREBUCHET_LOG_TABLE";
    static final String CONNECTION_TABLE = "TREBUCHET_CONNECTION_TABLE";
    static final String CONNECTIONS_ENDPOINT = "TREBUCHET_CONNECTIONS_ENDPOINT";
    static final String DYNAMODB_ENDPOINT = "TREBUCHET_DYNAMODB_ENDPOINT";
    static final String ACTORS = "TREBUCHET_ACTORS";
    static final String POSTS_AT_ONCE = "TREBUCHET_POSTS_AT_ONCE";

    private static final int MOST_AT_ONCE = 1_000;

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one can't be used; the message says which and why
     */
    static FunctionSettings read(Map<String, String> environment) {
        String stateTable = text(environment, STATE_TABLE, "trebuche-actor-state");
        return new FunctionSettings(
                stateTable,
                text(environment, LOG_TABLE, stateTable + "-log"),
                text(environment, CONNECTION_TABLE, "trebuche-connections"),
                address(environment, CONNECTIONS_ENDPOINT),
                address(environment, DYNAMODB_ENDPOINT),
                environment.get(ACTORS),
                number(environment, POSTS_AT_ONCE, 32));
    }

    private static String text(Map<String, String> environment, String name, String standard) {
        String given = environment.get(name);
        return given == null || given.isBlank() ? standard : given;
    }

    private static @Nullable URI address(Map<String, String> environment, String name) {
        String given = environment.get(name);
        if (given == null || given.isBlank()) {
            return null;
        }
        try {
            URI address = URI.create(given);
            if (address.getHost() != null) {
                return address;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "the variable " + name + " must be an address like https://host/stage but was '" + given + "'");
    }

    private static int number(Map<String, String> environment, String name, int standard) {
        String given = text(environment, name, Integer.toString(standard));
        if (given.matches("\\d{1,4}")) {
            int number = Integer.parseInt(given);
            if (number >= 1 && number <= MOST_AT_ONCE) {
                return number;
            }
        }
        throw new IllegalArgumentException(
                "the variable " + name + " must be a number from 1 to " + MOST_AT_ONCE + " but was '" + given + "'");
    }
}
