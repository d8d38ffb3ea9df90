// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.cli.StoreOptionValues;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGProperty;

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

    /** The driver counts in 32 bits. */
    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Set<String> KNOWN = Set.of(
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
            "table");

    /**
     * Reads the settings.
     *
     * @param environment returns the value of a variable of the environment, of which PGPASSWORD counts; null where there is none
     * @throws IllegalArgumentException if one can't be used; the message says why, without secrets
     */
    static PostgresOptions read(
            String address, Map<String, String> options, UnaryOperator<@Nullable String> environment) {
        StoreOptionValues values = new StoreOptionValues("PostgreSQL", KNOWN, options);
        Duration connect = values.duration("connect-timeout", Duration.ofSeconds(5), Duration.ofSeconds(1), LONGEST);
        Duration statement =
                values.duration("statement-timeout", Duration.ofSeconds(10), Duration.ofMillis(1), LONGEST);
        Duration socket = values.duration("socket-timeout", statement.plusSeconds(10), Duration.ofSeconds(1), LONGEST);
        if (socket.compareTo(statement) <= 0) {
            throw new IllegalArgumentException(
                    "the option socket-timeout must be longer than statement-timeout, so that"
                            + " the server's own answer comes first, but they were " + socket + " and " + statement);
        }
        UnaryOperator<PostgresAddress> completed = each -> complete(each, values, environment, connect, socket);
        PostgresAddress main = completed.apply(PostgresAddress.parse(address));
        Integer pool = values.number("pool-size", 1, 999);
        String other = values.text("changes-address");
        PostgresNames standard = PostgresNames.DEFAULT;
        return new PostgresOptions(
                main,
                other == null ? main : completed.apply(PostgresAddress.parse(other)),
                new PostgresNames(
                        values.text("table", standard.table()),
                        values.text("log-table", standard.log()),
                        values.text("channel", standard.channel()),
                        values.text("publication", standard.publication())),
                values.isOn("create-schema"),
                changeKind(values),
                pool == null ? 8 : pool,
                connect,
                statement);
    }

    private static PostgresAddress complete(
            PostgresAddress address,
            StoreOptionValues values,
            UnaryOperator<@Nullable String> environment,
            Duration connect,
            Duration socket) {
        PostgresAddress withPassword = address;
        if (!address.hasPassword()) {
            String password = values.password();
            withPassword =
                    address.with(PGProperty.PASSWORD, password == null ? environment.apply("PGPASSWORD") : password);
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

    private static ChangeKind changeKind(StoreOptionValues values) {
        String text = values.text("changes", "notify");
        return switch (text) {
            case "notify" -> ChangeKind.NOTIFY;
            case "replication" -> ChangeKind.REPLICATION;
            default ->
                throw new IllegalArgumentException(
                        "the option changes must be notify or replication but was '" + text + "'");
        };
    }
}
