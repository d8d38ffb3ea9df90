// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ListeningSession;
import dev.trebuchetfx.server.store.StateChangeSource;
import java.nio.ByteBuffer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.replication.PGReplicationStream;

/**
 * A connection that reads the changes of the table by logical replication. Its slot is temporary: it ends with the connection, so that no
 * node that is gone holds WAL back. Silence on the connection may also be its death, so another connection looks after the slot.
 */
final class ReplicationSession implements ListeningSession {
    /** Finds a slot that nobody reads, or whose reader the server has not heard for too long. */
    private static final String LOOK = "SELECT coalesce(bool_and(s.active AND coalesce(r.reply_time"
            + " > clock_timestamp() - make_interval(secs => ?), true)), false)"
            + " FROM pg_replication_slots s LEFT JOIN pg_stat_replication r ON r.pid = s.active_pid"
            + " WHERE s.slot_name = ?";

    /** The intervals without a confirmation after which a connection is taken for dead. */
    private static final int SILENT_INTERVALS = 3;

    private final Connection connection;
    private final PGReplicationStream stream;
    private final String slot;
    private final PostgresNames names;
    private final Watch watch;

    private volatile @Nullable String ended;

    /**
     * The care for the slot.
     *
     * @param connections another way to the server
     * @param interval the time between two looks
     * @param threads runs each look
     */
    record Watch(DataSource connections, Duration interval, TimeSource time, Executor threads) {}

    private ReplicationSession(
            Connection connection, PGReplicationStream stream, String slot, PostgresNames names, Watch watch) {
        this.connection = connection;
        this.stream = stream;
        this.slot = slot;
        this.names = names;
        this.watch = watch;
    }

    /** Opens a session. The server makes the slot as soon as all transactions that write at that moment have ended. */
    static ReplicationSession open(PostgresAddress address, PostgresNames names, Watch watch) throws SQLException {
        Connection connection = PostgresConnections.openForReplication(address);
        try {
            PGConnection replicating = connection.unwrap(PGConnection.class);
            askForConfirmations(connection, watch.interval.multipliedBy(SILENT_INTERVALS));
            String slot = "trebuchet_"
                    + new UUID(
                                    watch.time.random().nextLong(),
                                    watch.time.random().nextLong())
                            .toString()
                            .replace('-', '_');
            replicating
                    .getReplicationAPI()
                    .createReplicationSlot()
                    .logical()
                    .withSlotName(slot)
                    .withTemporaryOption()
                    .withOutputPlugin("pgoutput")
                    .make();
            PGReplicationStream stream = replicating
                    .getReplicationAPI()
                    .replicationStream()
                    .logical()
                    .withSlotName(slot)
                    .withSlotOption("proto_version", 1)
                    // The driver puts quotes around it and leaves those within as they are.
                    .withSlotOption(
                            "publication_names", names.quotedPublication().replace("'", "''"))
                    .withStatusInterval(Math.toIntExact(watch.interval.toMillis() / 2), TimeUnit.MILLISECONDS)
                    .start();
            // The driver takes a read that waits too long for the end of the replication
            // (https://github.com/pgjdbc/pgjdbc/issues/4328).
            // The looks find a connection that is dead.
            connection.setNetworkTimeout(Runnable::run, 0);
            return new ReplicationSession(connection, stream, slot, names, watch);
        } catch (SQLException e) {
            PostgresConnections.cut(connection);
            throw e;
        }
    }

    /** Lets the server ask for a confirmation after half of a silence: where nothing comes, the driver sends none by itself. */
    private static void askForConfirmations(Connection connection, Duration silence) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("SET wal_sender_timeout = " + silence.toMillis());
        }
    }

    @Override
    public void run(StateChangeSource.Listener listener) throws SQLException {
        listener.connected();
        lookLater();
        ChangeBatch batch = new ChangeBatch();
        PgOutputReader reader = new PgOutputReader(names.table(), batch);
        CommitVisibility visibility = new CommitVisibility(watch.connections);
        try {
            for (ByteBuffer message = stream.read(); message != null; message = stream.read()) {
                if (reader.read(message)) {
                    if (!batch.isEmpty()) {
                        visibility.await(reader.transaction(), () -> ended != null);
                    }
                    batch.tell(listener);
                    stream.setFlushedLSN(stream.getLastReceiveLSN());
                    stream.setAppliedLSN(stream.getLastReceiveLSN());
                }
            }
        } catch (SQLException e) {
            String reason = ended;
            throw reason == null ? e : new SQLException(reason, e);
        }
    }

    private void lookLater() {
        if (ended == null) {
            watch.time.schedule(watch.interval, () -> watch.threads.execute(this::look));
        }
    }

    private void look() {
        if (ended != null) {
            return;
        }
        try (Connection other = watch.connections.getConnection();
                PreparedStatement statement = other.prepareStatement(LOOK)) {
            statement.setDouble(1, watch.interval.multipliedBy(SILENT_INTERVALS).toMillis() / 1000.0);
            statement.setString(2, slot);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || !row.getBoolean(1)) {
                    end("the server does not replicate to this connection any more");
                }
            }
        } catch (SQLException | RuntimeException e) {
            end("the server does not answer: " + PostgresFailures.describe(e));
        }
        lookLater();
    }

    private void end(String why) {
        ended = why;
        PostgresConnections.cut(connection);
    }

    @Override
    public void close() {
        end("the connection has been closed");
    }
}
