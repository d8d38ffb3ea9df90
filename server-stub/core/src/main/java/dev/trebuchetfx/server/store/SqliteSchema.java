// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/**
 * The tables of a SQLite file, and the triggers that make versions of edits from outside.
 *
 * <p>A write of the store itself appends to the log first and changes the state then, so a trigger knows it by the newest entry of the log.
 * Any other change of a state came from outside: it is numbered and logged by the trigger, whatever numbers and ids it brought. The update
 * by which a trigger corrects a row changes no state, so it ends there, also where triggers recur. The log of an actor that only others
 * write is trimmed by a trigger too, to some 4,096 versions. All of it runs in SQLite
 * 3.38 or newer, which whoever edits may have.
 */
final class SqliteSchema {
    private static final int VERSION = 1;

    private static final String NOW = "CAST(ROUND((julianday('now') - 2440587.5) * 86400000) AS INTEGER)";

    private static final String RANDOM_UUID =
            "lower(hex(randomblob(4)) || '-' || hex(randomblob(2)) || '-4' || substr(hex(randomblob(2)), 2) || '-a'"
                    + " || substr(hex(randomblob(2)), 2) || '-' || hex(randomblob(6)))";

    /** The row is that of the newest entry of the log. */
    private static final String IS_NEWEST_IN_LOG = """
            (EXISTS (SELECT 1 FROM actor_state_log WHERE actor_id = NEW.actor_id AND generation = NEW.generation
                 AND sequence_number = NEW.sequence_number AND write_id = NEW.write_id)
             AND NOT EXISTS (SELECT 1 FROM actor_state_log WHERE actor_id = NEW.actor_id
                 AND sequence_number > NEW.sequence_number))
            """;

    private static final String IS_ANOTHER_STATE =
            "(NEW.state IS NOT OLD.state OR NEW.schema_version IS NOT OLD.schema_version)";

    private static final String REQUIRE_JSON =
            "SELECT RAISE(ABORT, 'actor_states.state must be JSON') WHERE NOT json_valid(CAST(NEW.state AS TEXT));";

