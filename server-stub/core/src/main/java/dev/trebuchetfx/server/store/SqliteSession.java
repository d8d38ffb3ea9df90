// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A connection to a SQLite file with its prepared statements. Confined to whoever holds it at a time. */
final class SqliteSession implements AutoCloseable {
    private final Connection connection;
    private final Map<String, PreparedStatement> statements = new HashMap<>();

    SqliteSession(Connection connection) {
        this.connection = connection;
    }

    /** A function of a row. */
    @FunctionalInterface
    interface Row<T> {
        T of(ResultSet row) throws SQLException;
    }

    /** A test of a row, after which no further row is read if it is false. */
    @FunctionalInterface
    interface RowTest {
        boolean goesOn(ResultSet row) throws SQLException;
    }

    /** The execution of a statement. */
    @FunctionalInterface
    private interface Execution<T> {
        T of(PreparedStatement statement) throws SQLException;
    }

    /** Work that uses a connection. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Returns the function's value for the first row, or null where there is no row. */
    <T> @Nullable T first(String sql, Row<T> function, @Nullable Object... parameters) throws SQLException {
        return prepared(sql, parameters, statement -> {
                    try (ResultSet rows = statement.executeQuery()) {
                        return rows.next() ? Optional.of(function.of(rows)) : Optional.<T>empty();
                    }
                })
                .orElse(null);
    }

    /** Gives rows to a test until there is none or the test is false. */
    void each(String sql, RowTest test, @Nullable Object... parameters) throws SQLException {
        prepared(sql, parameters, statement -> {
            try (ResultSet rows = statement.executeQuery()) {
                boolean goesOn = true;
                while (goesOn && rows.next()) {
                    goesOn = test.goesOn(rows);
                }
                return goesOn;
            }
        });
    }

    /** Returns the number of rows that a statement changed. */
    int update(String sql, @Nullable Object... parameters) throws SQLException {
        return prepared(sql, parameters, PreparedStatement::executeUpdate);
    }

    /** Executes a statement that is not prepared for another time. */
    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Runs work in a transaction that holds the file's lock for writers from its beginning, and ends it whatever happens. */
    <T> T inTransaction(Work<T> work) throws SQLException {
        return between("BEGIN IMMEDIATE", work);
    }

    /** Runs work that reads the file as it is at one moment. */
    <T> T inSnapshot(Work<T> work) throws SQLException {
        return between("BEGIN", work);
    }

    private <T> T between(String begin, Work<T> work) throws SQLException {
        update(begin);
        boolean isDone = false;
        try {
            T result = work.run();
            update("COMMIT");
            isDone = true;
            return result;
        } finally {
            if (!isDone) {
                rollBack();
            }
        }
    }

    private void rollBack() {
        try {
            execute("ROLLBACK");
        } catch (SQLException e) {
            // SQLite rolls back by itself after some errors; the first error is the one to tell.
        }
    }

    private <T> T prepared(String sql, @Nullable Object[] parameters, Execution<T> execution) throws SQLException {
        PreparedStatement statement = statements.get(sql);
        if (statement == null) {
            statement = connection.prepareStatement(sql);
            statements.put(sql, statement);
        }
        boolean isDone = false;
        try {
            bind(statement, parameters);
            T result = execution.of(statement);
            isDone = true;
            return result;
        } finally {
            if (!isDone) {
                // The driver has let go of it after some errors, and could not execute it again.
                statements.remove(sql);
                statement.close();
            }
        }
    }

    private static void bind(PreparedStatement statement, @Nullable Object[] parameters) throws SQLException {
        for (int i = 0; i < parameters.length; i++) {
            Object parameter = parameters[i];
            if (parameter instanceof Bytes bytes) {
                // The driver only reads the array.
                statement.setBytes(i + 1, bytes.unsafeArray());
            } else {
                statement.setObject(i + 1, parameter);
            }
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
