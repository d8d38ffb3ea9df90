// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Times that no clock can count, said by a server or by the application. */
class ExtremeTimesTest {
    private static final Duration FOREVER = Duration.ofSeconds(Long.MAX_VALUE, 999_999_999);
    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final ManualTime time = new ManualTime();
    private final ScriptedServer server = new ScriptedServer();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Fri, 31 Dec 9999 23:59:59 GMT",
                "999999",
                "99999999",
                "9223372036854775807",
                "99999999999999999999999999999999999999"
            })
    void aServerThatWantsToBeLeftAloneForEverIsTriedAfterAnHour(String retryAfter) {
        try (TrebuchetClient client = TestClients.inCallingThread(time, server).build()) {
            server.refuse(503, Map.of("retry-after", retryAfter));
            assertThat(client.connectionState()).isInstanceOf(ConnectionState.Reconnecting.class);
            time.advance(AN_HOUR.minusMillis(1));
            assertThat(server.attempts()).hasSize(1);
            time.advance(Duration.ofSeconds(31));
            assertThat(server.attempts()).hasSizeGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999", "9223372036854775807", "99999999999999999999999999999999999999"})
    void soIsOneThatClosesSo(String seconds) {
        try (TrebuchetClient client = TestClients.inCallingThread(time, server).build()) {
            server.acceptExtended();
            server.close(1012, "come back in " + seconds + " s");
            assertThat(client.connectionState()).isInstanceOf(ConnectionState.Reconnecting.class);
            time.advance(AN_HOUR.plusSeconds(31));
            assertThat(server.attempts()).hasSizeGreaterThan(1);
        }
    }

    @Test
    void howLongAServerMayBeLeftAloneIsTheApplicationsToSay() {
        try (TrebuchetClient client = TestClients.inCallingThread(time, server)
                .backoff(BackoffPolicy.builder()
                        .longestPause(Duration.ofMinutes(1))
                        .build())
                .build()) {
            server.refuse(503, Map.of("retry-after", "7200"));
            time.advance(Duration.ofSeconds(61));
            assertThat(server.attempts()).hasSizeGreaterThan(1);
            assertThat(client.connectionState()).isInstanceOf(ConnectionState.Reconnecting.class);
        }
    }

    @Test
    void aServerMayBeLeftAloneForEverWhereTheApplicationSaysSo() {
        try (TrebuchetClient client = TestClients.inCallingThread(time, server)
                .backoff(BackoffPolicy.builder().longestPause(FOREVER).build())
                .build()) {
            server.refuse(503, Map.of("retry-after", "Fri, 31 Dec 9999 23:59:59 GMT"));
            assertThat(client.connectionState()).isInstanceOf(ConnectionState.Reconnecting.class);
            client.reconnectNow();
            assertThat(server.attempts()).hasSize(2);
        }
    }

    @Test
    void everyOptionMayBeForEver() {
        BackoffPolicy backoff = BackoffPolicy.builder()
                .between(FOREVER, FOREVER)
                .resetAfter(FOREVER)
                .longestPause(FOREVER)
                .build();
        try (TrebuchetClient client = TestClients.inCallingThread(time, server)
                .connectTimeout(FOREVER)
                .callTimeout(FOREVER)
                .resumeTimeout(FOREVER)
                .heartbeat(FOREVER)
                .checkpointMaxAge(FOREVER)
                .backoff(backoff)
                .build()) {
            int[] shown = {0};
            client.actor("counter")
                    .observe("observeState", Integer.class)
                    .listen(StreamListener.ofUpdates(update -> shown[0] = update.value()));
            CompletableFuture<Integer> call = client.actor("counter")
                    .call(
                            "add",
                            Integer.class,
                            CallOptions.builder()
                                    .withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT)
                                    .timeout(FOREVER)
                                    .build());
            server.acceptExtended();
            InvocationEnvelope first = server.take(InvocationEnvelope.class);
            InvocationEnvelope second = server.take(InvocationEnvelope.class);
            InvocationEnvelope added = first.targetIdentifier().equals("add") ? first : second;
            server.send(new ResponseEnvelope(added.callID(), Bytes.utf8("1"), null));
            UUID id = UUID.randomUUID();
            server.send(ScriptedTest.start(id, (added.equals(first) ? second : first).callID(), "epoch-1"));
            server.send(ScriptedTest.data(id, 1));

            assertThat(call).isCompletedWithValue(1);
            assertThat(shown[0]).isEqualTo(10);
            server.lose("cut");
            assertThat(client.connectionState()).isInstanceOf(ConnectionState.Reconnecting.class);
            client.reconnectNow();
            assertThat(server.attempts()).hasSize(2);
        }
    }

    @Test
    void aBackoffForEverHasACeiling() {
        BackoffPolicy backoff = BackoffPolicy.builder()
                .between(Duration.ofNanos(1), FOREVER)
                .maxAttempts(1)
                .resetAfter(FOREVER)
                .build();
        for (int attempt = 1; attempt < 100; attempt++) {
            assertThat(backoff.delay(attempt, time.random())).isGreaterThanOrEqualTo(Duration.ZERO);
        }
        assertThat(BackoffPolicy.DEFAULT.ceiling(1)).isEqualTo(Duration.ofMillis(500));
        assertThat(BackoffPolicy.DEFAULT.ceiling(4)).isEqualTo(Duration.ofSeconds(4));
        assertThat(BackoffPolicy.DEFAULT.ceiling(50)).isEqualTo(Duration.ofSeconds(30));
    }
}
