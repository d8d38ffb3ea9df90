// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.mongodb;

import static org.assertj.core.api.Assertions.assertThat;

import com.mongodb.ConnectionString;
import com.mongodb.ServerAddress;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.model.Filters;
import com.mongodb.client.model.UpdateOptions;
import com.mongodb.client.model.Updates;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.ReconnectingSource.Pauses;
import dev.trebuchetfx.server.store.StateVersion;
import dev.trebuchetfx.testing.StateChangeSourceContract;
import dev.trebuchetfx.testing.StateFollower;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.bson.Document;
import org.bson.types.ObjectId;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;

/** The change stream keeps the contract: on an imitation here, and on a real server where one is named. Lines really break. */
class MongoChangesTest {
    abstract static class OnAServer extends StateChangeSourceContract {
        private static final Pauses SHORT =
                new Pauses(Duration.ofMillis(10), Duration.ofMillis(200), Duration.ofSeconds(5));

        private final SystemTime time = new SystemTime("changes-time", InstantSource.system());
        private CutLine line;
        private MongoClient shell;
        String address = "";

        /** Returns the address of a database that the test may write to. */
        abstract String serversAddress();

        @BeforeEach
        void connect() {
            String direct = serversAddress();
            ConnectionString parsed = new ConnectionString(direct);
            String hosts = String.join(",", parsed.getHosts());
            ServerAddress server = new ServerAddress(parsed.getHosts().getFirst());
            line = new CutLine(new InetSocketAddress(server.getHost(), server.getPort()));
            address = direct.replace(hosts, "127.0.0.1:" + line.port());
            shell = MongoClients.create(direct);
        }

        @AfterEach
        void disconnect() {
            shell.close();
            line.close();
            time.close();
        }

        MongoCollection<Document> states() {
            return shell.getDatabase(Objects.requireNonNull(new ConnectionString(address).getDatabase()))
                    .getCollection("actor_states");
        }

        @Override
        protected ActorStateStore open(LogRetention retention) {
            return new MongoStateStoreProvider(SHORT)
                    .open(address, retention, Map.of("create-schema", "true", "connect-timeout", "1s"), time);
        }

        @Override
        protected void edit(String actor, String json) {
            states().updateOne(Filters.eq(actor), Updates.set("state", json), new UpdateOptions().upsert(true));
        }

        @Override
        protected void remove(String actor) {
            states().deleteOne(Filters.eq(actor));
        }

        @Override
        protected boolean cutWhile(Runnable work) {
            line.cut();
            try {
                work.run();
            } finally {
                line.mend();
            }
            return true;
        }

        /** The server itself makes all events. */
        @Override
        protected boolean tell(String actor, long number) {
            return false;
        }

        @Override
        protected boolean tellNonsense() {
            states().insertOne(new Document("_id", new ObjectId()).append("state", "{}"));
            return true;
        }
    }

    @Nested
    class OnAnImitation extends OnAServer {
        private final ImitatedServer server = new ImitatedServer();

        @Override
        String serversAddress() {
            return server.address("contract");
        }

        @AfterEach
        void endServer() {
            server.close();
        }

        @Test
        void aPlaceThatTheServerHasForgottenDelaysNothing() {
            try (ActorStateStore store = open(LogRetention.DEFAULT);
                    var source = store.changes()) {
                StateVersion first =
                        store.save("a", UUID.randomUUID(), Bytes.utf8("1")).version();
                StateFollower follower = new StateFollower(store, List.of("a"));
                source.start(follower);
                follower.awaitKnown(Map.of("a", first));

                cutWhile(() -> {
                    edit("a", "2");
                    server.forgetChanges();
                });

                follower.awaitKnown(Map.of("a", first.next()));
                edit("a", "3");
                follower.awaitKnown(Map.of("a", first.next().next()));
                assertThat(follower.events())
                        .anyMatch(event -> event.contains("may no longer be in the oplog (error 286)"));
            }
        }
    }

    @Nested
    @EnabledIfEnvironmentVariable(
            named = "MONGODB_URI",
            matches = ".+",
            disabledReason = "MONGODB_URI must name a database of a MongoDB replica set that tests may write to, by the"
                    + " host of the primary alone and with directConnection=true")
    class OnARealServer extends OnAServer {
        @Override
        String serversAddress() {
            return Objects.requireNonNull(System.getenv("MONGODB_URI"));
        }
    }
}
