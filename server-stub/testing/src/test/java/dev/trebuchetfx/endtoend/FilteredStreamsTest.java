// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import dev.trebuchetfx.protocol.filter.FilterEvaluator;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.testing.Clients;
import dev.trebuchetfx.testing.TrebuchetSetup;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Whatever is filtered, lost, cut and filtered anew: in the end each client shows what the server has, in its filter's way. */
@Timeout(120)
@TrebuchetTest
class FilteredStreamsTest {
    private static final JsonMapper MAPPER = new JsonMapper();
    private static final CallOptions WAITS = CallOptions.builder()
            .withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT)
            .idempotent(true)
            .build();
    private static final BackoffPolicy FAST = BackoffPolicy.builder()
            .between(Duration.ofMillis(20), Duration.ofMillis(100))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();

    /** Every one lets a state with a level of 100 pass, after one of 0. */
    private static final List<StreamFilter> FILTERS = List.of(
            StreamFilter.ALL,
            StreamFilter.changed(),
            StreamFilter.nonEmpty(),
            StreamFilter.threshold("level").atLeast(50),
            StreamFilter.crosses("/level", 50).withHysteresis(10),
            StreamFilter.rateLimit(Duration.ofMillis(40)),
            StreamFilter.fields("/level"),
            StreamFilter.fields("/rows/*/id", "/text"),
            StreamFilter.where("/level > 50 and exists(/rows/0)"),
            StreamFilter.custom("unheard of", Map.of()),
            StreamFilter.where("/level >= 10")
                    .and(StreamFilter.fields("/level"))
                    .and(StreamFilter.changed())
                    .and(StreamFilter.rateLimit(Duration.ofMillis(25))),
            StreamFilter.crosses("level", 50).withoutHysteresis().and(StreamFilter.fields("/rows/*/id")));

    /** An actor with a state of some size. */
    public static final class Panel {
        private final StreamedState<View> state = new StreamedState<>(View.of(0, "start"));

        /** What it shows. */
        public record View(int level, String text, List<Row> rows) {
            static View of(int level, String text) {
                return new View(
                        level, text, List.of(new Row("r" + level % 7, text.length()), new Row("r" + level, level)));
            }
        }

        /** A part of it. */
        public record Row(String id, int value) {}

        public StreamedState<View> observeView() {
            return state;
        }

        public int show(int level, String text) {
            state.set(View.of(level, text));
            return level;
        }
    }

    private record Watcher(ActorStream<JsonNode> stream, Recorder<JsonNode> recorder) {}

    @TrebuchetSetup
    void setUp(TrebuchetClient.Builder builder) {
        builder.backoff(FAST).heartbeat(Duration.ofMillis(200));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void eachClientEndsWithItsFiltersViewOfTheServersState(
            long seed, StubServer server, TrebuchetClient editor, Clients clients) {
        Random random = new Random(seed);
        server.expose("panel", new Panel());
        List<StreamFilter> filters = new ArrayList<>();
        List<Watcher> watchers = new ArrayList<>();
        for (int i = 0; i < 2 * FILTERS.size(); i++) {
            filters.add(FILTERS.get(i % FILTERS.size()));
            watchers.add(watch(clients, filters.get(i)));
        }
        List<CompletableFuture<Void>> changes = new ArrayList<>();
        for (int step = 0; step < 150; step++) {
            show(editor, random.nextInt(120), "text " + random.nextInt(5));
            switch (random.nextInt(25)) {
                case 0 -> server.faults().cut();
                case 1, 2 -> server.faults().drop(1 + random.nextInt(3));
                case 3, 4, 5 -> {
                    int which = random.nextInt(watchers.size());
                    StreamFilter other = FILTERS.get(random.nextInt(FILTERS.size()));
                    filters.set(which, other);
                    changes.add(watchers.get(which).stream().changeFilter(other));
                }
                default -> {}
            }
        }
        show(editor, 0, "end");
        show(editor, 100, "end");
        byte[] whole = MAPPER.writeValueAsBytes(Panel.View.of(100, "end"));
        for (int i = 0; i < watchers.size(); i++) {
            Watcher watcher = watchers.get(i);
            StreamFilter filter = filters.get(i);
            JsonNode expected = MAPPER.readTree(
                    Objects.requireNonNull(FilterEvaluator.<String>of(filter).offer("", whole, 0))
                            .json()
                            .bytes());
            await().alias("seed " + seed + ", " + i + ": " + filter.text()).untilAsserted(() -> {
                assertThat(watcher.recorder().newest()).isEqualTo(expected);
                assertThat(watcher.stream().freshness()).isEqualTo(Freshness.LIVE);
            });
        }
        CompletableFuture.allOf(changes.toArray(new CompletableFuture<?>[0])).join();
    }

    private static void show(TrebuchetClient editor, int level, String text) {
        editor.actor("panel").call("show", Integer.class, WAITS, level, text).join();
    }

    private static Watcher watch(Clients clients, StreamFilter filter) {
        Recorder<JsonNode> recorder = new Recorder<>();
        ActorStream<JsonNode> stream = clients.connect()
                .actor("panel")
                .observe(
                        "observeView",
                        JsonNode.class,
                        StreamOptions.builder()
                                .filter(filter)
                                .everyUpdate(10_000)
                                .build());
        stream.listen(recorder);
        await().until(() -> stream.freshness() == Freshness.LIVE);
        return new Watcher(stream, recorder);
    }
}
