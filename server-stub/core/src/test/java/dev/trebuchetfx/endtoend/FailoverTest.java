// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.EndpointOrder;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a subscriber sees when its server dies and another takes over, over real sockets. */
@Timeout(60)
class FailoverTest {
    private static final BackoffPolicy FAST = BackoffPolicy.builder()
            .between(Duration.ofMillis(20), Duration.ofMillis(100))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofMillis(1))
            .build();

    /** The counter's state. */
    record Count(long count) {}

    private final Recorder<Count> recorder = new Recorder<>();

    private TrebuchetClient observe(URI first, URI second) {
        TrebuchetClient client = TrebuchetClient.builder(first, second)
                .endpointOrder(EndpointOrder.AS_GIVEN)
                .backoff(FAST)
                // A server that is being stopped may take a connection and never answer.
                .connectTimeout(Duration.ofSeconds(1))
                .build();
        client.actor("counter").observe("observeState", Count.class).listen(recorder);
        return client;
    }

    private void awaitLive(TrebuchetClient client, URI endpoint, long count) {
        await().untilAsserted(() -> {
            assertThat(client.connectionState()).isEqualTo(new ConnectionState.Connected(endpoint));
            assertThat(recorder.updates()).isNotEmpty();
            assertThat(recorder.newest().count()).isEqualTo(count);
            assertThat(recorder.freshness()).isEqualTo(Freshness.LIVE);
        });
    }

    private static void increment(URI server, int times) {
        try (TrebuchetClient other = TrebuchetClient.builder(server).build()) {
            LongStream.range(0, times).forEach(i -> other.actor("counter")
                    .call("increment", Long.class, CallOptions.WHEN_CONNECTED)
                    .join());
        }
    }

    @Test
    void aServerWithTheExtensionTakesOverFromAPlainOne() throws IOException {
        PlainCounter plain = new PlainCounter(7);
        try (plain;
                StubServer extended = StubServer.builder().bundledActors().start();
                TrebuchetClient client = observe(plain.uri(), extended.uri())) {
            awaitLive(client, plain.uri(), 7);
            increment(extended.uri(), 9);

            plain.close();

            awaitLive(client, extended.uri(), 9);
            assertThat(recorder.gaps()).singleElement().satisfies(gap -> {
                assertThat(gap.fromSequence()).isEqualTo(2);
                assertThat(gap.healed()).isFalse();
            });
            increment(extended.uri(), 1);
            awaitLive(client, extended.uri(), 10);
            assertThat(recorder.has(StreamEvent.Failed.class)).isFalse();
        }
    }

    @Test
    void aPlainServerTakesOverFromOneWithTheExtension() throws IOException {
        StubServer extended = StubServer.builder().bundledActors().start();
        try (extended;
                PlainCounter plain = new PlainCounter(7);
                TrebuchetClient client = observe(extended.uri(), plain.uri())) {
            increment(extended.uri(), 3);
            awaitLive(client, extended.uri(), 3);

            extended.close();

            awaitLive(client, plain.uri(), 7);
            assertThat(recorder.gaps()).singleElement().satisfies(gap -> assertThat(gap.cause())
                    .isEqualTo(GapReport.Cause.UNKNOWN));
            assertThat(recorder.has(StreamEvent.Failed.class)).isFalse();
        }
    }

    @Test
    void aSecondServerThatShowsTheSameStateLeavesNoGap() throws IOException {
        PlainCounter first = new PlainCounter(7);
        try (first;
                PlainCounter second = new PlainCounter(7);
                TrebuchetClient client = observe(first.uri(), second.uri())) {
            awaitLive(client, first.uri(), 7);

            first.close();

            awaitLive(client, second.uri(), 7);
            assertThat(recorder.gaps()).isEmpty();
            assertThat(recorder.updates()).hasSize(1);
        }
    }
}
