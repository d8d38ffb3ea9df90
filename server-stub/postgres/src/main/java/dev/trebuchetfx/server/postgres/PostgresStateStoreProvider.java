// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import com.zaxxer.hikari.HikariDataSource;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.postgres.PostgresOptions.ChangeKind;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.ListeningSession;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.ReconnectingSource;
import dev.trebuchetfx.server.store.ReconnectingSource.Pauses;
import dev.trebuchetfx.server.store.StateStoreProvider;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The maker of stores on PostgreSQL 13 or later, for addresses such as {@code postgresql://user:password@host:5432/database} and
 * {@code jdbc:postgresql://host/database?user=user}. A password that the address lacks is taken from the option {@code password-file}, or else
 * from the variable {@code PGPASSWORD} of the environment.
 *
 * <p>Its options: {@code create-schema} ({@code true} to make the tables and triggers that are missing), {@code changes} ({@code notify}, or
 * {@code replication} for logical replication), {@code changes-address} (the address for hearing of changes, where the other one leads to a
 * pooler), {@code table}, {@code log-table}, {@code channel}, {@code publication} (names), {@code pool-size} (8), {@code connect-timeout}
 * (5s), {@code statement-timeout} (10s), {@code socket-timeout} (10s more) and {@code password-file}.
 */
public final class PostgresStateStoreProvider implements StateStoreProvider {
    private static final Logger LOG = LoggerFactory.getLogger(PostgresStateStoreProvider.class);

    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(10);

    private final UnaryOperator<@Nullable String> environment;
    private final Pauses pauses;
    private final Duration lookInterval;

    /** Makes a provider that reads the environment of the process. */
    public PostgresStateStoreProvider() {
        this(System::getenv, Pauses.DEFAULT, LOOK_INTERVAL);
    }

    /**
     * @param environment returns the value of a variable of the environment; null where there is none
     * @param lookInterval the time of silence after which a connection that hears of changes is tried
     */
    PostgresStateStoreProvider(UnaryOperator<@Nullable String> environment, Pauses pauses, Duration lookInterval) {
        this.environment = environment;
        this.pauses = pauses;
        this.lookInterval = lookInterval;
    }

    @Override
    public String form() {
        return PostgresAddress.FORM;
    }

    @Override
    public boolean accepts(String address) {
        return PostgresAddress.isOne(address);
    }

    @Override
    public ActorStateStore open(String address, LogRetention retention, Map<String, String> options, TimeSource time) {
        PostgresOptions settings = PostgresOptions.read(address, options, environment);
        prepare(settings);
        HikariDataSource pool = PostgresConnections.pool(settings);
        Executor threads = VirtualThreads.named("trebuchet-postgres-changes");
        ListeningSession.Opener opener = opener(settings, pool, time, threads);
        return new PostgresStateStore(
                pool,
                settings.names(),
                retention,
                () -> new ReconnectingSource(opener, pauses, PostgresFailures::describe, time, threads));
    }

    private ListeningSession.Opener opener(
            PostgresOptions settings, HikariDataSource pool, TimeSource time, Executor threads) {
        return switch (settings.changes()) {
            case NOTIFY -> () -> NotifySession.open(settings.changesAddress(), settings.names(), lookInterval);
            case REPLICATION -> {
                ReplicationSession.Watch watch = new ReplicationSession.Watch(pool, lookInterval, time, threads);
                yield () -> ReplicationSession.open(settings.changesAddress(), settings.names(), watch);
            }
        };
    }

    /** Makes the schema if that is wanted, and checks it, on connections whose errors say more than the pool's. */
    private static void prepare(PostgresOptions settings) {
        PostgresSchema schema = new PostgresSchema(settings.names(), settings.changes());
        try {
            if (settings.createSchema()) {
                try (Connection connection = PostgresConnections.open(settings.address())) {
                    schema.create(connection);
                }
            }
            try (Connection connection = PostgresConnections.open(settings.address())) {
                schema.check(connection);
                if (settings.changes() == ChangeKind.REPLICATION) {
                    ReplicationCheck.check(connection);
                }
                warnIfNotDurable(connection);
            }
        } catch (SQLException e) {
            throw PostgresFailures.failure("open the store at " + settings.address(), e);
        }
    }

    private static void warnIfNotDurable(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW fsync")) {
            if (row.next() && row.getString(1).equals("off")) {
                LOG.warn("PostgreSQL runs with fsync=off: states that it has confirmed may be lost when it crashes");
            }
        }
    }
}
