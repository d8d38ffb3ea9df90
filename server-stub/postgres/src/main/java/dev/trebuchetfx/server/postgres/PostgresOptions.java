// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.cli.DurationConverter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;
import picocli.CommandLine.TypeConversionException;

/**
 * The settings of a store, read from its address and its options.
 *
 * @param address the address of the database, with the password
 * @param changesAddress the address for the connections that hear of changes, where the other one leads to a pooler; otherwise the same
 * @param createSchema whether missing tables and triggers are made
 * @param changes the way in which changes are heard
 * @param poolSize the most connections for reading and writing, 1 or more
 * @param connectTimeout the longest wait for a connection, 1 s or more
 * @param statementTimeout the longest time that the server works on a statement, 1 ms or more
 */
record PostgresOptions(
        PostgresAddress address,
        PostgresAddress changesAddress,
        PostgresNames names,
        boolean createSchema,
        ChangeKind changes,
        int poolSize,
        Duration connectTimeout,
        Duration statementTimeout) {

    /** The ways in which changes are heard. */
    enum ChangeKind {
        NOTIFY,
        REPLICATION
    }

    private static final Set<String> KNOWN = new TreeSet<>(Set.of(
            "changes",
            "changes-address",
            "channel",
            "connect-timeout",
            "create-schema",
            "log-table",
            "password-file",
            "pool-size",
            "publication",
            "socket-timeout",
            "statement-timeout",
            "table"));

    /**
     * Reads the settings.
     *
     * @param environment returns the value of a variable of the environment, of which PGPASSWORD counts; null where there is none
     * @throws IllegalArgumentException if one can't be used; the message says why, without secrets
     */
    static PostgresOptions read(
            String address, Map<String, String> options, UnaryOperator<@Nullable String> environment) {
        for (String name : options.keySet()) {
            if (!KNOWN.contains(name)) {
                throw new IllegalArgumentException(
                        "the store on PostgreSQL has no option '" + name + "'; it has " + String.join(", ", KNOWN));
            }
        }
        Duration connect = duration(options, "connect-timeout", Duration.ofSeconds(5), Duration.ofSeconds(1));
        Duration statement = duration(options, "statement-timeout", Duration.ofSeconds(10), Duration.ofMillis(1));
        Duration socket = duration(options, "socket-timeout", statement.plusSeconds(10), Duration.ofSeconds(1));
        if (socket.compareTo(statement) <= 0) {
            throw new IllegalArgumentException(
                    "the option socket-timeout must be longer than statement-timeout, so that"
                            + " the server's own answer comes first, but they were " + socket + " and " + statement);
        }
        UnaryOperator<PostgresAddress> completed = each -> complete(each, options, environment, connect, socket);
        PostgresAddress main = completed.apply(PostgresAddress.parse(address));
        String other = options.get("changes-address");
        PostgresNames standard = PostgresNames.DEFAULT;
        return new PostgresOptions(
                main,
                other == null ? main : completed.apply(PostgresAddress.parse(other)),
                new PostgresNames(
                        options.getOrDefault("table", standard.table()),
                        options.getOrDefault("log-table", standard.log()),
                        options.getOrDefault("channel", standard.channel()),
                        options.getOrDefault("publication", standard.publication())),
                isOn(options, "create-schema"),
                changeKind(options),
                poolSize(options),
                connect,
                statement);
    }

    private static PostgresAddress complete(
            PostgresAddress address,
            Map<String, String> options,
            UnaryOperator<@Nullable String> environment,
            Duration connect,
            Duration socket) {
        PostgresAddress withPassword = address;
        if (!address.hasPassword()) {
            String file = options.get("password-file");
            withPassword =
                    address.with(PGProperty.PASSWORD, file == null ? environment.apply("PGPASSWORD") : firstLine(file));
        }
        return withPassword
                .with(PGProperty.CONNECT_TIMEOUT, seconds(connect))
                .with(PGProperty.LOGIN_TIMEOUT, seconds(connect.plus(connect)))
                .with(PGProperty.SOCKET_TIMEOUT, seconds(socket))
                .with(PGProperty.TCP_KEEP_ALIVE, "true")
                .with(PGProperty.APPLICATION_NAME, "trebuchet")
                // The details of an error may show a row, and with it a state.
                .with(PGProperty.LOG_SERVER_ERROR_DETAIL, "false");
    }

    private static String seconds(Duration duration) {
        return Long.toString(Math.max(1, (duration.toMillis() + 999) / 1000));
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

    private static ChangeKind changeKind(Map<String, String> options) {
        String text = options.getOrDefault("changes", "notify");
        return switch (text) {
            case "notify" -> ChangeKind.NOTIFY;
            case "replication" -> ChangeKind.REPLICATION;
            default ->
                throw new IllegalArgumentException(
                        "the option changes must be notify or replication but was '" + text + "'");
        };
    }

    private static int poolSize(Map<String, String> options) {
        String text = options.getOrDefault("pool-size", "8");
        if (!text.matches("[1-9]\\d{0,2}")) {
            throw new IllegalArgumentException("the option pool-size must be from 1 to 999 but was '" + text + "'");
        }
        return Integer.parseInt(text);
    }
}
