// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.source.ClientSource;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.StreamInfo;
import dev.trebuchetfx.server.StubServer;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A todo list over a real socket, filtered and as deltas: what the report says that travelled is what the server says that it kept back. */
@Timeout(60)
class SavedBytesTest {
    private final EventLog log = new EventLog(CaptureLimits.DEFAULT);
    private final AtomicReference<TodoState> shown = new AtomicReference<>();
    private StubServer server;
    private TrebuchetClient client;
    private TrebuchetClient elsewhere;
    private ClientSource source;

    record Todo(String id, String title, boolean isCompleted) {}

    record TodoState(List<Todo> todos, int pendingCount) {}

    @BeforeEach
    void start() throws Exception {
        server = StubServer.builder().bundledActors().start();
        elsewhere = TrebuchetClient.connect(server.uri().toString());
        client = TrebuchetClient.connect(server.uri().toString());
        source = ClientSource.attachTo(client.taps(), log, null);
        source.start();
    }

    @AfterEach
    void stop() {
        client.close();
        elsewhere.close();
        source.close();
        server.close();
    }

    private void observe(StreamOptions options) {
        ActorStream<TodoState> stream = client.actor("todos").observe("observeState", TodoState.class, options);
        stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<TodoState> update) {
                shown.set(update.value());
            }
        });
        await().until(() -> !server.streams().isEmpty());
    }

    private void add(int todos) {
        for (int i = 0; i < todos; i++) {
            elsewhere
                    .actor("todos")
                    .call(
                            "addTodo",
                            Object.class,
                            CallOptions.WHEN_CONNECTED,
                            "Something to do that takes its words " + i)
                    .join();
        }
    }

    private void awaitShown(int todos) {
        await().until(() -> shown.get() != null && shown.get().todos().size() == todos);
    }

    private StreamCard card() throws Exception {
        return report().streams().getFirst();
    }

    private AuditReport report() {
        return CaptureReport.of(log.view(), log.holes(), false).all();
    }

    @Test
    void deltasAreComparedWithTheStatesThatTheyStandFor() throws Exception {
        observe(StreamOptions.builder().deltas(Deltas.AUTOMATIC).build());
        add(30);
        awaitShown(30);

        StreamCard card = card();
        assertThat(card.updates()).isEqualTo(31);
        assertThat(card.bytes()).isLessThan(card.fullBytes() / 3);
        assertThat(card.leftOut()).isZero();
        assertThat(text()).contains("% saved by deltas").doesNotContain("left out by the filter");
    }

    @Test
    void whatTheFilterLeftOutIsWhatTheServerSays() throws Exception {
        observe(StreamOptions.builder()
                .filter(StreamFilter.parse("threshold:field=pendingCount,gte=20"))
                .deltas(Deltas.AUTOMATIC)
                .build());
        add(30);
        awaitShown(30);

        assertFilterFigures();
        assertThat(card().leftOut()).isEqualTo(20);
        assertThat(text()).contains("20 updates (").contains(" kB) left out by the filter");
        JsonNode line = JsonMapper.shared().readTree(JsonReport.lines(report()).getFirst());
        assertThat(line.path("leftOut").asLong()).isEqualTo(20);
        assertThat(line.path("leftOutBytes").asLong()).isEqualTo(card().leftOutBytes());
    }

    @Test
    void aReplayDoesNotCountAgainAndARestartCountsOn() throws Exception {
        observe(StreamOptions.builder()
                .filter(StreamFilter.parse("threshold:field=pendingCount,gte=5"))
                .build());
        add(10);
        awaitShown(10);
        assertFilterFigures();
        long before = card().leftOut();

        cut();
        add(3);
        awaitShown(13);
        assertFilterFigures();
        assertThat(card().leftOut()).isEqualTo(before);

        cut();
        await().until(() -> !server.streams().getFirst().bound());
        server.faults().expire().join();
        add(1);
        awaitShown(14);
        assertThat(card().restarts()).isEqualTo(1);
        assertThat(card().leftOut()).isEqualTo(before);
    }

    /** Only the watched client's line. */
    private void cut() {
        server.faults().cut(Duration.ofMillis(500), server.streams().getFirst().streamId());
    }

    private void assertFilterFigures() throws Exception {
        StreamInfo told = server.streams().getFirst();
        assertThat(card().leftOut()).isEqualTo(told.leftOut()).isPositive();
        assertThat(card().leftOutBytes()).isEqualTo(told.leftOutBytes()).isPositive();
    }

    private String text() {
        return String.join("\n", TextReport.lines(report(), ZoneOffset.UTC));
    }
}
