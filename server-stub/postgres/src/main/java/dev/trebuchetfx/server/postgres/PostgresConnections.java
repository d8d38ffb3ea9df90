// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.Duration;
import java.util.Properties;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.postgresql.PGProperty;
import org.slf4j.LoggerFactory;

/** The makers of connections to an address: of single ones, and of a pool. */
final class PostgresConnections {
    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(PostgresConnections.class);

    private static final Duration MIN_POOL_WAIT = Duration.ofMillis(250);

    private PostgresConnections() {}

    /** Opens a connection that belongs to the caller, in autocommit mode. */
    static Connection open(PostgresAddress address) throws SQLException {
        return connect(address, address.properties());
    }

    /** Opens a connection on which the server speaks its replication protocol. */
    static Connection openForReplication(PostgresAddress address) throws SQLException {
        Properties properties = address.properties();
        properties.setProperty(PGProperty.REPLICATION.getName(), "database");
        properties.setProperty(PGProperty.ASSUME_MIN_SERVER_VERSION.getName(), "13");
        properties.setProperty(PGProperty.PREFER_QUERY_MODE.getName(), "simple");
        return connect(address, properties);
    }

    private static Connection connect(PostgresAddress address, Properties properties) throws SQLException {
        Connection connection = new Driver().connect(address.url(), properties);
        if (connection == null) {
            throw new SQLException("the driver does not take the address " + address);
        }
        return connection;
    }

    /** Closes a connection at once, whatever it does: the socket first, so that no other thread is waited for. */
    static void cut(Connection connection) {
        try {
            connection.abort(Runnable::run);
            connection.close();
        } catch (SQLException e) {
            LOG.debug("A connection to PostgreSQL was closed with an error", e);
        }
    }

    /** Returns a pool of connections, which opens the first one when it is asked for one. */
    static HikariDataSource pool(PostgresOptions options) {
        HikariConfig config = new HikariConfig();
        config.setPoolName("trebuchet-postgres");
        config.setDataSource(new Source(options.address()));
        config.setMaximumPoolSize(options.poolSize());
        config.setMinimumIdle(Math.min(2, options.poolSize()));
        Duration wait = options.connectTimeout();
        config.setConnectionTimeout((wait.compareTo(MIN_POOL_WAIT) < 0 ? MIN_POOL_WAIT : wait).toMillis());
        config.setInitializationFailTimeout(-1);
        config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
        // A write must be durable when its statement returns, whatever the database's default is.
        config.setConnectionInitSql("SELECT set_config('statement_timeout', '"
                + options.statementTimeout().toMillis()
                + "', false), set_config('synchronous_commit', CASE current_setting('synchronous_commit')"
                + " WHEN 'off' THEN 'on' ELSE current_setting('synchronous_commit') END, false)");
        return new HikariDataSource(config);
    }

    /** The source of the pool's connections. The pool's own properties would be shown by tools that look into it. */
    private record Source(PostgresAddress address) implements DataSource {
        @Override
        public Connection getConnection() throws SQLException {
            return open(address);
        }

        @Override
        public Connection getConnection(@Nullable String user, @Nullable String password) throws SQLException {
            return open(address);
        }

        @Override
        public @Nullable PrintWriter getLogWriter() {
            return null;
        }

        @Override
        public void setLogWriter(@Nullable PrintWriter out) {}

        @Override
        public void setLoginTimeout(int seconds) {}

        @Override
        public int getLoginTimeout() {
            return DriverManager.getLoginTimeout();
        }

        @Override
        public Logger getParentLogger() throws SQLFeatureNotSupportedException {
            throw new SQLFeatureNotSupportedException("the driver logs by itself");
        }

        @Override
        public <T> T unwrap(Class<T> type) throws SQLException {
            throw new SQLException("nothing is wrapped");
        }

        @Override
        public boolean isWrapperFor(Class<?> type) {
            return false;
        }
    }
}
