// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.error.RemoteInvocationException;
import dev.trebuchetfx.client.error.UpdatesMissingException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.GapPolicy;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import dev.trebuchetfx.testing.Clients;
import dev.trebuchetfx.testing.TrebuchetSetup;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The whole way: calls, streams, cuts, replays and restarts, over a real socket. */
@Timeout(60)
@TrebuchetTest
class ClientAndServerTest {
    private static final StreamOptions EVERY =
            StreamOptions.builder().everyUpdate(100_000).build();
    private static final BackoffPolicy WHEN_ASKED = BackoffPolicy.builder()
            .between(Duration.ofDays(365), Duration.ofDays(365))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();
    private static final BackoffPolicy FAST = BackoffPolicy.builder()
            .between(Duration.ofMillis(20), Duration.ofMillis(100))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();

    /** The counter's state. */
    record Count(long count) {}

    private StubServer server;
    private TrebuchetClient client;
    private TrebuchetClient elsewhere;
    private final Recorder<Count> recorder = new Recorder<>();

    @TrebuchetSetup
    void setUp(StubServerBuilder builder) {
        builder.buffer(20).bundledActors();
    }

    @TrebuchetSetup
    void setUp(TrebuchetClient.Builder builder) {
        builder.backoff(WHEN_ASKED);
    }

    @BeforeEach
    void start(StubServer given, TrebuchetClient ours, Clients clients) {
        server = given;
        client = ours;
        elsewhere = clients.connect();
    }

    private ActorStream<Count> observe() {
        return observe(EVERY);
    }

    private ActorStream<Count> observe(StreamOptions options) {
        ActorStream<Count> stream = client.actor("counter").observe("observeState", Count.class, options);
        stream.listen(recorder);
        await().until(() -> recorder.freshness() == Freshness.LIVE);
        return stream;
    }

    /** Another client changes the state, whatever happens to ours. */
    private void increment(int times) {
        ActorRef counter = elsewhere.actor("counter");
        for (int i = 0; i < times; i++) {
            counter.call("increment", Long.class, CallOptions.WHEN_CONNECTED).join();
        }
    }

    /** Our line breaks and stays broken until what is given has been done: the backoff is longer than any test. */
    private void whileCut(Runnable meanwhile) {
        server.streams().forEach(stream -> server.faults().cut(stream.streamId()));
        await().until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
        meanwhile.run();
        client.reconnectNow();
    }

    private void awaitLive(long count) {
        await().untilAsserted(() -> {
            assertThat(recorder.newest().count()).isEqualTo(count);
            assertThat(recorder.freshness()).isEqualTo(Freshness.LIVE);
        });
    }

    @Test
    void callsAndGetsResultsAndErrors() {
        ActorRef todos = client.actor("todos");
        var options = CallOptions.WHEN_CONNECTED;
        assertThat(todos.call("pendingCount", Integer.class, options).join()).isZero();
        assertThat(todos.call("addTodo", String.class, options, "")
                        .handle((ok, error) -> error)
                        .join())
                .isInstanceOfSatisfying(RemoteInvocationException.class, error -> assertThat(error.remoteMessage())
                        .isEqualTo("title must not be empty"));
        assertThat(client.actor("ghost")
                        .call("x", String.class, options)
                        .handle((ok, error) -> error)
                        .join())
                .hasMessageContaining("Actor not found: ghost");
    }

