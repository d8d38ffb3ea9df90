// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.store.ActorStateStore;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;

/** A new schema of its own in a database of PostgreSQL, which is dropped in the end. */
final class PostgresDatabase implements Database {
    /** The number of connections, which is that of a store by default. */
    private static final int CONNECTIONS = 8;

    /** The ways in which servers hear of changes. */
    static final String NOTIFY = "notify";

    static final String REPLICATION = "replication";

    private final String given;
    private final String changes;
    private final String schema =
            "trebuchet_bench_" + UUID.randomUUID().toString().substring(0, 8);
    private final String url;

    /**
     * Makes the schema.
     *
     * @param address an address of JDBC, whose user may make schemas
     * @param changes the way in which servers hear of changes
     * @throws IOException if the database can't be reached, or refuses
     */
    PostgresDatabase(String address, String changes) throws IOException {
        this.given = address;
        this.changes = changes;
        this.url = address + (address.contains("?") ? "&" : "?") + "currentSchema=" + schema;
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

    /** Returns whether the database allows {@link #REPLICATION}. */
    static boolean canReplicate(String address) throws IOException {
        try (Connection connection = DriverManager.getConnection(address);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SHOW wal_level")) {
            return row.next() && row.getString(1).equals("logical");
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
        return "pg_" + changes;
    }

    @Override
    public ActorStateStore open(TimeSource time) throws IOException {
        return Database.open(
                url,
                Map.of("create-schema", "true", "changes", changes, "pool-size", Integer.toString(CONNECTIONS)),
                time);
    }

    @Override
    public BareCallers bare(int callers, InstantSource clock) throws IOException, InterruptedException {
        return new JdbcCallers(BareDialect.postgres(url, CONNECTIONS), bareWays(), callers, clock);
    }

    @Override
    public List<BareWay> bareWays() {
        return List.of(BareWay.BARE, changes.equals(NOTIFY) ? BareWay.BARE_NOTIFY : BareWay.BARE_SINGLE);
    }

    @Override
    public OptionalLong bytes() throws IOException {
        try (Connection connection = DriverManager.getConnection(given);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT coalesce(sum(pg_total_relation_size(c.oid)), 0)"
                        + " FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace"
                        + " WHERE c.relkind = 'r' AND n.nspname = '" + schema + "'")) {
            row.next();
            return OptionalLong.of(row.getLong(1));
        } catch (SQLException e) {
            throw new IOException("PostgreSQL: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        execute("DROP SCHEMA " + schema + " CASCADE");
    }
}
