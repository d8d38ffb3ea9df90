// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.SqliteStateStore;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The looks for changes in a SQLite file keep the contract. They tell that something has changed, and a file has no connection. */
class SqliteNewsTest extends StateChangeSourceContract {
    private final SystemTime time = new SystemTime("sqlite-news-test", InstantSource.system());
    private final Path file;

    SqliteNewsTest(@TempDir Path folder) {
        file = folder.resolve("states.db");
    }

    @AfterEach
    void endTimers() {
        time.close();
    }

    @Override
    protected ActorStateStore open(LogRetention retention) {
        return new SqliteStateStore(file, retention, time);
    }

    @Override
    protected void edit(String actor, String json) {
        run(
                "INSERT INTO actor_states (actor_id, state) VALUES (?1, ?2)"
                        + " ON CONFLICT (actor_id) DO UPDATE SET state = excluded.state",
                actor,
                json);
    }

    @Override
    protected void remove(String actor) {
        run("DELETE FROM actor_states WHERE actor_id = ?1", actor);
    }

    private void run(String sql, String... values) {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + file);
                PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setString(i + 1, values[i]);
            }
            statement.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    protected boolean cutWhile(Runnable work) {
        return false;
    }

    @Override
    protected boolean tell(String actor, long number) {
        return false;
    }

    @Override
    protected boolean tellNonsense() {
        return false;
    }
}
