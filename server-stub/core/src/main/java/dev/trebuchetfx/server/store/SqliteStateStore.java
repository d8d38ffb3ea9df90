// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A store in one SQLite file, for the processes of one machine.
 *
 * <p>Each write is synchronized with the disk before its method returns ({@code synchronous=FULL}), so that a call that was acknowledged
 * survives the end of the process and the loss of power. That costs one sync of the disk for each write: about 1 ms in place of 0.1 ms, as
 * measured on a virtual machine's disk.
 *
 * <p>The tables {@code actor_states} and {@code actor_state_log} may be edited by the {@code sqlite3} shell and any other program: a changed
 * {@code state} becomes the next version, an inserted row begins a generation, and a deleted row takes its log along. Numbers and ids that an
 * edit brings are put right. A state that is no JSON is refused.
 *
 * <p>{@link #changes} looks in intervals whether another store, program or process has committed something, and says
 * {@link StateChangeSource.Listener#connected} then, since SQLite does not tell what has changed. It never tells of this store's own writes.
 *
 * <p>Safe for use by any thread. A virtual thread holds its carrier while SQLite works, but not while it waits for a lock.
 */
public final class SqliteStateStore implements ActorStateStore {
    private static final JsonMapper MAPPER = new JsonMapper();

    private static final String FOLLOWING = "SELECT " + SqliteRows.LOG_COLUMNS + " FROM actor_state_log"
            + " WHERE actor_id = ?1 AND generation = ?2 AND sequence_number > ?3 ORDER BY sequence_number LIMIT ?4";

    private static final String FROM_STATE = "SELECT " + SqliteRows.LOG_COLUMNS + " FROM actor_state_log"
            + " WHERE actor_id = ?1 AND generation = ?2 AND sequence_number >= (SELECT sequence_number"
            + " FROM actor_state_log WHERE actor_id = ?1 AND generation = ?2 AND sequence_number <= ?3 AND NOT is_patch"
            + " ORDER BY sequence_number DESC LIMIT 1)"
            + " AND EXISTS (SELECT 1 FROM actor_state_log WHERE actor_id = ?1 AND sequence_number = ?3)"
            + " ORDER BY sequence_number LIMIT ?4";

    private static final String BY_WRITE =
            "SELECT " + SqliteRows.LOG_COLUMNS + " FROM actor_state_log WHERE actor_id = ?1 AND write_id = ?2";

    /** The plus keeps SQLite from walking the whole log in the order of its numbers instead of using the index of the keys. */
    static final String BY_KEY = "SELECT " + SqliteRows.LOG_COLUMNS
            + " FROM actor_state_log WHERE actor_id = ?1 AND call_key = ?2 ORDER BY +sequence_number DESC LIMIT 1";

    private final LogRetention retention;
    private final TimeSource time;
    private final Settings settings;
    private final SqliteSessions sessions;
    private final JoinedWrites<ActorWrites, List<StoredState>> writes =
            new JoinedWrites<>(1, ActorWrites::bytes, this::storeTogether, this::storeAlone);

    /**
     * The settings of a store.
     *
     * @param lockTimeout the time that a call waits while another program has the file locked, 0 or more
     * @param pollInterval the time between two looks for changes of others, more than 0
     * @param maxStateBytes the most bytes of a state as JSON, 1 to {@link StoreRules#MAX_STATE_BYTES}
     * @param news the executor that looks for changes and calls listeners
     */
    public record Settings(Duration lockTimeout, Duration pollInterval, int maxStateBytes, Executor news) {
        /** 5 seconds for locks, 100 ms between two looks, {@link StoreRules#MAX_STATE_BYTES} for a state, and virtual threads. */
        public static final Settings DEFAULT = new Settings(
                Duration.ofSeconds(5),
                Duration.ofMillis(100),
                StoreRules.MAX_STATE_BYTES,
                VirtualThreads.named("sqlite-changes"));

        public Settings {
            StoreRules.checkedMaximum(maxStateBytes);
            if (lockTimeout.isNegative() || !pollInterval.isPositive()) {
                throw new IllegalArgumentException(
                        "a store needs a lock timeout of 0 or more and a poll interval of more"
                                + " than 0 but these were " + lockTimeout + " and " + pollInterval);
            }
        }
    }

    /**
     * Opens the store in a file, with {@link Settings#DEFAULT}.
     *
     * @param file the file; where there is none it is made, for its owner alone
     * @param time the time of writes and of looks for changes
     * @throws IllegalArgumentException if there can't be a file of this path
     * @throws StateStoreException if the file can't be used
     */
    public SqliteStateStore(Path file, LogRetention retention, TimeSource time) {
        this(file, retention, time, Settings.DEFAULT);
    }

    /** Opens the store in a file, as the other constructor does. */
    public SqliteStateStore(Path file, LogRetention retention, TimeSource time, Settings settings) {
        this.retention = retention;
        this.time = time;
        this.settings = settings;
        this.sessions = new SqliteSessions(SqliteFile.made(file, settings.lockTimeout()));
    }

    @Override
    public int maxStateBytes() {
        return settings.maxStateBytes();
    }

    @Override
    public LogRetention retention() {
        return retention;
    }

    @Override
    public @Nullable StoredState loadWithVersion(String actor) {
        return sessions.find(session -> StoreRules.isName(actor)
                ? session.first(
                        "SELECT " + SqliteRows.STATE_COLUMNS + " FROM actor_states WHERE actor_id = ?1",
                        SqliteRows::state,
                        actor)
                : null);
    }

    @Override
    public StoredState saveIfVersion(String actor, @Nullable StateVersion expected, StateWrite write) {
        return saveAllIfVersion(actor, expected, List.of(write)).getFirst();
    }

    @Override
    public List<StoredState> saveAllIfVersion(String actor, @Nullable StateVersion expected, List<StateWrite> writes) {
        for (StateWrite write : writes) {
            StoreRules.check(actor, write, settings.maxStateBytes());
        }
        return this.writes.store(new ActorWrites(actor, expected, writes));
    }

    private List<StoredState> storeAlone(ActorWrites asked) {
        return sessions.write(session -> {
            StateVersion actual = newest(session, asked.actor());
            if (!Objects.equals(asked.expected(), actual)) {
                throw new StateVersionConflictException(asked.actor(), asked.expected(), actual);
            }
            return store(session, asked);
        });
    }

    /** Stores those whose actors have the expected version, in one transaction; none, if one of them can't be stored. */
    private List<@Nullable List<StoredState>> storeTogether(List<ActorWrites> all) {
        try {
            return sessions.write(session -> {
                List<@Nullable List<StoredState>> stored = new ArrayList<>();
                for (ActorWrites asked : all) {
                    boolean isExpected = Objects.equals(asked.expected(), newest(session, asked.actor()));
                    stored.add(isExpected ? storeOrUndo(session, asked) : null);
                }
                return stored;
            });
        } catch (Undone e) {
            return Collections.nCopies(all.size(), null);
        }
    }

    /** Says that a transaction with several actors is undone, since the write of one of them has failed. */
    private static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;

        Undone(SQLException cause) {
            super(cause);
        }
    }

    private List<StoredState> storeOrUndo(SqliteSession session, ActorWrites asked) {
        try {
            return store(session, asked);
        } catch (SQLException e) {
            throw new Undone(e);
        }
    }

    private static @Nullable StateVersion newest(SqliteSession session, String actor) throws SQLException {
        return session.first(
                "SELECT generation, sequence_number FROM actor_states WHERE actor_id = ?1", SqliteRows::version, actor);
    }

    private List<StoredState> store(SqliteSession session, ActorWrites asked) throws SQLException {
        Instant now = time.instant().truncatedTo(ChronoUnit.MILLIS);
        List<StoredState> stored = new ArrayList<>();
        StateVersion newest = asked.expected();
        for (StateWrite write : asked.writes()) {
            // Not of the time source's chance, which two processes of a test may have the same.
            newest = newest == null ? new StateVersion(UUID.randomUUID(), 1) : newest.next();
            store(session, asked.actor(), newest, write, now);
            stored.add(new StoredState(newest, write.writeId(), write.schema(), write.json(), now));
        }
        return stored;
    }

    /** Appends to the log and then changes the state: by this order a trigger tells the store's own writes from others. */
    private void store(SqliteSession session, String actor, StateVersion version, StateWrite write, Instant now)
            throws SQLException {
        String generation = version.generation().toString();
        String writeId = write.writeId().toString();
        Bytes patch = version.number() > 1 ? write.patch() : null;
        Bytes content = patch == null ? write.json() : patch;
        session.update(
                "INSERT INTO actor_state_log VALUES (?1, ?2, ?3, ?4, ?5, CAST(?6 AS TEXT), ?7, ?8, CAST(?9 AS TEXT), ?10)",
                actor,
                version.number(),
                generation,
                writeId,
                write.callKey(),
                write.result(),
                write.schema(),
                patch == null ? 0 : 1,
                content,
                now.toEpochMilli());
        session.update(
                version.number() == 1
                        ? "INSERT INTO actor_states VALUES (?1, CAST(?2 AS TEXT), ?3, ?4, ?5, ?6, ?7, ?7)"
                        : "UPDATE actor_states SET state = CAST(?2 AS TEXT), sequence_number = ?3, generation = ?4,"
                                + " write_id = ?5, schema_version = ?6, updated_at = ?7 WHERE actor_id = ?1",
                actor,
                write.json(),
                version.number(),
                generation,
                writeId,
                write.schema(),
                now.toEpochMilli());
        if (LogTrimming.isDue(retention, version.number(), content.size())) {
            trim(session, actor, new LogTrimming(retention, now));
        }
    }

    private static void trim(SqliteSession session, String actor, LogTrimming trimming) throws SQLException {
        long[] newestForgotten = {0};
        session.each(
                "SELECT sequence_number, is_patch, octet_length(content), stored_at FROM actor_state_log"
                        + " WHERE actor_id = ?1 ORDER BY sequence_number DESC",
                row -> {
                    boolean isKept =
                            trimming.keeps(row.getBoolean(2), row.getLong(3), Instant.ofEpochMilli(row.getLong(4)));
                    newestForgotten[0] = isKept ? 0 : row.getLong(1);
                    return isKept;
                },
                actor);
        if (newestForgotten[0] > 0) {
            session.update(
                    "DELETE FROM actor_state_log WHERE actor_id = ?1 AND sequence_number <= ?2",
                    actor,
                    newestForgotten[0]);
        }
    }

    @Override
    public boolean delete(String actor) {
        return sessions.write(session ->
                StoreRules.isName(actor) && session.update("DELETE FROM actor_states WHERE actor_id = ?1", actor) > 0);
    }

    @Override
    public List<LogEntry> readLog(String actor, StateVersion after, int limit, long maxBytes) {
        List<LogEntry> entries = entries(FOLLOWING, actor, after, limit, maxBytes);
        boolean follows = !entries.isEmpty() && entries.getFirst().version().equals(after.next());
        return follows ? entries : List.of();
    }

    @Override
    public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
        return entries(FROM_STATE, actor, version, limit, maxBytes);
    }

    private List<LogEntry> entries(String sql, String actor, StateVersion version, int limit, long maxBytes) {
        return sessions.read(session -> {
            List<LogEntry> taken = new ArrayList<>();
            if (StoreRules.isName(actor)) {
                long[] bytes = {0};
                session.each(
                        sql,
                        row -> {
                            LogEntry entry = SqliteRows.entry(row);
                            bytes[0] += entry.content().size();
                            // A hole can only come of an edit of the log itself.
                            boolean fits = taken.isEmpty()
                                    || (bytes[0] <= maxBytes
                                            && entry.version()
                                                    .equals(taken.getLast()
                                                            .version()
                                                            .next()));
                            return fits && taken.add(entry);
                        },
                        actor,
                        version.generation().toString(),
                        version.number(),
                        limit);
            }
            return List.copyOf(taken);
        });
    }

    @Override
    public Map<String, StateVersion> newestVersions(Collection<String> actors) {
        String names = MAPPER.writeValueAsString(
                actors.stream().filter(StoreRules::isName).toList());
        return sessions.read(session -> {
            Map<String, StateVersion> versions = new HashMap<>();
            session.each(
                    "SELECT generation, sequence_number, actor_id FROM actor_states"
                            + " WHERE actor_id IN (SELECT value FROM json_each(?1))",
                    row -> {
                        versions.put(row.getString(3), SqliteRows.version(row));
                        return true;
                    },
                    names);
            return Map.copyOf(versions);
        });
    }

    @Override
    public @Nullable LogEntry findWrite(String actor, UUID writeId, @Nullable String callKey) {
        return sessions.find(session -> {
            if (!StoreRules.isName(actor)) {
                return null;
            }
            LogEntry entry = session.first(BY_WRITE, SqliteRows::entry, actor, writeId.toString());
            return entry == null && callKey != null ? session.first(BY_KEY, SqliteRows::entry, actor, callKey) : entry;
        });
    }

    @Override
    public StateChangeSource changes() {
        return new SqliteChanges(sessions, time, settings.pollInterval(), settings.news());
    }

    @Override
    public void close() {
        sessions.close();
    }
}
