// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.JoinedWrites;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.server.store.StateWrite;
import dev.trebuchetfx.server.store.StoreRules;
import dev.trebuchetfx.server.store.StoredState;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The store on PostgreSQL. Each method is one statement on a connection of the pool; a conflict costs a second one, which finds its reason.
 * Writes of several actors that meet are one statement too.
 */
final class PostgresStateStore implements ActorStateStore {
    /** 8 MiB, as the store in memory has it: the server takes much more, but each reader holds it in memory. */
    private static final int MAX_STATE_BYTES = 8 << 20;

    /** The most threads that write at one time. What waits behind them is written together, since a flush of the disk is what a write costs. */
    private static final int WRITERS = 2;

    private final HikariDataSource pool;
    private final StateSql sql;
    private final StateWriter writer;
    private final LogRetention retention;
    private final Supplier<StateChangeSource> sources;
    private final JoinedWrites<ActorWrite, StoredState> writes = new JoinedWrites<>(
            WRITERS,
            ActorWrite::bytes,
            this::storeTogether,
            asked -> storeAlone(asked.actor(), asked.expected(), asked.write()));

    /**
     * @param pool the connections, which this store closes
     * @param sources makes a new source of changes
     */
    PostgresStateStore(
            HikariDataSource pool, PostgresNames names, LogRetention retention, Supplier<StateChangeSource> sources) {
        this.pool = pool;
        this.sql = new StateSql(names);
        this.retention = retention;
        this.writer = new StateWriter(sql, retention);
        this.sources = sources;
    }

    /** A reading of one row. */
    private interface Reading<T> {
        T read(ResultSet row) throws SQLException;
    }

    @Override
    public int maxStateBytes() {
        return MAX_STATE_BYTES;
    }

    @Override
    public LogRetention retention() {
        return retention;
    }

    @Override
    public @Nullable StoredState loadWithVersion(String actor) {
        List<StoredState> rows =
                query("load the state of the actor '" + actor + "'", sql.load, StateRows::state, key(actor));
        return rows.isEmpty() ? null : rows.getFirst();
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        StoreRules.check(actor, write, MAX_STATE_BYTES);
        return expected == null ? storeAlone(actor, null, write) : writes.store(new ActorWrite(actor, expected, write));
    }

    private StoredState storeAlone(String actor, @Nullable StateVersion expected, StateWrite write) {
        String action = storing(actor);
        try (Connection connection = connection(action)) {
            return writer.write(connection, actor, expected, write);
        } catch (SQLException e) {
            throw PostgresFailures.writeFailure(action, e);
        }
    }

    private static String storing(String actor) {
        return "store the state of the actor '" + actor + "'";
    }

    private List<@Nullable StoredState> storeTogether(List<ActorWrite> all) {
        String action =
                all.size() == 1 ? storing(all.getFirst().actor()) : "store the states of " + all.size() + " actors";
        try (Connection connection = connection(action)) {
            return writer.writeMany(connection, all);
        } catch (SQLException e) {
            if (PostgresFailures.isRefused(e)) {
                // Whose write is at fault shows when each is stored by itself.
                return Collections.nCopies(all.size(), null);
            }
            throw PostgresFailures.failure(action, e);
        }
    }

    @Override
    public List<StoredState> saveAllIfVersion(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
        for (StateWrite write : writes) {
            StoreRules.check(actor, write, MAX_STATE_BYTES);
        }
        String action = "store " + writes.size() + " states of the actor '" + actor + "'";
        try (Connection connection = connection(action)) {
            return writer.writeAll(connection, actor, expected, writes);
        } catch (SQLException e) {
            throw PostgresFailures.writeFailure(action, e);
        }
    }

    @Override
    public boolean delete(String actor) {
        String action = "delete the state of the actor '" + actor + "'";
        try (Connection connection = connection(action);
                PreparedStatement statement = connection.prepareStatement(sql.delete)) {
            statement.setString(1, key(actor));
            return statement.executeUpdate() > 0;
        } catch (SQLException e) {
            throw PostgresFailures.failure(action, e);
        }
    }

    @Override
    public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        return entries(
                actor,
                after.number() + 1,
                sql.readLog,
                key(actor),
                after.generation(),
                after.number(),
                limit,
                maxBytes);
    }

    @Override
    public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        return entries(
                actor,
                0,
                sql.readLogFromState,
                key(actor),
                version.generation(),
                key(actor),
                version.generation(),
                version.number(),
                key(actor),
                version.generation(),
                version.number(),
                limit,
                maxBytes);
    }

    /** Returns the entries of a query up to the first hole; none if they don't begin with a number, where that is not 0. */
    private List<LogEntry> entries(String actor, long first, String query, Object... values) {
        List<LogEntry> entries = query("read the log of the actor '" + actor + "'", query, StateRows::entry, values);
        if (entries.isEmpty()) {
            return entries;
        }
        long start = first == 0 ? entries.getFirst().version().number() : first;
        int whole = 0;
        while (whole < entries.size() && entries.get(whole).version().number() == start + whole) {
            whole++;
        }
        return List.copyOf(entries.subList(0, whole));
    }

    @Override
    public Map<String, StateVersion> newestVersions(Collection<String> actors) {
        if (actors.isEmpty()) {
            return Map.of();
        }
        String action = "read the newest versions of " + actors.size() + " actors";
        try (Connection connection = connection(action)) {
            return sql.newest(
                    connection, actors.stream().map(PostgresStateStore::key).toList());
        } catch (SQLException e) {
            throw PostgresFailures.failure(action, e);
        }
    }

    @Override
    public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        List<LogEntry> rows = query(
                "look for a write in the log of the actor '" + actor + "'",
                sql.findWrite,
                StateRows::entry,
                key(actor),
                writeId,
                callKey != null && canBeKept(callKey) ? callKey : null,
                writeId);
        return rows.isEmpty() ? null : rows.getFirst();
    }

    @Override
    public StateChangeSource changes() {
        return sources.get();
    }

    @Override
    public void close() {
        pool.close();
    }

    private Connection connection(String action) {
        try {
            return pool.getConnection();
        } catch (SQLException e) {
            throw PostgresFailures.failure(action, e);
        }
    }

    private <T> List<T> query(String action, String query, Reading<T> reading, @Nullable Object... values) {
        try (Connection connection = connection(action);
                PreparedStatement statement = connection.prepareStatement(query)) {
            StateSql.bind(statement, 1, Arrays.asList(values));
            try (ResultSet rows = statement.executeQuery()) {
                List<T> read = new ArrayList<>();
                while (rows.next()) {
                    read.add(reading.read(rows));
                }
                return read;
            }
        } catch (SQLException e) {
            throw PostgresFailures.failure(action, e);
        }
    }

    /** Returns the key under which the database looks for an actor: one that no actor has in place of a name that can't be stored. */
    private static String key(String actor) {
        return StoreRules.isName(actor) ? actor : "x".repeat(MAX_NAME_LENGTH + 1);
    }

    private static boolean canBeKept(String key) {
        return key.indexOf('\0') < 0 && StandardCharsets.UTF_8.newEncoder().canEncode(key);
    }
}
