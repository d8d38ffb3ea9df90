// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.StateChangeSourceContract;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** Both ways of hearing of changes keep the contract, on a real server whose connections break. */
class PostgresChangesTest {
    @ExtendWith(RealServerExtension.class)
    abstract static class OnARealServer extends StateChangeSourceContract {
        private final SystemTime time = new SystemTime("changes-time", InstantSource.system());
        private final RealServer.Database database;
        private final String changes;

        /** The connection of somebody with psql, which stays when the others are cut. */
        private final Connection psql;

        OnARealServer(RealServer.Database database, String changes) {
            this.database = database;
            this.changes = changes;
            this.psql = database.connect();
        }

        @AfterEach
        void endTime() throws SQLException {
            psql.close();
            time.close();
        }

        @Override
        protected ActorStateStore open(LogRetention retention) {
            return Node.open(database.address(), retention, Map.of("create-schema", "true", "changes", changes), time);
        }

        @Override
        protected void edit(String actor, String json) {
            run(
                    "INSERT INTO actor_states (actor_id, state) VALUES (?, convert_to(?, 'UTF8'))"
                            + " ON CONFLICT (actor_id) DO UPDATE SET state = EXCLUDED.state",
                    actor,
                    json);
        }

        @Override
        protected void remove(String actor) {
            run("DELETE FROM actor_states WHERE actor_id = ?", actor);
        }

        private void run(String sql, String... values) {
            try (PreparedStatement statement = psql.prepareStatement(sql)) {
                for (int i = 0; i < values.length; i++) {
                    statement.setString(i + 1, values[i]);
                }
                statement.execute();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        protected boolean cutWhile(Runnable work) {
            database.allowConnections(false);
            try {
                run(RealServer.Database.CUT_ALL);
                work.run();
            } finally {
                database.allowConnections(true);
            }
            return true;
        }

        void notifyListeners(String payload) {
            run("SELECT pg_notify('actor_state_changes', ?)", payload);
        }
    }

    @Nested
    class WithNotify extends OnARealServer {
        WithNotify(RealServer.Database database) {
            super(database, "notify");
        }

        @Override
        protected boolean tell(String actor, long number) {
            notifyListeners("{\"actorID\":\"" + actor + "\",\"sequenceNumber\":" + number + "}");
            return true;
        }

        @Override
        protected boolean tellNonsense() {
            notifyListeners("[1]");
            return true;
        }
    }

    /** The server itself makes all that it replicates. */
    @Nested
    class WithReplication extends OnARealServer {
        WithReplication(RealServer.Database database) {
            super(database, "replication");
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
}
