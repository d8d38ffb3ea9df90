// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.server.Book;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client makes of a server that speaks up in a silence, saves itself a replay, or goes. */
@Timeout(60)
class ResilienceTest {
    private static final StreamOptions EVERY =
            StreamOptions.builder().everyUpdate(100_000).build();
    private static final CallOptions WAITS = CallOptions.WHEN_CONNECTED;
    private static final BackoffPolicy FAST = BackoffPolicy.builder()
            .between(Duration.ofMillis(20), Duration.ofMillis(100))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();

    private final Book book = new Book();
    private final Recorder<Book.Page> recorder = new Recorder<>();

    /** A server and a client that observes the book there. */
    private record Pair(StubServer server, TrebuchetClient client) implements AutoCloseable {
        @Override
        public void close() {
            client.close();
            server.close();
        }
    }

    private Pair start(StubServerBuilder builder) throws IOException {
        StubServer server = builder.expose("book", book).start();
        TrebuchetClient client = TrebuchetClient.builder(server.uri())
                .backoff(FAST)
                .heartbeat(Duration.ofMillis(300))
                .build();
        client.actor("book").observe("observePage", Book.Page.class, EVERY).listen(recorder);
        awaitLive(0);
        return new Pair(server, client);
    }

    private void awaitLive(int number) {
        await().untilAsserted(() -> {
            assertThat(recorder.updates()).isNotEmpty();
            assertThat(recorder.newest().number()).isEqualTo(number);
            assertThat(recorder.freshness()).isEqualTo(Freshness.LIVE);
        });
    }

    private static void turn(StubServer server, int pages, int length) {
        try (TrebuchetClient other = TrebuchetClient.connect(server.uri().toString())) {
            other.actor("book")
                    .call("turn", Integer.class, WAITS, pages, length)
                    .join();
        }
    }

    @Test
    void healsTheLastUpdateBeforeASilence() throws IOException {
        try (Pair pair = start(StubServer.builder())) {
            pair.server().faults().drop(1);
            turn(pair.server(), 1, 10);
            // Nothing follows that could show the gap but the server's heartbeat.
            awaitLive(1);
            assertThat(recorder.sequences()).containsExactly(1L, 2L);
            assertThat(recorder.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.fromSequence()).isEqualTo(2);
                assertThat(gap.toSequence()).isEqualTo(2);
                assertThat(gap.healed()).isTrue();
            });
        }
    }

    @Test
    void takesTheFullStateInPlaceOfADearReplayAndSaysSo() throws IOException {
        try (Pair pair = start(StubServer.builder().maxReplayBytes(100_000))) {
            pair.server().faults().cut(Duration.ofSeconds(1));
            turn(pair.server(), 20, 20_000);
            awaitLive(20);
            assertThat(recorder.resumes()).singleElement().satisfies(report -> {
                assertThat(report.outcome()).isEqualTo(ResumeOutcome.RESTARTED);
                assertThat(report.reason()).isEqualTo(RestartReason.FULL);
                assertThat(report.lost()).isEqualTo(19);
            });
            assertThat(recorder.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.cause()).isEqualTo(GapReport.Cause.FULL_STATE_INSTEAD);
                assertThat(gap.fromSequence()).isEqualTo(2);
                assertThat(gap.toSequence()).isEqualTo(20);
            });
            turn(pair.server(), 1, 10);
            awaitLive(21);
        }
    }

    @Test
    void replaysWhatIsNotTooDear() throws IOException {
        try (Pair pair = start(StubServer.builder().maxReplayBytes(1_000_000))) {
            pair.server().faults().cut(Duration.ofSeconds(1));
            turn(pair.server(), 20, 20_000);
            awaitLive(20);
            assertThat(recorder.resumes()).singleElement().satisfies(report -> assertThat(report.outcome())
                    .isEqualTo(ResumeOutcome.REPLAYED));
            assertThat(recorder.updates()).hasSize(21);
        }
    }

    @Test
    void waitsForTheNextServerAndLosesNothing() throws IOException {
        try (Pair pair = start(StubServer.builder().comeBackWithin(Duration.ofSeconds(1)))) {
            turn(pair.server(), 3, 10);
            awaitLive(3);
            int port = pair.server().uri().getPort();
            pair.server().close();
            await().until(() -> pair.client().connectionState() instanceof ConnectionState.Reconnecting);
            CompletableFuture<Integer> call = pair.client().actor("book").call("turn", Integer.class, WAITS, 1, 10);
            book.turn(1, 10);
            assertThat(call).isNotDone();
            try (StubServer next =
                    StubServer.builder().port(port).expose("book", book).start()) {
                assertThat(call.join()).isEqualTo(5);
                awaitLive(5);
                assertThat(next.connectionCount()).isEqualTo(1);
            }
            assertThat(recorder.resumes()).singleElement().satisfies(report -> assertThat(report.reason())
                    .isEqualTo(RestartReason.EPOCH));
        }
    }
}