    @Test
    void showsWhatWasMissedInOrderAndOnce() {
        observe();
        increment(3);
        awaitLive(3);

        whileCut(() -> increment(4));
        awaitLive(7);
        increment(1);
        awaitLive(8);

        assertThat(recorder.sequences())
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 9).boxed().toList());
        assertThat(recorder.updates().subList(4, 8))
                .extracting(StreamEvent.Update::kind)
                .containsOnly(UpdateKind.REPLAY);
        assertThat(recorder.resumes()).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isEqualTo(ResumeOutcome.REPLAYED);
            assertThat(report.lastSequence()).isEqualTo(4);
            assertThat(report.fromSequence()).isEqualTo(5);
            assertThat(report.toSequence()).isEqualTo(8);
            assertThat(report.lost()).isZero();
        });
        assertThat(recorder.gaps()).isEmpty();
        assertThat(recorder.has(StreamEvent.Duplicate.class)).isFalse();
    }

    @Test
    void replaysWhatOthersDidWhileAFaultKeptItOut(Clients clients) {
        client = clients.connect(builder -> builder.backoff(FAST));
        observe();
        // The client tries again at once and often: only the fault keeps it out.
        assertThat(server.faults()
                        .cut(Duration.ofMillis(800), server.streams().getFirst().streamId()))
                .isEqualTo(1);
        increment(4);
        assertThat(recorder.resumes()).isEmpty();
        awaitLive(4);

        assertThat(recorder.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L);
        assertThat(recorder.resumes()).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isEqualTo(ResumeOutcome.REPLAYED);
            assertThat(report.fromSequence()).isEqualTo(2);
            assertThat(report.toSequence()).isEqualTo(5);
        });
    }

    @Test
    void isToldThatNothingWasMissed() {
        observe();
        whileCut(() -> {});
        await().until(() ->
                recorder.freshness() == Freshness.LIVE && !recorder.resumes().isEmpty());
        assertThat(recorder.resumes().getFirst().outcome()).isEqualTo(ResumeOutcome.CURRENT);
        increment(1);
        awaitLive(1);
        assertThat(recorder.sequences()).containsExactly(1L, 2L);
    }

    @Test
    void getsTheFullStateAndTheGapWhenTheBufferWasOverrun() {
        observe();
        whileCut(() -> increment(50));
        awaitLive(50);

        assertThat(recorder.resumes()).singleElement().satisfies(report -> {
            assertThat(report.outcome()).isEqualTo(ResumeOutcome.RESTARTED);
            assertThat(report.reason()).isEqualTo(RestartReason.EVICTED);
        });
        assertThat(recorder.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.cause()).isEqualTo(GapReport.Cause.EVICTED);
            assertThat(gap.fromSequence()).isEqualTo(2);
            assertThat(gap.toSequence()).isEqualTo(50);
            assertThat(gap.healed()).isFalse();
        });
        increment(2);
        awaitLive(52);
    }

    @Test
    void healsWhatTheServerDropped() {
        observe();
        server.faults().drop(3);
        increment(5);
        awaitLive(5);

        assertThat(recorder.sequences()).containsExactly(1L, 2L, 3L, 4L, 5L, 6L);
        assertThat(recorder.gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.fromSequence()).isEqualTo(2);
            assertThat(gap.toSequence()).isEqualTo(4);
            assertThat(gap.healed()).isTrue();
        });
    }

    @Test
    void showsTheNewestAfterWhatTheServerDropped() {
        observe(EVERY.toBuilder().gaps(GapPolicy.NEWEST).build());
        server.faults().drop(3);
        increment(5);
        awaitLive(5);

        assertThat(recorder.sequences()).containsExactly(1L, 5L, 6L);
        assertThat(recorder.gaps())
                .containsExactly(
                        new GapReport(server.streams().getFirst().streamId(), 2, 4L, GapReport.Cause.JUMPED, false));
        assertThat(recorder.resumes()).as("nothing was asked for").isEmpty();
    }

    @Test
    void endsAtWhatTheServerDroppedWhereEveryUpdateCounts() {
        observe(EVERY.toBuilder().gaps(GapPolicy.FAIL).build());
        server.faults().drop(3);
        increment(5);
        await().until(() -> recorder.has(StreamEvent.Failed.class));

        assertThat(recorder.sequences()).containsExactly(1L);
        assertThat(recorder.failure()).isInstanceOfSatisfying(UpdatesMissingException.class, missing -> {
            assertThat(missing.fromSequence()).isEqualTo(2);
            assertThat(missing.toSequence()).isEqualTo(4);
        });
        await().untilAsserted(() -> assertThat(server.streams()).isEmpty());
    }

    @Test
    void knowsThatAnotherServerProcessCountsAnew() throws IOException {
        observe();
        increment(2);
        awaitLive(2);
        int port = server.uri().getPort();
        server.close();
        await().until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
        try (StubServer next = StubServer.builder().port(port).bundledActors().start()) {
            client.reconnectNow();
            await().until(() -> !recorder.resumes().isEmpty() && recorder.freshness() == Freshness.LIVE);

            assertThat(next.streams()).hasSize(1);
            assertThat(recorder.resumes().getFirst().reason()).isEqualTo(RestartReason.EPOCH);
            assertThat(recorder.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.cause()).isEqualTo(GapReport.Cause.EPOCH_CHANGED);
                assertThat(gap.toSequence()).isNull();
            });
            assertThat(recorder.newest().count()).isZero();
        }
    }

    @Test
    void freesTheStreamAtTheServerWhenClosed() {
        ActorStream<Count> stream = observe();
        assertThat(server.streams()).hasSize(1);
        stream.close();
        await().untilAsserted(() -> assertThat(server.streams()).isEmpty());
    }

    @Test
    void neverShowsAnUpdateTwiceOrOutOfOrderThroughManyCuts(Clients clients) {
        client = clients.connect(builder -> builder.backoff(FAST));
        observe();
        for (int round = 0; round < 10; round++) {
            server.streams().forEach(stream -> server.faults().cut(stream.streamId()));
            increment(15);
        }
        awaitLive(150);

        List<Long> counts = recorder.updates().stream()
                .map(update -> update.value().count())
                .toList();
        assertThat(counts).isSorted().doesNotHaveDuplicates();
    }
}
