// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.server.store.StateVersion;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The statements of the store, with the names of its tables. Each does its work alone, so that each is a transaction. */
final class StateSql {
    static final String STATE_COLUMNS = "generation, sequence_number, write_id, schema_version, state, updated_at";
    static final String LOG_COLUMNS =
            "generation, version, write_id, call_key, result, schema_version, is_patch, content, stored_at";

    final String load;
    final String newest;
    final String insert;
    final String update;
    final String updateFree;
    final String updateMany;
    final String delete;
    final String readLog;
    final String readLogFromState;
    final String findWrite;
    final String trim;

    StateSql(PostgresNames names) {
        String states = names.quotedTable();
        String log = names.quotedLog();
        this.load = "SELECT " + STATE_COLUMNS + " FROM " + states + " WHERE actor_id = ?";
        this.newest =
                "SELECT actor_id, generation, sequence_number FROM " + states + " WHERE actor_id = ANY (?::varchar[])";
        // The minus sign tells the trigger that this is a store's write, which logs itself.
        this.insert = logged(
                "INSERT INTO " + states + " (state, sequence_number, write_id, schema_version, actor_id)"
                        + " VALUES (?, ?, ?, ?, ?) ON CONFLICT (actor_id) DO NOTHING",
                log);
        String set =
                "UPDATE " + states + " SET state = ?, sequence_number = ?, write_id = ?, schema_version = ? WHERE ";
        String expected = "actor_id = ? AND generation = ? AND sequence_number = ?";
        this.update = logged(set + expected, log);
        // As for many: it writes nothing where another transaction holds the row.
        this.updateFree = logged(
                set + "actor_id = (SELECT actor_id FROM " + states + " WHERE " + expected + " FOR UPDATE SKIP LOCKED)",
                log);
        this.updateMany = updateMany(states, log);
        this.delete = "DELETE FROM " + states + " WHERE actor_id = ?";
        String after = " FROM " + log + " WHERE actor_id = ? AND generation = ? AND version > ?";
        this.readLog = limited("SELECT " + LOG_COLUMNS + after);
        this.readLogFromState = limited("SELECT " + LOG_COLUMNS + " FROM " + log
                + " WHERE actor_id = ? AND generation = ? AND version >= (SELECT max(version) FROM " + log
                + " WHERE actor_id = ? AND generation = ? AND version <= ? AND NOT is_patch)"
                + " AND EXISTS (SELECT FROM " + log + " WHERE actor_id = ? AND generation = ? AND version = ?)");
        this.findWrite = "SELECT " + LOG_COLUMNS + " FROM " + log
                + " WHERE actor_id = ? AND (write_id = ? OR call_key = ?::varchar)"
                + " ORDER BY (write_id = ?) DESC, stored_at DESC, version DESC LIMIT 1";
        this.trim = trim(log);
    }

    /** Returns a statement that writes a row and, if it did, the log. */
    private static String logged(String write, String log) {
        return "WITH written AS (" + write
                + " RETURNING actor_id, generation, sequence_number, write_id, schema_version, updated_at),"
                + " logged AS (INSERT INTO " + log + " (actor_id, " + LOG_COLUMNS + ")"
                + " SELECT actor_id, generation, sequence_number, write_id, ?, ?, schema_version, ?, ?, updated_at"
                + " FROM written)"
                + " SELECT generation, sequence_number, updated_at FROM written";
    }

