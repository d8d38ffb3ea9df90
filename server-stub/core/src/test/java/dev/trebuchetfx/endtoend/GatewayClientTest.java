// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.error.MessageTooLargeException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.transport.GatewayLimits;
import dev.trebuchetfx.server.StubServer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The SDK at a server that is as strict as a gateway, over a real socket. */
@Timeout(60)
class GatewayClientTest {
    private static final StreamOptions EVERY =
            StreamOptions.builder().everyUpdate(10_000).build();

    /** Says what it is told. */
    public static final class Echo {
        public String say(String text) {
            return text;
        }
    }

    private static StubServer server(GatewayLimits limits) throws Exception {
        return StubServer.builder()
                .bundledActors()
                .expose("echo", new Echo())
                .gateway(limits)
                .start();
    }

    @Test
    void findsOutThatTheServerWantsText() throws Exception {
        List<TapEvent> taps = new CopyOnWriteArrayList<>();
        try (StubServer server = server(GatewayLimits.API_GATEWAY);
                TrebuchetClient client =
                        TrebuchetClient.builder(server.uri()).tap(taps::add).build()) {
            Recorder<Object> counter = new Recorder<>();
            client.actor("counter").observe("observeState", Object.class, EVERY).listen(counter);
            // The call goes out as a binary message, is refused, and goes out again as text.
            client.actor("counter")
                    .call("increment", Void.class, CallOptions.WHEN_CONNECTED)
                    .get(20, TimeUnit.SECONDS);
            await().until(() -> counter.freshness() == Freshness.LIVE);
            await().untilAsserted(() -> assertThat(counter.newest()).hasToString("{count=1}"));
            assertThat(taps)
                    .filteredOn(TapEvent.LineAdapted.class::isInstance)
                    .singleElement()
                    .satisfies(event -> assertThat(((TapEvent.LineAdapted) event).how())
                            .contains("code 1003: expected a text message but found a binary one"));

            server.faults().cut();
            await().until(() -> !counter.resumes().isEmpty());
            client.actor("counter")
                    .call("increment", Void.class, CallOptions.WHEN_CONNECTED)
                    .get(20, TimeUnit.SECONDS);
            await().untilAsserted(() -> assertThat(counter.newest()).hasToString("{count=2}"));
            assertThat(taps).filteredOn(TapEvent.LineAdapted.class::isInstance).hasSize(1);
        }
    }

    @Test
    void sendsLargeMessagesInFramesAndRefusesThoseThatAreTooLarge() throws Exception {
        try (StubServer server = server(GatewayLimits.API_GATEWAY);
                TrebuchetClient client = TrebuchetClient.builder(server.uri())
                        .line(LineOptions.GATEWAY)
                        .build()) {
            // In UTF-8 two bytes each, so that frames would end within a character.
            String large = "ä€𝄞".repeat(8_000);
            assertThat(client.actor("echo")
                            .call("say", String.class, CallOptions.WHEN_CONNECTED, large)
                            .get(20, TimeUnit.SECONDS))
                    .isEqualTo(large);
            assertThatThrownBy(() -> client.actor("echo")
                            .call("say", String.class, "x".repeat(100_000))
                            .get(20, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(MessageTooLargeException.class);
            assertThat(client.connectionState()).isInstanceOf(ConnectionState.Connected.class);
        }
    }

    @Test
    void movesFromConnectionToConnectionWithoutAGapOrAStaleMoment() throws Exception {
        GatewayLimits shortLived =
                new GatewayLimits(32 << 10, 128 << 10, Duration.ofMinutes(10), Duration.ofSeconds(1));
        try (StubServer server = server(shortLived);
                TrebuchetClient observer = TrebuchetClient.builder(server.uri())
                        .line(LineOptions.GATEWAY.toBuilder()
                                .longestLife(Duration.ofMillis(500))
                                .build())
                        .build();
                TrebuchetClient writer = TrebuchetClient.builder(server.uri())
                        .line(LineOptions.GATEWAY.toBuilder()
                                .longestLife(Duration.ofMillis(500))
                                .build())
                        .build()) {
            List<ConnectionState> states = new CopyOnWriteArrayList<>();
            observer.onConnectionState(states::add);
            Recorder<Object> counter = new Recorder<>();
            observer.actor("counter")
                    .observe("observeState", Object.class, EVERY)
                    .listen(counter);
            await().until(() -> counter.freshness() == Freshness.LIVE);
            long calls = 0;
            while (states.stream()
                            .filter(ConnectionState.Connected.class::isInstance)
                            .count()
                    < 6) {
                writer.actor("counter")
                        .call("increment", Void.class, CallOptions.WHEN_CONNECTED)
                        .get(20, TimeUnit.SECONDS);
                calls++;
            }
            long last = calls + 1;
            await().untilAsserted(() -> assertThat(counter.sequences()).endsWith(last));
            assertThat(counter.sequences())
                    .isEqualTo(LongStream.rangeClosed(1, last).boxed().toList());
            assertThat(counter.freshnesses()).containsExactly(Freshness.CATCHING_UP, Freshness.LIVE);
            assertThat(states).noneMatch(ConnectionState.Reconnecting.class::isInstance);
            assertThat(counter.gaps()).isEmpty();
        }
    }
}
