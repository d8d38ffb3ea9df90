// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import com.mongodb.ConnectionString;
import com.mongodb.MongoClientSettings;
import dev.trebuchetfx.server.cli.DurationConverter;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.TypeConversionException;

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

    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "collection",
            "connect-timeout",
            "create-schema",
            "log-collection",
            "password-file",
            "pool-size",
            "statement-timeout"));

    static boolean isAddress(String address) {
        return address.startsWith(PLAIN) || address.startsWith(BY_DNS);
    }

    /**
     * Reads the settings.
     *
     * @throws IllegalArgumentException if one can't be used; the message says why, without secrets
     */
    static MongoOptions read(String address, Map<String, String> options) {
        for (String name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "the store on MongoDB has no option '" + name + "'; it has " + String.join(", ", KNOWN));
            }
        }
        ConnectionString parsed = parsed(withPassword(address, options.get("password-file")));
        String database = parsed.getDatabase();
        if (database == null) {
            throw new IllegalArgumentException(
                    "the address must name a database, as in " + FORM + ", but names none; add one");
        }
        Duration connect = duration(options, "connect-timeout", Duration.ofSeconds(5), Duration.ofSeconds(1));
        // A change stream waits up to a second for news.
        Duration statement = duration(options, "statement-timeout", Duration.ofSeconds(10), Duration.ofSeconds(2));
        int poolSize = poolSize(options);
        MongoClientSettings client = MongoClientSettings.builder()
                .applicationName("trebuchet")
                .applyConnectionString(parsed)
                .applyToClusterSettings(
                        cluster -> cluster.serverSelectionTimeout(connect.toMillis(), TimeUnit.MILLISECONDS))
                .applyToSocketSettings(socket -> socket.connectTimeout(connect.toMillis(), TimeUnit.MILLISECONDS))
                .applyToConnectionPoolSettings(
                        pool -> pool.maxSize(poolSize).maxWaitTime(connect.toMillis(), TimeUnit.MILLISECONDS))
                .timeout(statement.toMillis(), TimeUnit.MILLISECONDS)
                .build();
        return new MongoOptions(
                client,
                database,
                name(options, "collection", "actor_states"),
                name(options, "log-collection", "actor_state_log"),
                isOn(options, "create-schema"),
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

    /** Returns the address with the password of a file, if it names a user without one. */
    private static String withPassword(String address, @Nullable String file) {
        int start = address.indexOf("//") + 2;
        int end = address.indexOf('/', start);
        int at = (end < 0 ? address : address.substring(0, end)).lastIndexOf('@');
        if (file == null || at < start || address.substring(start, at).contains(":")) {
            return address;
        }
        String encoded =
                URLEncoder.encode(firstLine(file), StandardCharsets.UTF_8).replace("+", "%20");
        return address.substring(0, at) + ":" + encoded + address.substring(at);
    }

    private static String firstLine(String file) {
        try {
            return Files.readString(Path.of(file)).lines().findFirst().orElse("");
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "the option password-file must name a file with the password in its first line, but '" + file
                            + "' can't be read: " + e,
                    e);
        }
    }

    private static String name(Map<String, String> options, String option, String otherwise) {
        String name = options.getOrDefault(option, otherwise);
        if (name.isEmpty() || name.length() > 100 || name.matches("(?s).*[$\\x00].*") || name.startsWith("system.")) {
            throw new IllegalArgumentException("the option " + option
                    + " must be a collection's name of 1 to 100 characters, without $ and not beginning with system.,"
                    + " but was '" + name + "'");
        }
        return name;
    }

    private static Duration duration(Map<String, String> options, String name, Duration otherwise, Duration atLeast) {
        String text = options.get(name);
        if (text == null) {
            return otherwise;
        }
        try {
            Duration found = new DurationConverter().convert(text);
            // The driver counts in 32 bits.
            if (found.compareTo(atLeast) >= 0 && found.compareTo(Duration.ofDays(1)) <= 0) {
                return found;
            }
        } catch (TypeConversionException e) {
            throw new IllegalArgumentException("the option " + name + " can't be used: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException(
                "the option " + name + " must be from " + atLeast + " to 24h but was '" + text + "'");
    }

    private static boolean isOn(Map<String, String> options, String name) {
        String text = options.getOrDefault(name, "false");
        return switch (text) {
            case "", "true" -> true;
            case "false" -> false;
            default ->
                throw new IllegalArgumentException(
                        "the option " + name + " must be true or false but was '" + text + "'");
        };
    }

    private static int poolSize(Map<String, String> options) {
        String text = options.getOrDefault("pool-size", "8");
        // One connection waits for news.
        if (!text.matches("[1-9]\\d{0,2}") || text.equals("1")) {
            throw new IllegalArgumentException("the option pool-size must be from 2 to 999 but was '" + text + "'");
        }
        return Integer.parseInt(text);
    }

    @Override
    public String toString() {
        return "database " + database + " at " + client.getClusterSettings().getHosts();
    }
}
