// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Edits by hand while the database loses connections and is started anew: a client of a node shows each of them once and in order. */
class EditsInHardTimesTest {
    private static final int EDITS = 300;

    @ParameterizedTest
    @ValueSource(strings = {"notify", "replication"})
    @Tag("soak")
    @Timeout(300)
    void eachIsShownOnce(String changes) throws Exception {
        try (RealServer server = new RealServer("logical")) {
            RealServer.Database database = server.createDatabase();
            try (ServeProcess node = ServeProcess.start(
                            0, database.address(), "--create-schema", "--store-option", "changes=" + changes);
                    Watcher watcher = new Watcher(List.of(node.uri()))) {
                await().until(() -> watcher.newest() == 0);
                database.run("INSERT INTO actor_states (actor_id, state) VALUES ('counter', '{\"count\": 1}')");
                for (int edit = 2; edit <= EDITS; edit++) {
                    if (edit == EDITS / 2) {
                        server.stop();
                        server.start();
                    } else if (edit % 20 == 0) {
                        database.cutAll();
                    }
                    database.run("UPDATE actor_states SET state = '{\"count\": " + edit + "}'");
                }

                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() -> assertThat(watcher.newest()).isEqualTo(EDITS));
                assertThat(watcher.counts())
                        .as("%s; %s", watcher.outcomes(), watcher.troubles())
                        .isEqualTo(LongStream.rangeClosed(0, EDITS).boxed().toList());
                assertThat(watcher.troubles()).isEmpty();
                assertThat(watcher.outcomes())
                        .as("the node keeps its clients meanwhile")
                        .isEmpty();
            }
        }
    }
}
