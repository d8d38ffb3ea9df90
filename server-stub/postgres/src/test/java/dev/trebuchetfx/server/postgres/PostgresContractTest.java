// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.ActorStateStoreContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.extension.ExtendWith;

/** The store on PostgreSQL keeps the contract, in both ways of hearing of changes. */
class PostgresContractTest {
    @ExtendWith(RealServerExtension.class)
    abstract static class OnARealServer extends ActorStateStoreContract {
        private final SystemTime time = new SystemTime("contract-time", InstantSource.system());
        private final RealServer.Database database;
        private final String changes;

        OnARealServer(RealServer.Database database, String changes) {
            this.database = database;
            this.changes = changes;
        }

        @AfterEach
        void endTime() {
            time.close();
        }

        @Override
        protected ActorStateStore open(LogRetention retention) {
            return new PostgresStateStoreProvider()
                    .open(database.address(), retention, Map.of("create-schema", "true", "changes", changes), time);
        }

        @Override
        protected void letTimePass(Duration passed) {
            database.run("UPDATE actor_state_log SET stored_at = stored_at - interval '" + passed.toMillis()
                    + " milliseconds'");
        }
    }

    @Nested
    class WithNotify extends OnARealServer {
        WithNotify(RealServer.Database database) {
            super(database, "notify");
        }
    }

    @Nested
    class WithReplication extends OnARealServer {
        WithReplication(RealServer.Database database) {
            super(database, "replication");
        }
    }
}
