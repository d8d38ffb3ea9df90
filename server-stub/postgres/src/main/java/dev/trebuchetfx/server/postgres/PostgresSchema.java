// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.postgres.PostgresOptions.ChangeKind;
import dev.trebuchetfx.server.store.StateStoreException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The tables, triggers and publication in the database: finds what is missing, and makes it from the resource files. */
final class PostgresSchema {
    /** The comment on the log's table, which counts the versions of {@code schema.sql}. */
    private static final String MARK = "Trebuchet FX, schema 1";

    private static final String MARK_OF_ANY = "Trebuchet FX, schema ";

    /** A key of the lock under which a schema is made, so that nodes wait for one another; the other key is made of the table's name. */
    private static final int LOCK = 0x7eb0c4e7;

    private static final int WITH_COLUMN_LISTS = 15;

    private final PostgresNames names;
    private final ChangeKind changes;

    PostgresSchema(PostgresNames names, ChangeKind changes) {
        this.names = names;
        this.changes = changes;
    }

    /** A piece that a database may lack. */
    private record Piece(String file, String description) {}

    /**
     * Makes what is missing, in one transaction. Nodes that start at once wait for one another.
     *
     * @param connection a connection that is closed afterwards, since its settings change
     */
    void create(Connection connection) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement lock = connection.prepareStatement("SELECT pg_advisory_xact_lock(?, ?)")) {
            lock.setInt(1, LOCK);
            lock.setInt(2, names.table().hashCode());
            lock.execute();
        }
        refuseNewer(connection);
        List<String> files =
                missing(connection).stream().map(Piece::file).distinct().toList();
        if (files.contains("replication.sql")
                && connection.getMetaData().getDatabaseMajorVersion() < WITH_COLUMN_LISTS) {
            throw new StateStoreException(
                    "the option create-schema makes a publication on PostgreSQL 15 or later only; apply replication.sql"
                            + " by hand, as it says itself, or use changes=notify",
                    null);
        }
        try (Statement statement = connection.createStatement()) {
            for (String file : files) {
                statement.execute(names.in(read(file)));
            }
        }
        connection.commit();
    }

    /**
     * Checks that nothing is missing.
     *
     * @throws StateStoreException if something is; the message says what to do
     */
    void check(Connection connection) throws SQLException {
        refuseNewer(connection);
        List<Piece> missing = missing(connection);
        if (!missing.isEmpty()) {
            throw new StateStoreException(
                    "the database lacks " + missing.getFirst().description()
                            + "; start with the option create-schema, or let its administrator apply "
                            + missing.getFirst().file(),
                    null);
        }
        try (Statement statement = connection.createStatement()) {
            // Privileges and columns show now and not at an actor's first state.
            statement.execute("SELECT " + StateSql.STATE_COLUMNS + " FROM " + names.quotedTable() + " LIMIT 0");
            statement.execute("SELECT " + StateSql.LOG_COLUMNS + " FROM " + names.quotedLog() + " LIMIT 0");
        }
    }

    private void refuseNewer(Connection connection) throws SQLException {
        String mark = mark(connection);
        if (mark != null && mark.startsWith(MARK_OF_ANY) && !mark.equals(MARK)) {
            throw new StateStoreException(
                    "the tables in the database are of '" + mark + "', and this program knows '" + MARK
                            + "' only; use a newer version of the program",
                    null);
        }
    }

    private List<Piece> missing(Connection connection) throws SQLException {
        List<Piece> missing = new ArrayList<>();
        if (!exists(connection, "SELECT to_regclass(?) IS NOT NULL", names.quotedTable())) {
            missing.add(new Piece("schema.sql", "the table " + names.quotedTable()));
        } else if (!Objects.equals(mark(connection), MARK)) {
            missing.add(new Piece("schema.sql", "the table " + names.quotedLog() + " with the comment '" + MARK + "'"));
        }
        for (String trigger : List.of("trebuchet_1_number", "trebuchet_2_log", "trebuchet_2_log_truncate")) {
            addIfNoTrigger(connection, trigger, "schema.sql", missing);
        }
        if (changes == ChangeKind.NOTIFY) {
            for (String trigger : List.of("trebuchet_3_notify", "trebuchet_3_notify_truncate")) {
                addIfNoTrigger(connection, trigger, "notify.sql", missing);
            }
        } else if (!exists(
                connection,
                "SELECT count(*) > 0 FROM pg_publication_rel r JOIN pg_publication p ON p.oid = r.prpubid"
                        + " WHERE r.prrelid = to_regclass(?) AND p.pubname = ?"
                        + " AND p.pubinsert AND p.pubupdate AND p.pubdelete AND p.pubtruncate",
                names.quotedTable(),
                names.publication())) {
            missing.add(new Piece(
                    "replication.sql",
                    "the publication " + names.quotedPublication() + " of all changes of the table "
                            + names.quotedTable()));
        }
        return missing;
    }

    private void addIfNoTrigger(Connection connection, String trigger, String file, List<Piece> missing)
            throws SQLException {
        if (!exists(
                connection,
                "SELECT count(*) > 0 FROM pg_trigger"
                        + " WHERE tgrelid = to_regclass(?) AND tgname = ? AND tgenabled IN ('O', 'A')",
                names.quotedTable(),
                trigger)) {
            missing.add(new Piece(file, "the trigger " + trigger + " on " + names.quotedTable()));
        }
    }

    private static boolean exists(Connection connection, String query, String... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(query)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            try (ResultSet row = statement.executeQuery()) {
                return row.next() && row.getBoolean(1);
            }
        }
    }

    private @Nullable String mark(Connection connection) throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT obj_description(to_regclass(?), 'pg_class')")) {
            statement.setString(1, names.quotedLog());
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? row.getString(1) : null;
            }
        }
    }

    private static String read(String file) {
        try (InputStream stream = PostgresSchema.class.getResourceAsStream(file)) {
            return new String(
                    Objects.requireNonNull(stream, () -> "the program lacks its file " + file)
                            .readAllBytes(),
                    StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
