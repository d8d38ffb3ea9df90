// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The values of rows. */
final class SqliteRows {
    static final String STATE_COLUMNS = "generation, sequence_number, write_id, schema_version, state, updated_at";

    static final String LOG_COLUMNS = "generation, sequence_number, write_id, schema_version, content, stored_at,"
            + " call_key, result, is_patch";

    private SqliteRows() {}

    static StateVersion version(ResultSet row) throws SQLException {
        long number = row.getLong(2);
        if (number < 1) {
            throw new SQLException("a sequence_number must be 1 or more but was " + number);
        }
        return new StateVersion(uuid(row.getString(1)), number);
    }

    static StoredState state(ResultSet row) throws SQLException {
        return new StoredState(
                version(row),
                uuid(row.getString(3)),
                row.getInt(4),
                bytes(row, 5),
                Instant.ofEpochMilli(row.getLong(6)));
    }

    static LogEntry entry(ResultSet row) throws SQLException {
        return new LogEntry(
                version(row),
                uuid(row.getString(3)),
                row.getString(7),
                bytesOrNull(row, 8),
                row.getInt(4),
                row.getBoolean(9),
                bytes(row, 5),
                Instant.ofEpochMilli(row.getLong(6)));
    }

    private static Bytes bytes(ResultSet row, int column) throws SQLException {
        Bytes bytes = bytesOrNull(row, column);
        return bytes == null ? Bytes.empty() : bytes;
    }

    private static @Nullable Bytes bytesOrNull(ResultSet row, int column) throws SQLException {
        byte[] bytes = row.getBytes(column);
        return bytes == null ? null : Bytes.wrap(bytes);
    }

    private static UUID uuid(String text) throws SQLException {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw new SQLException("a generation and a write_id must be a UUID but was '" + text + "'", e);
        }
    }
}
