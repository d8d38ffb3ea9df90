// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import dev.trebuchetfx.server.cli.StoreOptionValues;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.regions.Region;

/**
 * The settings of a store, read from its address and its options.
 *
 * @param createSchema whether missing tables, streams and times to live are made
 * @param checkSchema whether the tables are looked at when the store is opened
 * @param capacity the capacity of tables that are made; null for a price for each request
 * @param endpoint the address of DynamoDB, where it is not that of the region
 * @param region the region; null for the one that the SDK finds
 * @param connectTimeout the longest wait for a connection, 100 ms or more
 * @param requestTimeout the longest time that a request takes with its repetitions, 1 s or more
 * @param pollInterval the time between two looks for changes, 50 ms or more
 * @param readerTerm the time after which another node takes over from a reader of the stream that has gone, 1 s or more
 */
record DynamoOptions(
        DynamoNames names,
        boolean createSchema,
        boolean checkSchema,
        @Nullable Capacity capacity,
        @Nullable URI endpoint,
        @Nullable Region region,
        Duration connectTimeout,
        Duration requestTimeout,
        Duration pollInterval,
        Duration readerTerm) {
    static final String SCHEME = "dynamodb:";
    static final String FORM = SCHEME + "TABLE";

    /** The region whose name signs requests to an endpoint of one's own, such as DynamoDB Local, which has none. */
    private static final Region OWN_ENDPOINT = Region.US_EAST_1;

    private static final Duration LONGEST = Duration.ofHours(1);

    private static final Set<String> KNOWN = Set.of(
            "capacity",
            "changes-table",
            "check-schema",
            "connect-timeout",
            "create-schema",
            "endpoint",
            "log-table",
            "poll-interval",
            "reader-term",
            "region",
            "request-timeout");

    /**
     * The provisioned capacity of a table.
     *
     * @param read the units for reading, 1 or more
     * @param write the units for writing, 1 or more
     */
    record Capacity(long read, long write) {}

    /**
     * Reads the settings.
     *
     * @param environment returns the value of a variable of the environment; null where there is none
     * @throws IllegalArgumentException if one can't be used; the message says why
     */
    static DynamoOptions read(
            String address, Map<String, String> options, UnaryOperator<@Nullable String> environment) {
        StoreOptionValues values = new StoreOptionValues("DynamoDB", KNOWN, options);
        String given = address.substring(SCHEME.length());
        String table = given.isEmpty() ? DynamoNames.DEFAULT_TABLE : given;
        URI endpoint = endpoint(values.text("endpoint"));
        return new DynamoOptions(
                new DynamoNames(
                        table,
                        values.text("log-table", table + "-log"),
                        values.text("changes-table", table + "-changes")),
                values.isOn("create-schema"),
                values.text("check-schema") == null || values.isOn("check-schema"),
                capacity(values.text("capacity")),
                endpoint,
                region(values.text("region"), endpoint, environment),
                values.duration("connect-timeout", Duration.ofSeconds(2), Duration.ofMillis(100), LONGEST),
                values.duration("request-timeout", Duration.ofSeconds(8), Duration.ofSeconds(1), LONGEST),
                values.duration("poll-interval", Duration.ofMillis(200), Duration.ofMillis(50), LONGEST),
                values.duration("reader-term", Duration.ofSeconds(5), Duration.ofSeconds(1), LONGEST));
    }

    private static @Nullable URI endpoint(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            URI endpoint = URI.create(text);
            if (endpoint.getHost() != null && Set.of("http", "https").contains(String.valueOf(endpoint.getScheme()))) {
                return endpoint;
            }
        } catch (IllegalArgumentException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "the option endpoint must be an address like http://127.0.0.1:8000 but was '" + text + "'");
    }

    private static @Nullable Region region(
            @Nullable String text, @Nullable URI endpoint, UnaryOperator<@Nullable String> environment) {
        if (text == null) {
            // The SDK would ask the machine's cloud for its region, which takes seconds where there is none.
            return endpoint != null && environment.apply("AWS_REGION") == null ? OWN_ENDPOINT : null;
        }
        if (!text.matches("[a-z0-9-]{1,40}")) {
            throw new IllegalArgumentException(
                    "the option region must be a name like eu-central-1 but was '" + text + "'");
        }
        return Region.of(text);
    }

    private static @Nullable Capacity capacity(@Nullable String text) {
        if (text == null || text.equals("on-demand")) {
            return null;
        }
        if (!text.matches("[1-9]\\d{0,5}/[1-9]\\d{0,5}")) {
            throw new IllegalArgumentException(
                    "the option capacity must be on-demand, or the units for reading and writing"
                            + " like 20/10, but was '" + text + "'");
        }
        int slash = text.indexOf('/');
        return new Capacity(Long.parseLong(text.substring(0, slash)), Long.parseLong(text.substring(slash + 1)));
    }
}
