// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateStoreProvider;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.UUID;

/** A new schema of its own in a database of PostgreSQL, which is dropped in the end. */
final class PostgresDatabase implements Database {
    /** As many connections as a store has by default. */
    private static final int CONNECTIONS = 8;

    private final String given;
    private final String schema =
            "trebuchet_bench_" + UUID.randomUUID().toString().substring(0, 8);
    private final String url;

    /**
     * Makes the schema.
     *
     * @param address an address of JDBC, whose user may make schemas
     * @throws IOException if the database can't be reached, or refuses
     */
    PostgresDatabase(String address) throws IOException {
        given = address;
        url = address + (address.contains("?") ? "&" : "?") + "currentSchema=" + schema;
        execute("CREATE SCHEMA " + schema);
    }

    private void execute(String sql) throws IOException {
        try (Connection connection = DriverManager.getConnection(given);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IOException("PostgreSQL: " + e.getMessage(), e);
        }
    }

    /** Returns the settings on which the figures depend, for a person. */
    String settings() throws IOException {
        StringBuilder text = new StringBuilder("PostgreSQL");
        try (Connection connection = DriverManager.getConnection(given);
                Statement statement = connection.createStatement()) {
            for (String setting :
                    new String[] {"server_version", "fsync", "synchronous_commit", "wal_sync_method", "wal_level"}) {
                try (ResultSet row = statement.executeQuery("SHOW " + setting)) {
                    row.next();
                    text.append(setting.equals("server_version") ? " " : ", " + setting + "=")
                            .append(row.getString(1));
                }
            }
        } catch (SQLException e) {
            throw new IOException("PostgreSQL: " + e.getMessage(), e);
        }
        return text.append(", ").append(CONNECTIONS).append(" connections").toString();
    }

    @Override
    public String name() {
        return "postgresql";
    }

    @Override
    public ActorStateStore open(TimeSource time) throws IOException {
        for (StateStoreProvider provider : ServiceLoader.load(StateStoreProvider.class)) {
            if (provider.accepts(url)) {
                return provider.open(
                        url,
                        LogRetention.DEFAULT,
                        Map.of("create-schema", "true", "pool-size", Integer.toString(CONNECTIONS)),
                        time);
            }
        }
        throw new IOException("no store of this program is for PostgreSQL");
    }

    @Override
    public BareDialect bare() {
        return BareDialect.postgres(url, CONNECTIONS);
    }

    @Override
    public void close() throws IOException {
        execute("DROP SCHEMA " + schema + " CASCADE");
    }
}