    /**
     * Returns a statement that writes the rows of several actors, as arrays, with the log. It writes none that another transaction holds, so
     * that it neither waits for one actor nor has a part in a deadlock.
     */
    private static String updateMany(String states, String log) {
        String logged = "write_id, call_key, result, schema_version, is_patch, content";
        return "WITH asked AS (SELECT * FROM unnest(?::varchar[], ?::uuid[], ?::bigint[], ?::bytea[], ?::uuid[],"
                + " ?::varchar[], ?::bytea[], ?::integer[], ?::boolean[], ?::bytea[])"
                + " AS asked (actor_id, generation, expected, state, " + logged + ")),"
                + " free AS (SELECT row.actor_id FROM " + states + " row JOIN asked ON row.actor_id = asked.actor_id"
                + " AND row.generation = asked.generation AND row.sequence_number = asked.expected"
                + " FOR UPDATE OF row SKIP LOCKED),"
                + " written AS (UPDATE " + states + " row SET state = asked.state,"
                + " sequence_number = -(asked.expected + 1), write_id = asked.write_id,"
                + " schema_version = asked.schema_version FROM asked JOIN free ON free.actor_id = asked.actor_id"
                + " WHERE row.actor_id = asked.actor_id AND row.generation = asked.generation"
                + " AND row.sequence_number = asked.expected"
                + " RETURNING row.actor_id, row.generation, row.sequence_number, row.updated_at, asked.write_id,"
                + " asked.call_key, asked.result, asked.schema_version, asked.is_patch, asked.content),"
                + " logged AS (INSERT INTO " + log + " (actor_id, generation, version, stored_at, " + logged + ")"
                + " SELECT actor_id, generation, sequence_number, updated_at, " + logged + " FROM written)"
                + " SELECT write_id, generation, sequence_number, updated_at FROM written";
    }

    /** Returns the first entries of a query, as far as their contents keep a bound together, and the first one in any case. */
    private static String limited(String entries) {
        return "SELECT " + LOG_COLUMNS + " FROM (SELECT *, sum(octet_length(content)) OVER (ORDER BY version) AS bytes,"
                + " row_number() OVER (ORDER BY version) AS place"
                + " FROM (" + entries + " ORDER BY version LIMIT ?) entries) sums"
                + " WHERE bytes <= ? OR place = 1 ORDER BY version";
    }

    /** Returns the deletion of all entries that neither the bounds keep nor the entries within them need. */
    private static String trim(String log) {
        return "WITH entries AS (SELECT version, is_patch, stored_at,"
                + " row_number() OVER (ORDER BY version DESC) AS place,"
                + " sum(octet_length(content)) OVER (ORDER BY version DESC) AS bytes FROM " + log
                + " WHERE actor_id = ? AND generation = ?),"
                + " oldest AS (SELECT min(version) AS version FROM entries WHERE place = 1 OR (place <= ?"
                + " AND stored_at >= clock_timestamp() - make_interval(secs => ?) AND bytes <= ?)),"
                + " base AS (SELECT coalesce((SELECT max(version) FROM entries WHERE NOT is_patch"
                + " AND version <= (SELECT version FROM oldest)), (SELECT version FROM oldest)) AS version)"
                + " DELETE FROM " + log + " WHERE actor_id = ? AND generation = ?"
                + " AND version < (SELECT version FROM base)";
    }

    /** Returns the newest version of each of these actors that has a state. */
    Map<String, StateVersion> newest(Connection connection, Collection<String> actors) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(newest)) {
            statement.setArray(1, connection.createArrayOf("varchar", actors.toArray()));
            try (ResultSet rows = statement.executeQuery()) {
                Map<String, StateVersion> versions = new HashMap<>();
                while (rows.next()) {
                    versions.put(rows.getString("actor_id"), StateRows.version(rows, "sequence_number"));
                }
                return versions;
            }
        }
    }

    /** Sets parameters from {@code first} on, and returns the index of the next one. */
    static int bind(PreparedStatement statement, int first, List<? extends @Nullable Object> values)
            throws SQLException {
        int index = first;
        for (Object value : values) {
            if (value instanceof Bytes bytes) {
                bindBytes(statement, index, bytes);
            } else {
                statement.setObject(index, value);
            }
            index++;
        }
        return index;
    }

    static void bindBytes(PreparedStatement statement, int index, @Nullable Bytes bytes) throws SQLException {
        statement.setBytes(index, bytes == null ? null : bytes.unsafeArray());
    }
}
