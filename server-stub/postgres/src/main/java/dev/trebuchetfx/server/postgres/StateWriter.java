// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.LogTrimming;
import dev.trebuchetfx.server.store.StateStoreException;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateVersionConflictException;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoredState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The writer of states, with their log, on connections of the caller. Safe for use by any thread. */
final class StateWriter {
    private static final Logger LOG = LoggerFactory.getLogger(StateWriter.class);

    /** The attempts after which a write gives up that meets a state neither as expected nor another one. */
    private static final int ATTEMPTS = 3;

    private final StateSql sql;
    private final LogRetention retention;

    StateWriter(StateSql sql, LogRetention retention) {
        this.sql = sql;
        this.retention = retention;
    }

    /**
     * Stores a state, and trims the log where that is due.
     *
     * @throws StateVersionConflictException if another version is the newest one
     * @throws SQLException if the outcome is not known, or the database refuses the values
     */
    StoredState write(Connection connection, String actor, @Nullable StateVersion expected, StateWrite write)
            throws SQLException {
        StoredState stored = store(connection, actor, expected, write);
        if (isTrimDue(stored, write)) {
            trim(connection, actor, stored.version());
        }
        return stored;
    }

    /**
     * Stores states, each as the version after the one before, in one transaction, which the pool rolls back where it is not committed. Throws as
     * {@link #write} does.
     */
    List<StoredState> writeAll(
            Connection connection, String actor, @Nullable StateVersion expected, List<StateWrite> writes)
            throws SQLException {
        List<StoredState> stored = new ArrayList<>();
        boolean trimDue = false;
        connection.setAutoCommit(false);
        for (StateWrite write : writes) {
            StoredState next = store(
                    connection,
                    actor,
                    stored.isEmpty() ? expected : stored.getLast().version(),
                    write);
            stored.add(next);
            trimDue |= isTrimDue(next, write);
        }
        connection.commit();
        // By itself, since its failure must not undo the writes.
        connection.setAutoCommit(true);
        if (trimDue) {
            trim(connection, actor, stored.getLast().version());
        }
        return stored;
    }

    /**
     * Stores states of actors by one statement.
     *
     * @return what was stored of each; null where another version is the newest one or somebody else is about to write
     * @throws SQLException if the outcome is not known, or the database refuses the values of one of them
     */
    List<@Nullable StoredState> writeMany(Connection connection, List<ActorWrite> all) throws SQLException {
        Map<UUID, StoredState> stored = all.size() == 1 ? tryOne(connection, all.getFirst()) : tryMany(connection, all);
        List<@Nullable StoredState> results = new ArrayList<>();
        for (ActorWrite each : all) {
            StoredState one = stored.get(each.write().writeId());
            results.add(one);
            if (one != null && isTrimDue(one, each.write())) {
                trim(connection, each.actor(), one.version());
            }
        }
        return results;
    }

    /** Stores one state by a statement that takes the database less time than the one for many. */
    private Map<UUID, StoredState> tryOne(Connection connection, ActorWrite one) throws SQLException {
        StoredState stored = tryWrite(connection, sql.updateFree, one.actor(), one.expected(), one.write());
        return stored == null ? Map.of() : Map.of(one.write().writeId(), stored);
    }

    private Map<UUID, StoredState> tryMany(Connection connection, List<ActorWrite> all) throws SQLException {
        Map<UUID, StoredState> stored = new HashMap<>();
        Map<UUID, StateWrite> writes = new HashMap<>();
        all.forEach(each -> writes.put(each.write().writeId(), each.write()));
        try (PreparedStatement statement = connection.prepareStatement(sql.updateMany)) {
            ActorWrite.bind(statement, all);
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    StateWrite write = writes.get(row.getObject("write_id", UUID.class));
                    if (write != null) {
                        stored.put(write.writeId(), StateRows.stored(row, write));
                    }
                }
            }
        }
        return stored;
    }

    private boolean isTrimDue(StoredState stored, StateWrite write) {
        return LogTrimming.isDue(
                retention, stored.version().number(), ActorWrite.content(write).size());
    }

    private StoredState store(Connection connection, String actor, @Nullable StateVersion expected, StateWrite write)
            throws SQLException {
        for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
            StoredState stored =
                    tryWrite(connection, expected == null ? sql.insert : sql.update, actor, expected, write);
            if (stored != null) {
                return stored;
            }
            StateVersion actual = sql.newest(connection, List.of(actor)).get(actor);
            if (!Objects.equals(expected, actual)) {
                throw new StateVersionConflictException(actor, expected, actual);
            }
            // It became as expected between the two statements.
        }
        throw new StateStoreException(
                "PostgreSQL could not store the state of the actor '" + actor
                        + "': it changes too often, or a rule of the table prevents it",
                null);
    }

    private @Nullable StoredState tryWrite(
            Connection connection,
            String statementText,
            String actor,
            @Nullable StateVersion expected,
            StateWrite write)
            throws SQLException {
        Bytes patch = expected == null ? null : write.patch();
        long number = expected == null ? 1 : expected.number() + 1;
        try (PreparedStatement statement = connection.prepareStatement(statementText)) {
            List<@Nullable Object> values = new ArrayList<>();
            values.add(write.json());
            values.add(-number);
            values.add(write.writeId());
            values.add(write.schema());
            values.add(actor);
            if (expected != null) {
                values.add(expected.generation());
                values.add(expected.number());
            }
            int next = StateSql.bind(statement, 1, values);
            statement.setString(next, write.callKey());
            StateSql.bindBytes(statement, next + 1, write.result());
            statement.setBoolean(next + 2, patch != null);
            StateSql.bindBytes(statement, next + 3, patch == null ? write.json() : patch);
            try (ResultSet row = statement.executeQuery()) {
                return row.next() ? StateRows.stored(row, write) : null;
            }
        }
    }

    private void trim(Connection connection, String actor, StateVersion newest) {
        try (PreparedStatement statement = connection.prepareStatement(sql.trim)) {
            StateSql.bind(
                    statement,
                    1,
                    List.of(
                            actor,
                            newest.generation(),
                            retention.versions(),
                            (double) TimeSource.bounded(retention.age()).toMillis() / 1000,
                            retention.bytes(),
                            actor,
                            newest.generation()));
            statement.executeUpdate();
        } catch (SQLException e) {
            // The write itself is stored; a later one trims again.
            LOG.warn("PostgreSQL could not trim the log of the actor '{}'", actor, e);
        }
    }
}
