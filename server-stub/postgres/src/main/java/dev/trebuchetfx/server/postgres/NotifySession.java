// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.server.store.ListeningSession;
import dev.trebuchetfx.server.store.StateChangeSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;

/**
 * A connection that listens to NOTIFY. It belongs to this session alone and is in autocommit mode, since nothing is delivered within a
 * transaction.
 */
final class NotifySession implements ListeningSession {
    private final Connection connection;
    private final String channel;
    private final Duration patience;

    private NotifySession(Connection connection, String channel, Duration patience) {
        this.connection = connection;
        this.channel = channel;
        this.patience = patience;
    }

    /**
     * Opens a session.
     *
     * @param patience the time of silence after which the connection is tried
     */
    static NotifySession open(PostgresAddress address, PostgresNames names, Duration patience) throws SQLException {
        Connection connection = PostgresConnections.open(address);
        NotifySession session = new NotifySession(connection, names.channel(), patience);
        try (Statement statement = connection.createStatement()) {
            statement.execute("LISTEN " + names.quotedChannel());
            session.checkListening();
        } catch (SQLException e) {
            session.close();
            throw e;
        }
        return session;
    }

    @Override
    public void run(StateChangeSource.Listener listener) throws SQLException {
        listener.connected();
        PGConnection notified = connection.unwrap(PGConnection.class);
        ChangeBatch batch = new ChangeBatch();
        while (true) {
            PGNotification[] came = notified.getNotifications(Math.toIntExact(patience.toMillis()));
            if (came == null || came.length == 0) {
                checkListening();
                continue;
            }
            for (PGNotification each : came) {
                if (each.getName().equals(channel)) {
                    ChangePayload.read(each.getParameter(), batch);
                }
            }
            batch.tell(listener);
        }
    }

    /** Asks the server, which also shows that it is there. A pooler between may have put us on another connection. */
    private void checkListening() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(
                "SELECT count(*) FROM pg_listening_channels() AS channels(name) WHERE name = ?")) {
            statement.setString(1, channel);
            try (ResultSet row = statement.executeQuery()) {
                if (!row.next() || row.getInt(1) == 0) {
                    throw new SQLException("the server does not listen to the channel '" + channel
                            + "' for this connection, as happens behind a pooler such as PgBouncer in transaction mode;"
                            + " give the server's own address by the option changes-address");
                }
            }
        }
    }

    @Override
    public void close() {
        PostgresConnections.cut(connection);
    }
}
