// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.testing.ActorStateStoreContract;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.TestInstance;

/** The store on Redis keeps the contract: on the oldest and a newer version, in a cluster, and where replicas are waited for. */
class RedisContractTest {
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    abstract static class OnRedisServers extends ActorStateStoreContract {
        final List<RedisServer> servers = new ArrayList<>();
        private final List<SystemTime> times = new ArrayList<>();

        /** Starts the servers. */
        abstract void startServers();

        /** Returns the address of the database. */
        String address() {
            return servers.getFirst().address();
        }

        @BeforeAll
        final void start() {
            startServers();
        }

        @AfterAll
        final void stop() {
            servers.forEach(RedisServer::close);
        }

        @AfterEach
        final void endTime() {
            times.forEach(SystemTime::close);
            times.clear();
        }

        @Override
        protected ActorStateStore open(LogRetention retention) {
            SystemTime time = new SystemTime("contract-time", InstantSource.system());
            times.add(time);
            return new RedisStateStoreProvider().open(address(), retention, Map.of(), time);
        }

        @Override
        protected void letTimePass(Duration passed) {
            servers.forEach(server -> server.age(passed));
        }
    }

    @Nested
    class OnTheOldestVersion extends OnRedisServers {
        @Override
        void startServers() {
            servers.add(RedisServer.start(RedisPrograms.embedded()));
        }
    }

    @Nested
    class OnTheInstalledVersion extends OnRedisServers {
        @Override
        void startServers() {
            Optional<Path> program = RedisPrograms.installed("redis-server");
            assumeTrue(program.isPresent(), "needs the program redis-server, as of the package redis-server");
            servers.add(RedisServer.start(program.get()));
        }
    }

    @Nested
    class InACluster extends OnRedisServers {
        @Override
        void startServers() {
            servers.addAll(RedisMasters.start(RedisPrograms.embedded()));
        }

        @Override
        String address() {
            return RedisMasters.address(servers);
        }

        @Override
        protected void letTimePass(Duration passed) {
            servers.forEach(server -> server.age(passed));
        }
    }

    @Nested
    class WithReplicas extends OnRedisServers {
        @Override
        void startServers() {
            RedisServer master = RedisServer.start(RedisPrograms.embedded());
            servers.add(master);
            servers.add(RedisServer.start(
                    RedisPrograms.embedded(), "--replicaof", "127.0.0.1", String.valueOf(master.port())));
        }

        @Override
        String address() {
            return super.address() + "?wait=1&waitMillis=20000";
        }

        @Override
        protected void letTimePass(Duration passed) {
            servers.getFirst().age(passed);
        }
    }
}
