// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/**
 * The words of one database for the bare writes, whose tables have the columns, keys and indexes of the store's, and no triggers.
 *
 * @param url the address for JDBC
 * @param connections how many connections write
 * @param tables the statements that make the tables
 * @param update changes a state if its version is the expected one
 * @param append the beginning of the statement that appends to the log, without the values
 * @param values the values of the log's columns
 * @param id makes a value of an id
 * @param json makes a value of a text of JSON
 * @param time makes a value of a time
 */
record BareDialect(
        String url,
        int connections,
        List<String> tables,
        String update,
        String append,
        String values,
        Function<UUID, Object> id,
        Function<String, Object> json,
        Function<Instant, Object> time) {
    private static final String TABLES = """
            CREATE TABLE IF NOT EXISTS bare_states (actor_id TEXT NOT NULL PRIMARY KEY, state JSON NOT NULL, version BIGINT NOT NULL,
                generation ID NOT NULL, write_id ID NOT NULL, schema_version INTEGER NOT NULL, created_at TIME NOT NULL,
                updated_at TIME NOT NULL);
            CREATE TABLE IF NOT EXISTS bare_log (actor_id TEXT NOT NULL, version BIGINT NOT NULL, generation ID NOT NULL,
                write_id ID NOT NULL, call_key TEXT, result JSON, schema_version INTEGER NOT NULL,
                is_patch BOOLEAN NOT NULL, content JSON NOT NULL, stored_at TIME NOT NULL, PRIMARY KEY (KEY));
            CREATE INDEX IF NOT EXISTS bare_log_write ON bare_log (actor_id, write_id);
            CREATE INDEX IF NOT EXISTS bare_log_call ON bare_log (actor_id, call_key) WHERE call_key IS NOT NULL
            """;
    private static final String UPDATE = "UPDATE bare_states SET state = ?, version = ?, write_id = ?,"
            + " schema_version = ?, updated_at = ? WHERE actor_id = ? AND generation = ? AND version = ?";
    private static final String APPEND = "INSERT INTO bare_log (actor_id, generation, version, write_id, call_key,"
            + " result, schema_version, is_patch, content, stored_at) ";

    /** Inserts an actor. */
    static final String INSERT = "INSERT INTO bare_states (actor_id, generation, version, write_id, schema_version,"
            + " state, created_at, updated_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)";

    /** Forgets what the log has beyond its retention. */
    static final String TRIM = "DELETE FROM bare_log WHERE actor_id = ? AND generation = ? AND version <= ?";

    /** Tells others, when the transaction ends. */
    static final String NOTIFY = "SELECT pg_notify('bare_changes', ?)";

    static BareDialect sqlite(Path file) {
        return new BareDialect(
                "jdbc:sqlite:" + file + "?journal_mode=WAL&synchronous=FULL",
                // SQLite has one writer at a time.
                1,
                tables("TEXT", "TEXT", "INTEGER", "actor_id, version"),
                UPDATE,
                APPEND,
                "?, ?, ?, ?, ?, ?, ?, ?, ?, ?",
                UUID::toString,
                text -> text,
                Instant::toEpochMilli);
    }

    static BareDialect postgres(String url, int connections) {
        return new BareDialect(
                url,
                connections,
                tables("uuid", "bytea", "timestamptz", "actor_id, generation, version"),
                UPDATE,
                APPEND,
                "?::text, ?::uuid, ?::bigint, ?::uuid, ?::text, ?::bytea, ?::integer, ?::boolean, ?::bytea,"
                        + " ?::timestamptz",
                id -> id,
                text -> text.getBytes(StandardCharsets.UTF_8),
                time -> time.atOffset(ZoneOffset.UTC));
    }

    private static List<String> tables(String id, String json, String time, String key) {
        return List.of(TABLES.replace("ID ", id + " ")
                .replace("JSON", json)
                .replace("TIME", time)
                .replace("(KEY)", "(" + key + ")")
                .split(";"));
    }
}
