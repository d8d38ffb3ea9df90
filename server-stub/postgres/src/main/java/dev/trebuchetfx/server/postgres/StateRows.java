// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;

/** The records of the store, read from rows with the columns that {@link StateSql} names. */
final class StateRows {
    private StateRows() {}

    static StoredState state(ResultSet row) throws SQLException {
        return new StoredState(
                version(row, "sequence_number"),
                row.getObject("write_id", UUID.class),
                row.getInt("schema_version"),
                Bytes.wrap(row.getBytes("state")),
                instant(row, "updated_at"));
    }

    /** Returns the state that a write has stored. */
    static StoredState stored(ResultSet row, StateWrite write) throws SQLException {
        return new StoredState(
                version(row, "sequence_number"),
                write.writeId(),
                write.schema(),
                write.json(),
                instant(row, "updated_at"));
    }

    static LogEntry entry(ResultSet row) throws SQLException {
        byte[] result = row.getBytes("result");
        return new LogEntry(
                version(row, "version"),
                row.getObject("write_id", UUID.class),
                row.getString("call_key"),
                result == null ? null : Bytes.wrap(result),
                row.getInt("schema_version"),
                row.getBoolean("is_patch"),
                Bytes.wrap(row.getBytes("content")),
                instant(row, "stored_at"));
    }

    static StateVersion version(ResultSet row, String number) throws SQLException {
        return new StateVersion(row.getObject("generation", UUID.class), row.getLong(number));
    }

    static Instant instant(ResultSet row, String column) throws SQLException {
        return row.getObject(column, OffsetDateTime.class).toInstant();
    }
}
