// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A real PostgreSQL server of the tests' own, durable as in production. It can be stopped and started with its data. */
final class RealServer implements AutoCloseable {
    private final Path directory;
    private final Map<String, String> settings;
    private final AtomicInteger databases = new AtomicInteger();
    private int port;
    private EmbeddedPostgres process;

    /**
     * Starts a server.
     *
     * @param walLevel the setting {@code wal_level}: {@code logical} for logical replication
     */
    RealServer(String walLevel) {
        this.settings = new LinkedHashMap<>(Map.of(
                // The library passes -F, which turns fsync off; what comes after it on the command line counts.
                "fsync", "on",
                "synchronous_commit", "on",
                "full_page_writes", "on",
                "wal_level", walLevel,
                "max_replication_slots", "8",
                "max_wal_senders", "8",
                "max_connections", "80"));
        try {
            this.directory = Files.createTempDirectory("real-postgres");
            this.process = launch();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts the server on its data, at the port that it had before. */
    void start() {
        process = launch();
    }

    private EmbeddedPostgres launch() {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder()
                .setLocaleConfig("locale", "C")
                .setLocaleConfig("encoding", "UTF8")
                .setDataDirectory(directory.resolve("data"))
                .setCleanDataDirectory(false);
        settings.forEach(builder::setServerConfig);
        if (port != 0) {
            builder.setPort(port);
        }
        try {
            EmbeddedPostgres started = builder.start();
            port = started.getPort();
            return started;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Stops the server, as an administrator would; its connections break. */
    void stop() {
        try {
            process.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes a new, empty database and returns it. */
    Database createDatabase() {
        String name = "test" + databases.incrementAndGet();
        run(connect("postgres"), "CREATE DATABASE " + name);
        return new Database(name);
    }

    private Connection connect(String database) {
        try {
            return DriverManager.getConnection(
                    "jdbc:postgresql://localhost:" + port + "/" + database, "postgres", "any");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void run(Connection connection, String... statements) {
        try (connection;
                Statement statement = connection.createStatement()) {
            for (String each : statements) {
                statement.execute(each);
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        stop();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path each : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(each);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A database, with the means of an administrator beside the store. */
    final class Database implements AutoCloseable {
        /** Ends all connections to the database but the one that runs it. */
        static final String CUT_ALL = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                + " WHERE datname = current_database() AND pid <> pg_backend_pid()";

        private final String name;

        private Database(String name) {
            this.name = name;
        }

        /** Returns the address for a store. */
        String address() {
            return "postgresql://postgres:any@localhost:" + port + "/" + name;
        }

        /** Returns a connection of its own, as psql has one. */
        Connection connect() {
            return RealServer.this.connect(name);
        }

        /** Runs statements as psql would, each in its own transaction. */
        void run(String... statements) {
            RealServer.run(connect(), statements);
        }

        /** Returns the first column of a query's rows as text. */
        List<String> query(String query) {
            try (Connection connection = connect();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(query)) {
                List<String> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(String.valueOf(rows.getString(1)));
                }
                return found;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        /** Lets new connections to the database be made, or refuses them. */
        void allowConnections(boolean allowed) {
            RealServer.run(
                    RealServer.this.connect("postgres"), "ALTER DATABASE " + name + " ALLOW_CONNECTIONS " + allowed);
        }

        /** Ends all connections to the database but the one that asks. */
        void cutAll() {
            run(CUT_ALL);
        }

        /** Stops the processes that a query names, as if the network lost them: their connections stay open, and say nothing. */
        List<String> freeze(String pids) {
            List<String> frozen = query(pids);
            frozen.forEach(pid -> signal("-STOP", pid));
            return frozen;
        }

        void thaw(List<String> pids) {
            pids.forEach(pid -> signal("-CONT", pid));
        }

        private static void signal(String signal, String pid) {
            try {
                Process kill = new ProcessBuilder("kill", signal, pid).start();
                await().until(() -> !kill.isAlive());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns the slots for replication that there are now. */
        List<String> slots() {
            return query("SELECT slot_name FROM pg_replication_slots WHERE database = current_database()");
        }

        @Override
        public void close() {
            // The server takes a moment to see that a replicating connection has gone.
            await().until(() -> slots().isEmpty());
            RealServer.run(RealServer.this.connect("postgres"), "DROP DATABASE " + name + " WITH (FORCE)");
        }
    }
}
