// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.ActorStateStoreContract;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The store on MongoDB keeps the contract: on an imitation here, and on a real server where one is named. */
class MongoContractTest {
    abstract static class OnAServer extends ActorStateStoreContract {
        private final AtomicLong passedNanos = new AtomicLong();
        private final SystemTime time = new SystemTime(
                "contract-time", () -> InstantSource.system().instant().plusNanos(passedNanos.get()));
        /** Returns the address of a database that the test may write to. */
        abstract String address();

        @AfterEach
        void endTime() {
            time.close();
        }

        @Override
        protected ActorStateStore open(LogRetention retention) {
            return new MongoStateStoreProvider().open(address(), retention, Map.of("create-schema", "true"), time);
        }

        @Override
        protected void letTimePass(Duration passed) {
            passedNanos.addAndGet(passed.toNanos());
        }
    }

    @Nested
    class OnAnImitation extends OnAServer {
        private final ImitatedServer server = new ImitatedServer();

        @Override
        String address() {
            return server.address("contract");
        }

        @AfterEach
        void endServer() {
            server.close();
        }
    }

    @Nested
    @EnabledIfEnvironmentVariable(
            named = "MONGODB_URI",
            matches = ".+",
            disabledReason = "MONGODB_URI must name a database of a MongoDB replica set that tests may write to")
    class OnARealServer extends OnAServer {
        @Override
        String address() {
            return Objects.requireNonNull(System.getenv("MONGODB_URI"));
        }
    }
}
