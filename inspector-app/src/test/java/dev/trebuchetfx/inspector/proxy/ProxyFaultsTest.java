// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorStream;
import dev.trebuchetfx.client.StreamListener;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.server.StubServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLSocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Our client and our server with a proxy between them, which injures what passes. */
@Timeout(60)
class ProxyFaultsTest {
    private final ProxyFixture fixture = new ProxyFixture();
    private final List<TapEvent> taps = new CopyOnWriteArrayList<>();
    private final List<Long> counts = new CopyOnWriteArrayList<>();
    private StubServer server;
    private WebSocketProxy proxy;
    private TrebuchetClient client;
    private TrebuchetClient elsewhere;
    private ActorStream<Count> stream;

    /** The counter's state. */
    record Count(long count) {}

    @BeforeEach
    void start() throws Exception {
        server = StubServer.builder().bundledActors().start();
        proxy = fixture.start(new Upstream(server.uri(), (SSLSocketFactory) SSLSocketFactory.getDefault()));
        client = TrebuchetClient.connect("ws://127.0.0.1:" + proxy.port());
        client.taps().attach(taps::add);
        elsewhere = TrebuchetClient.connect(server.uri().toString());
        stream = client.actor("counter")
                .observe(
                        "observeState",
                        Count.class,
                        StreamOptions.builder().everyUpdate(1_000).build());
        stream.listen(new StreamListener<>() {
            @Override
            public void onUpdate(StreamEvent.Update<Count> update) {
                counts.add(update.value().count());
            }
        });
        await().until(() -> counts.equals(List.of(0L)));
    }

    @AfterEach
    void stop() {
        client.close();
        elsewhere.close();
        proxy.close();
        server.close();
        fixture.close();
    }

    private void increment(int times) {
        for (int i = 0; i < times; i++) {
            elsewhere
                    .actor("counter")
                    .call("increment", Long.class, CallOptions.WHEN_CONNECTED)
                    .join();
        }
    }

    private <T extends TapEvent> List<T> seen(Class<T> kind) {
        return taps.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    @Test
    void showsWhatPassesWithCauseBeforeEffect() {
        client.actor("counter").call("increment", Long.class).join();
        await().until(() -> counts.equals(List.of(0L, 1L)));

        List<ProxyEvent.Passed> passed = fixture.of(ProxyEvent.Passed.class);
        ProxyEvent.Passed response = passed.stream()
                .filter(event -> event.envelope() instanceof ResponseEnvelope)
                .findFirst()
                .orElseThrow();
        UUID call = ((ResponseEnvelope) Objects.requireNonNull(response.envelope())).callID();
        assertThat(passed.subList(0, passed.indexOf(response)))
                .anyMatch(
                        event -> event.envelope() instanceof dev.trebuchetfx.protocol.envelope.InvocationEnvelope asked
                                && asked.callID().equals(call));
        assertThat(fixture.of(ProxyEvent.Upgraded.class)).hasSize(1);
        assertThat(passed).allMatch(event -> event.error() == null);
    }

    @Test
    void aDroppedUpdateIsAGapThatTheClientHeals() {
        proxy.inject(new Fault.Drop(2, null));
        increment(4);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L, 3L, 4L)));
        assertThat(seen(TapEvent.GapSeen.class)).isNotEmpty();
        assertThat(fixture.of(ProxyEvent.Disturbed.class)).hasSize(2);
    }

    @Test
    void aDuplicatedUpdateIsSeenAndNotShown() {
        proxy.inject(new Fault.Duplicate(1, null));
        increment(2);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L)));
        await().until(() -> seen(TapEvent.DuplicateSeen.class).size() == 1);
    }

    @Test
    void reorderedUpdatesAreShownInOrder() {
        proxy.inject(new Fault.Reorder(1, null));
        increment(3);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L, 3L)));
        assertThat(seen(TapEvent.GapSeen.class)).isNotEmpty();
    }

    @Test
    void anUpdateThatNothingFollowsIsNotHeldForEver() {
        proxy.inject(new Fault.Reorder(1, null));
        increment(1);

        await().until(() -> counts.equals(List.of(0L, 1L)));
    }

    @Test
    void aCorruptUpdateIsReportedAndHealed() {
        proxy.inject(new Fault.Corrupt(1, null));
        increment(2);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L)));
        assertThat(seen(TapEvent.MessageUndecodable.class)).hasSize(1);
    }

    @Test
    void aDelayedUpdateComesLateAndInOrder() {
        proxy.inject(new Fault.Delay(Duration.ofMillis(50), 1, null));
        increment(2);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L)));
        assertThat(fixture.of(ProxyEvent.Disturbed.class)).hasSize(1);
    }

    @Test
    void closingTheProxyEndsADelayAndAPause() {
        proxy.inject(new Fault.Delay(Duration.ofHours(1), 1, null));
        increment(1);
        fixture.awaitFirst(ProxyEvent.Disturbed.class);
        proxy.inject(new Fault.Pause(Duration.ofHours(1), null));
        proxy.inject(new Fault.Pause(Duration.ofHours(2), null));

        proxy.close();

        fixture.awaitFirst(ProxyEvent.Closed.class);
    }

    @Test
    void aPauseLosesNothing() {
        UUID id = server.streams().getFirst().streamId();
        assertThat(proxy.inject(new Fault.Pause(Duration.ofMillis(50), id))).isEqualTo(1);
        increment(2);

        await().until(() -> counts.equals(List.of(0L, 1L, 2L)));
    }

    @Test
    void aCutBreaksTheLineAndTheClientComesBack() {
        assertThat(proxy.inject(new Fault.Cut(Duration.ZERO, null))).isEqualTo(1);
        await().until(() -> seen(TapEvent.ConnectionChanged.class).stream()
                .anyMatch(change -> change.state() instanceof ConnectionState.Reconnecting));
        increment(1);

        await().until(() -> counts.equals(List.of(0L, 1L)));
        assertThat(fixture.of(ProxyEvent.Opened.class).size()).isGreaterThanOrEqualTo(2);
        assertThat(fixture.awaitFirst(ProxyEvent.Closed.class).why()).isEqualTo("cut on request");
    }

    @Test
    void saysWhatAProxyCanNotDo() {
        assertThatThrownBy(() -> proxy.inject(new Fault.Expire(null))).hasMessageContaining("admin port");
        assertThatThrownBy(() -> proxy.inject(new Fault.Cut(Duration.ofSeconds(1), null)))
                .hasMessageContaining("keep clients out");
        assertThatThrownBy(() -> proxy.inject(new Fault.Drop(1, new UUID(1, 2))))
                .hasMessageContaining("no open connection");
    }

    @Test
    void answersForAServerThatCanNotBeReached() throws Exception {
        server.close();
        try (WebSocketProxy nowhere = fixture.start(
                        new Upstream(URI.create("ws://127.0.0.1:" + server.uri().getPort()), (SSLSocketFactory)
                                SSLSocketFactory.getDefault()));
                TrebuchetClient refused = TrebuchetClient.connect("ws://127.0.0.1:" + nowhere.port())) {
            await().until(() -> refused.connectionState() instanceof ConnectionState.Reconnecting);
            assertThat(((ConnectionState.Reconnecting) refused.connectionState()).cause())
                    .contains("502");
        }
    }
}