    private static final List<String> STATEMENTS = List.of(
            """
            CREATE TABLE actor_states (
                actor_id TEXT NOT NULL PRIMARY KEY,
                state TEXT NOT NULL,
                sequence_number INTEGER NOT NULL DEFAULT 0,
                generation TEXT NOT NULL DEFAULT '',
                write_id TEXT NOT NULL DEFAULT '',
                schema_version INTEGER NOT NULL DEFAULT 1
                    CHECK (typeof(schema_version) = 'integer' AND schema_version >= 1),
                created_at INTEGER NOT NULL DEFAULT 0, -- milliseconds since 1970
                updated_at INTEGER NOT NULL DEFAULT 0)
            """,
            """
            CREATE TABLE actor_state_log (
                actor_id TEXT NOT NULL,
                sequence_number INTEGER NOT NULL,
                generation TEXT NOT NULL,
                write_id TEXT NOT NULL,
                call_key TEXT,
                result TEXT,
                schema_version INTEGER NOT NULL,
                is_patch INTEGER NOT NULL,
                content TEXT NOT NULL,
                stored_at INTEGER NOT NULL,
                PRIMARY KEY (actor_id, sequence_number))
            """,
            "CREATE INDEX actor_state_log_writes ON actor_state_log (actor_id, write_id)",
            "CREATE INDEX actor_state_log_keys ON actor_state_log (actor_id, call_key) WHERE call_key IS NOT NULL",
            // Where REPLACE took a row's place, SQLite tells of no deletion, so the log may have an earlier generation.
            """
            CREATE TRIGGER actor_states_inserted_outside AFTER INSERT ON actor_states
            WHEN NEW.sequence_number IS NOT 1 OR NOT %s OR NEW.state IS NOT (SELECT content FROM actor_state_log
                WHERE actor_id = NEW.actor_id AND sequence_number = 1) BEGIN
                %s
                DELETE FROM actor_state_log WHERE actor_id = NEW.actor_id;
                INSERT INTO actor_state_log VALUES (
                    NEW.actor_id, 1, %s, %s, NULL, NULL, NEW.schema_version, 0, NEW.state, %s);
                UPDATE actor_states SET sequence_number = 1, (generation, write_id, created_at, updated_at) = (
                    SELECT generation, write_id, stored_at, stored_at FROM actor_state_log
                    WHERE actor_id = NEW.actor_id AND sequence_number = 1) WHERE actor_id = NEW.actor_id;
            END
            """.formatted(IS_NEWEST_IN_LOG, REQUIRE_JSON, RANDOM_UUID, RANDOM_UUID, NOW),
            """
            CREATE TRIGGER actor_states_edited_outside AFTER UPDATE ON actor_states
            WHEN %s AND NOT (NEW.sequence_number IS OLD.sequence_number + 1 AND %s) BEGIN
                %s
                INSERT INTO actor_state_log VALUES (NEW.actor_id, OLD.sequence_number + 1, OLD.generation, %s, NULL,
                    NULL, NEW.schema_version, 0, NEW.state, %s);
                UPDATE actor_states SET sequence_number = OLD.sequence_number + 1, generation = OLD.generation,
                    created_at = OLD.created_at, (write_id, updated_at) = (
                    SELECT write_id, stored_at FROM actor_state_log
                    WHERE actor_id = NEW.actor_id AND sequence_number = OLD.sequence_number + 1)
                    WHERE actor_id = NEW.actor_id;
                DELETE FROM actor_state_log
                    WHERE (OLD.sequence_number + 1) %% 64 = 0 AND actor_id = NEW.actor_id AND sequence_number < (
                        SELECT max(sequence_number) FROM actor_state_log WHERE actor_id = NEW.actor_id
                            AND NOT is_patch AND sequence_number <= OLD.sequence_number - 4096);
            END
            """.formatted(IS_ANOTHER_STATE, IS_NEWEST_IN_LOG, REQUIRE_JSON, RANDOM_UUID, NOW),
            """
            CREATE TRIGGER actor_states_numbered_outside AFTER UPDATE ON actor_states
            WHEN NOT %s AND NOT %s BEGIN
                UPDATE actor_states SET sequence_number = OLD.sequence_number, generation = OLD.generation,
                    write_id = OLD.write_id WHERE actor_id = NEW.actor_id;
            END
            """.formatted(IS_ANOTHER_STATE, IS_NEWEST_IN_LOG),
            """
            CREATE TRIGGER actor_states_renamed BEFORE UPDATE OF actor_id ON actor_states
            WHEN NEW.actor_id IS NOT OLD.actor_id BEGIN
                SELECT RAISE(ABORT, 'actor_states.actor_id must not change; insert another row and delete this one');
            END
            """,
            """
            CREATE TRIGGER actor_states_deleted AFTER DELETE ON actor_states BEGIN
                DELETE FROM actor_state_log WHERE actor_id = OLD.actor_id;
            END
            """);

    private SqliteSchema() {}

    /**
     * Makes the tables in a file that is new, and checks those of any other. Two processes may do so at once.
     *
     * @throws StateStoreException if the file is another program's, or of a newer version of this one
     */
    static void prepare(SqliteSession session, Path file) throws SQLException {
        if (isPrepared(session, file)) {
            return;
        }
        session.inTransaction(() -> {
            if (!isCurrent(session, file)) {
                for (String statement : STATEMENTS) {
                    session.execute(statement);
                }
                session.execute("PRAGMA user_version = " + VERSION);
            }
            return true;
        });
    }

    /**
     * Returns true for a file with these tables, and false for one without any.
     *
     * @throws StateStoreException if the file is another program's, or of a newer version of this one
     */
    static boolean isPrepared(SqliteSession session, Path file) throws SQLException {
        return session.inSnapshot(() -> isCurrent(session, file));
    }

    /** Does the work of {@link #isPrepared} in a transaction, since another process may make the tables between two statements. */
    private static boolean isCurrent(SqliteSession session, Path file) throws SQLException {
        long version = number(session, "PRAGMA user_version");
        String tablesOnly = "SELECT count(*) FROM sqlite_schema WHERE type = 'table'";
        long tables = number(session, tablesOnly);
        long own = number(session, tablesOnly + " AND name IN ('actor_states', 'actor_state_log')");
        if (version == 0 && tables == 0) {
            return false;
        }
        if (own < 2) {
            throw new StateStoreException(
                    "the file " + file + " must be new or have the tables actor_states and actor_state_log, but has "
                            + tables + " tables of another program; name another file",
                    null);
        }
        if (version != VERSION) {
            throw new StateStoreException(
                    "the file " + file + " must have the tables of version " + VERSION + " but has those of version "
                            + version + "; use the version of the server that wrote it, or name another file",
                    null);
        }
        return true;
    }

    private static long number(SqliteSession session, String sql) throws SQLException {
        Long number = session.first(sql, row -> row.getLong(1));
        return number == null ? 0 : number;
    }
}
