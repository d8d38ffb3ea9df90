// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The writes of a store as somebody writes them by hand with JDBC: in one transaction a state is changed if its version is the expected
 * one, and the change is appended to the log. Nothing else happens: no actor, no JSON is made of objects, no triggers, nobody is told.
 */
final class BareWrites implements AutoCloseable {
    /** The number of versions that a store keeps. */
    private static final int KEPT = 4_000;

    private final BareDialect dialect;
    private final BareWay way;
    private final InstantSource clock;
    private final BlockingQueue<Session> idle;

    /**
     * Connects to a database that has the tables.
     *
     * @throws IOException if the database can't be used
     */
    BareWrites(BareDialect dialect, BareWay way, InstantSource clock) throws IOException {
        this.dialect = dialect;
        this.way = way;
        this.clock = clock;
        this.idle = new ArrayBlockingQueue<>(dialect.connections());
        try {
            for (int i = 0; i < dialect.connections(); i++) {
                idle.add(new Session());
            }
        } catch (SQLException e) {
            close();
            throw new IOException("the bare writes can't begin: " + e.getMessage(), e);
        }
    }

    /** Makes the tables that are missing. */
    static void makeTables(BareDialect dialect) throws IOException {
        try (Connection connection = DriverManager.getConnection(dialect.url());
                Statement statement = connection.createStatement()) {
            for (String table : dialect.tables()) {
                statement.execute(table);
            }
        } catch (SQLException e) {
            throw new IOException("the tables of the bare writes can't be made: " + e.getMessage(), e);
        }
    }

    /** Makes so many actors, each of which is written by one caller. */
    List<Row> actors(int count) throws InterruptedException, SQLException {
        List<Row> rows = IntStream.range(0, count)
                .mapToObj(i -> new Row("sheets/" + way.figure() + "-" + count + "-" + i))
                .toList();
        for (Row row : rows) {
            Session session = idle.take();
            session.insert(row);
            idle.add(session);
        }
        return rows;
    }

    @Override
    public void close() {
        for (Session session : idle) {
            session.close();
        }
    }

    /** An actor's row. Owned by its caller. */
    final class Row implements Load.Operation {
        private final String actor;
        private final UUID generation = UUID.randomUUID();
        private long number = 1;

        Row(String actor) {
            this.actor = actor;
        }

        @Override
        public void run() throws SQLException, InterruptedException {
            Session session = idle.take();
            try {
                session.write(this);
            } finally {
                idle.add(session);
            }
        }
    }

    /** A connection with its prepared statements. Owned by whoever has taken it. */
    private final class Session {
        private final Connection connection;
        private final PreparedStatement update;
        private final PreparedStatement append;
        private final PreparedStatement insert;
        private final PreparedStatement trim;
        private final @Nullable PreparedStatement notify;
        private final boolean oneStatement;

        Session() throws SQLException {
            connection = DriverManager.getConnection(dialect.url());
            oneStatement = way == BareWay.BARE_SINGLE;
            connection.setAutoCommit(oneStatement);
            update = connection.prepareStatement(
                    oneStatement
                            ? "WITH written AS (" + dialect.update() + " RETURNING 1) " + dialect.append() + "SELECT "
                                    + dialect.values() + " FROM written"
                            : dialect.update());
            append = connection.prepareStatement(dialect.append() + "VALUES (" + dialect.values() + ")");
            insert = connection.prepareStatement(BareDialect.INSERT);
            trim = connection.prepareStatement(BareDialect.TRIM);
            notify = way == BareWay.BARE_NOTIFY ? connection.prepareStatement(BareDialect.NOTIFY) : null;
        }

        void insert(Row row) throws SQLException {
            Object now = dialect.time().apply(clock.instant());
            Object generation = dialect.id().apply(row.generation);
            set(insert, 1, row.actor, generation, row.number, generation, 1, state(row.number), now, now);
            insert.executeUpdate();
            if (!oneStatement) {
                connection.commit();
            }
        }

        void write(Row row) throws SQLException {
            long next = row.number + 1;
            boolean whole = Sheet.isWhole(next);
            Object state = state(next);
            Object now = dialect.time().apply(clock.instant());
            Object writeId = dialect.id().apply(UUID.randomUUID());
            Object generation = dialect.id().apply(row.generation);
            Object content = dialect.json().apply(Sheet.logged(next));
            int logged = set(update, 1, state, next, writeId, 1, now, row.actor, generation, row.number);
            if (!oneStatement) {
                check(update.executeUpdate());
                logged = 1;
            }
            PreparedStatement last = oneStatement ? update : append;
            set(
                    last,
                    logged,
                    row.actor,
                    generation,
                    next,
                    writeId,
                    UUID.randomUUID().toString(),
                    dialect.json().apply(Long.toString(next)),
                    1,
                    !whole,
                    content,
                    now);
            check(last.executeUpdate());
            if (notify != null) {
                set(notify, 1, "{\"actorID\":\"" + row.actor + "\",\"sequenceNumber\":" + next + "}");
                notify.execute();
            }
            if (whole) {
                set(trim, 1, row.actor, generation, next - KEPT);
                trim.executeUpdate();
            }
            if (!oneStatement) {
                connection.commit();
            }
            row.number = next;
        }

        private Object state(long number) {
            return dialect.json().apply(Sheet.json(number));
        }

        void close() {
            try {
                connection.close();
            } catch (SQLException e) {
                throw new BenchmarkFailedException("the bare writes can't end: " + e.getMessage(), e);
            }
        }
    }

    private static int set(PreparedStatement statement, int first, Object... values) throws SQLException {
        int index = first;
        for (Object value : values) {
            statement.setObject(index, value);
            index++;
        }
        return index;
    }

    private static void check(int rows) {
        if (rows != 1) {
            throw new BenchmarkFailedException("expected that a bare write changes one row but it changed " + rows);
        }
    }
}
