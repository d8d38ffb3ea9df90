// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import dev.trebuchetfx.server.cli.StoreOptionValues;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The settings of a store, read from its address and its options. Its text shows no password.
 *
 * @param client the driver's settings, with the password
 * @param database the name of the database
 * @param states the name of the collection of states
 * @param log the name of the collection of logs
 * @param createSchema whether missing collections and indexes are made
 * @param statementTimeout the longest time that a question takes, 2 s or more
 */
record MongoOptions(
        MongoClientSettings client,
        String database,
        String states,
        String log,
        boolean createSchema,
        Duration statementTimeout) {
    static final String FORM = "mongodb://USER:PASSWORD@HOST:PORT/DATABASE";

    private static final String PLAIN = "mongodb://";
    private static final String BY_DNS = "mongodb+srv://";

    /** The driver counts in 32 bits. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Set<String> KNOWN = Set.of(
            "collection",
            "connect-timeout",
            "create-schema",
            "log-collection",
            "password-file",
            "pool-size",
            "statement-timeout");

    static boolean isAddress(String address) {
        return address.startsWith(PLAIN) || address.startsWith(BY_DNS);
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one can't be used; the message says why, without secrets
     */
    static MongoOptions read(String address, Map<String, String> options) {
        StoreOptionValues values = new StoreOptionValues("MongoDB", KNOWN, options);
        ConnectionString parsed = parsed(withPassword(address, values.password()));
        String database = parsed.getDatabase();
        if (database == null) {
            throw new IllegalArgumentException(
                    "the address must name a database, as in " + FORM + ", but names none; add one");
        }
        Duration connect = values.duration("connect-timeout", Duration.ofSeconds(5), Duration.ofSeconds(1), LONGEST);
        // A change stream waits up to a second for news.
        Duration statement =
                values.duration("statement-timeout", Duration.ofSeconds(10), Duration.ofSeconds(2), LONGEST);
        // One connection waits for news.
        Integer pool = values.number("pool-size", 2, 999);
        int poolSize = pool == null ? 8 : pool;
        MongoClientSettings client = MongoClientSettings.builder()
                .applicationName("trebuchet")
                .applyConnectionString(parsed)
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(connect.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(connect.toMillis(), TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(connections ->
                        connections.maxSize(poolSize).maxWaitTime(connect.toMillis(), TimeUnit.MILLISECONDS))
                .timeout(statement.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        return new MongoOptions(
                client,
                database,
                name(values, "collection", "actor_states"),
                name(values, "log-collection", "actor_state_log"),
                values.isOn("create-schema"),
                statement);
    }

    private static ConnectionString parsed(String address) {
        try {
            return new ConnectionString(address);
        } catch (IllegalArgumentException | com.mongodb.MongoException e) {
            // The driver's message may show a part of the address, and with it a password.
            throw new IllegalArgumentException(
                    "expected an address like " + FORM
                            + "?replicaSet=NAME or mongodb+srv://USER:PASSWORD@NAME/DATABASE,"
                            + " where characters such as @ and / in a name or password are written as %40 and %2F, but"
                            + " found something else, which is not shown since it may hold a password",
                    null);
        }
    }

    /** Returns the address with a password, if it names a user without one. */
    private static String withPassword(String address, @Nullable String password) {
        int start = address.indexOf("//") + 2;
        int end = address.indexOf('/', start);
        int at = (end < 0 ? address : address.substring(0, end)).lastIndexOf('@');
        if (password == null || at < start || address.substring(start, at).contains(":")) {
            return address;
        }
        String encoded = URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
        return address.substring(0, at) + ":" + encoded + address.substring(at);
    }

    private static String name(StoreOptionValues values, String option, String otherwise) {
        String name = values.text(option, otherwise);
        if (name.isEmpty() || name.length() > 100 || name.matches("(?s).*[$\\x00].*") || name.startsWith("system.")) {
            throw new IllegalArgumentException("the option " + option
                    + " must be a collection's name of 1 to 100 characters, without $ and not beginning with system.,"
                    + " but was '" + name + "'");
        }
        return name;
    }

    @Override
    public String toString() {
        return "database " + database + " at " + client.getClusterSettings().getHosts();
    }
}
