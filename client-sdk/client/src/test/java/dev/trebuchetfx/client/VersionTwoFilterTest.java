// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.plain.PlainActor;
import dev.trebuchetfx.plain.PlainSwiftServer;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Filters that a plain version 2 server does not have, over a real socket: the client applies them, and says so. */
@Timeout(60)
class VersionTwoFilterTest {
    private static final StreamOptions EVERY =
            StreamOptions.builder().everyUpdate(1_000).build();

    private PlainSwiftServer server;
    private PlainActor counter;
    private TrebuchetClient client;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final List<TapEvent.FilterSettled> settled = new CopyOnWriteArrayList<>();
    private final List<Long> leftOut = new CopyOnWriteArrayList<>();

    @BeforeEach
    void start() throws IOException {
        server = PlainSwiftServer.start();
        counter = server.expose("counter", "10");
        client = TrebuchetClient.builder(server.uri())
                .backoff(BackoffPolicy.builder()
                        .between(Duration.ofDays(365), Duration.ofDays(365))
                        .maxAttempts(1_000)
                        .resetAfter(Duration.ofSeconds(10))
                        .build())
                .tap(event -> {
                    switch (event) {
                        case TapEvent.FilterSettled filter -> settled.add(filter);
                        case TapEvent.UpdateLeftOut update -> leftOut.add(update.sequence());
                        default -> {}
                    }
                })
                .build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private ActorStream<Integer> observe(StreamFilter filter) {
        ActorStream<Integer> stream = client.actor("counter")
                .observe(
                        "observeState",
                        Integer.class,
                        EVERY.toBuilder().filter(filter).build());
        stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<Integer> update) {}

            @Override
            public void onEvent(StreamEvent<Integer> event) {
                heard.add(ScriptedTest.describe(event));
            }
        });
        return stream;
    }

    private void awaitHeard(String... last) {
        await().pollInterval(Duration.ofMillis(5))
                .untilAsserted(() -> assertThat(heard).endsWith(last));
    }

    private void become(int... states) {
        for (int state : states) {
            counter.become(Integer.toString(state));
        }
    }

    @Test
    void whatTheServerLetsPassIsLeftOutHere() {
        StreamFilter crossing = StreamFilter.crosses("", 30).withHysteresis(5);
        observe(crossing);
        awaitHeard("full 1=10", "LIVE");
        become(20, 31, 40, 28, 25, 50);
        awaitHeard("full 1=10", "LIVE", "full 3=31", "full 6=25", "full 7=50");

        assertThat(heard).noneMatch(line -> line.startsWith("gap") || line.startsWith("duplicate"));
        assertThat(settled).singleElement().satisfies(said -> {
            assertThat(said.here()).isTrue();
            assertThat(said.filter()).isEqualTo(crossing);
            assertThat(said.fromSequence()).isEqualTo(1);
        });
        await().untilAsserted(() -> assertThat(leftOut).containsExactly(2L, 4L, 5L));
        assertThat(server.received("invocation")).singleElement().satisfies(call -> assertThat(
                        call.path("streamFilter").path("name").stringValue())
                .isEqualTo("crosses"));
    }

    @Test
    void whatTheServerFiltersIsNotFilteredHere() {
        observe(StreamFilter.changed());
        awaitHeard("full 1=10", "LIVE");
        become(10, 20);
        awaitHeard("full 2=20");

        assertThat(settled).singleElement().satisfies(said -> assertThat(said.here())
                .isFalse());
        assertThat(leftOut).isEmpty();
    }

    @Test
    void anotherFilterIsAppliedHereWhileTheStreamGoesOn() {
        ActorStream<Integer> stream = observe(StreamFilter.crosses("", 30).withHysteresis(0));
        awaitHeard("full 1=10", "LIVE");
        become(20);
        await().until(() -> leftOut.contains(2L));
        stream.changeFilter(StreamFilter.ALL).join();
        awaitHeard("full 2=20");
        become(21);
        awaitHeard("full 2=20", "full 3=21");

        assertThat(settled).extracting(TapEvent.FilterSettled::here).containsExactly(true, false);
        assertThat(server.received("invocation")).hasSize(1);
    }

    @Test
    void theFilterGoesOnAfterACut() throws IOException {
        observe(StreamFilter.crosses("", 30).withHysteresis(0));
        awaitHeard("full 1=10", "LIVE");
        server.cut();
        await().until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
        awaitHeard("STALE");
        become(20);
        client.reconnectNow();
        awaitHeard("LIVE");
        become(29, 35);
        awaitHeard("full 3=35");

        assertThat(settled).extracting(TapEvent.FilterSettled::here).containsExactly(true, true);
        assertThat(leftOut).contains(2L);
    }
}
