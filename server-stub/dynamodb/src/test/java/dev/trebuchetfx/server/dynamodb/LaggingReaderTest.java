// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.demo.Counter;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.LogRetention;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A window at one node while another one, which reads the stream for both, lags: it is stale and says why, and recovers by itself. */
@ExtendWith(LocalDynamoExtension.class)
class LaggingReaderTest {
    private static final int EDITS = 20;

    private final SystemTime time = new SystemTime("lag-time", InstantSource.system());
    private final LocalDynamo.Tables tables;
    private final SlowReader reader;
    private final List<Freshness> freshness = new CopyOnWriteArrayList<>();
    private final List<String> reasons = new CopyOnWriteArrayList<>();
    private final List<Long> shown = new CopyOnWriteArrayList<>();

    LaggingReaderTest(LocalDynamo.Tables tables) {
        this.tables = tables;
        this.reader = new SlowReader(tables, Duration.ofSeconds(2));
    }

    @AfterEach
    void end() {
        reader.close();
        time.close();
    }

    private void hear(StreamEvent<ServeNodesTest.Count> event) {
        if (event instanceof StreamEvent.FreshnessChanged<ServeNodesTest.Count>(var next, var why)) {
            reasons.add(why);
            freshness.add(next);
        } else if (event instanceof StreamEvent.Update<ServeNodesTest.Count> update) {
            shown.add(update.value().count());
        }
    }

    @Test
    void aWindowIsStaleWhileTheReaderIsWithinALongPage() throws IOException {
        reader.start();
        try (ActorStateStore store = new DynamoStateStoreProvider(name -> null, DynamoNode.SHORT)
                        .open(
                                tables.address(),
                                LogRetention.DEFAULT,
                                tables.options(Map.of("poll-interval", "50ms", "reader-term", "2s")),
                                time);
                StubServer server = StubServer.builder()
                        .store(store)
                        .expose("counter", new Counter())
                        .start();
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build()) {
            client.actor("counter")
                    .observe("observeState", ServeNodesTest.Count.class)
                    .listen(this::hear);
            await().until(() -> freshness.contains(Freshness.LIVE));

            // The first edit keeps the reader until all others make one page, each of which costs a second of its time.
            reader.holdAt("edit-0");
            for (int i = 0; i < EDITS; i++) {
                tables.put("edit-" + i, "1", 1);
            }
            tables.edit("counter", "{\"count\":100}");
            reader.holdAt("edit-" + (EDITS - 1));

            await().until(() -> freshness.getLast() == Freshness.STALE);
            assertThat(reasons.getLast()).contains("changes that others make").contains("late");
            assertThat(reader.follower.events()).anyMatch(event -> event.startsWith("disconnected"));
            assertThat(shown).containsOnly(0L);

            reader.letGo();
            await().until(() -> freshness.getLast() == Freshness.LIVE);
            await().untilAsserted(() -> assertThat(shown.getLast()).isEqualTo(100));
            assertThat(reader.follower.malformed()).isEmpty();
        }
    }
}
