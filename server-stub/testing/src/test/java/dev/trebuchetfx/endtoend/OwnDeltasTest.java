// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.filter.Condition;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.Ledger;
import dev.trebuchetfx.server.Ledger.Balances;
import dev.trebuchetfx.server.StreamInfo;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.testing.Clients;
import dev.trebuchetfx.testing.TrebuchetTest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Deltas of the application's own, the whole way over a real socket. */
@Timeout(60)
@TrebuchetTest
class OwnDeltasTest {
    private static final StreamOptions OWN =
            StreamOptions.builder().everyUpdate(10_000).deltas(Deltas.OWN).build();
    private static final BackoffPolicy WHEN_ASKED = BackoffPolicy.builder()
            .between(Duration.ofDays(365), Duration.ofDays(365))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();

    private StubServer server;
    private TrebuchetClient client;
    private TrebuchetClient bookkeeper;
    private final Recorder<Balances> heard = new Recorder<>();
    private final Queue<StreamDataEnvelope> received = new ConcurrentLinkedQueue<>();

    @BeforeEach
    void start(StubServer given, Clients clients) {
        server = given;
        server.expose("ledger", new Ledger());
        client = clients.connect(builder -> builder.backoff(WHEN_ASKED).tap(event -> {
            if (event instanceof TapEvent.MessageReceived message
                    && message.envelope() instanceof StreamDataEnvelope data) {
                received.add(data);
            }
        }));
        bookkeeper = clients.connect();
    }

    private void observe(StreamOptions options) {
        client.actor("ledger")
                .observe("observeBalances", Balances.class, options)
                .listen(heard);
        await().until(() -> heard.freshness() == Freshness.LIVE);
    }

    private void call(String method, Object... arguments) {
        bookkeeper
                .actor("ledger")
                .call(method, Void.class, CallOptions.WHEN_CONNECTED, arguments)
                .join();
    }

    private void cut() {
        server.faults().cut(heard.updates().getLast().streamID());
        await().until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
        received.clear();
    }

    private void awaitBalance(String account, int balance) {
        await().until(() ->
                Integer.valueOf(balance).equals(heard.newest().accounts().get(account))
                        && heard.freshness() == Freshness.LIVE);
    }

    private List<UpdateKind> kinds() {
        return heard.updates().stream().map(StreamEvent.Update::kind).toList();
    }

    private static String content(StreamDataEnvelope data) {
        return data.data().utf8();
    }

    private static String wrapped(boolean full, String json) {
        return "{\"isFull\":" + full + ",\"data\":\""
                + Base64.getEncoder().encodeToString(json.getBytes(StandardCharsets.UTF_8))
                + "\"}";
    }

    @Test
    void theFirstIsFullAndTheOthersAreWhatTheTypeMakes() {
        observe(OWN);
        call("book", "cash", 10);
        awaitBalance("cash", 10);

        assertThat(kinds()).containsExactly(UpdateKind.FULL, UpdateKind.DELTA);
        assertThat(received)
                .extracting(OwnDeltasTest::content)
                .containsExactly(
                        wrapped(true, "{\"accounts\":{\"cash\":1,\"equipment\":2,\"receivables\":3}}"),
                        wrapped(false, "{\"accounts\":{\"cash\":10}}"));
        assertThat(received.stream().skip(1))
                .extracting(StreamDataEnvelope::ext)
                .containsExactly(new StreamDataEnvelope.Ext(1L, null, null));
    }

    @Test
    void whereNothingChangedNothingIsSentAndNoNumberUsedUp() {
        observe(OWN);
        call("book", "cash", 1);
        call("book", "cash", 5);
        awaitBalance("cash", 5);

        assertThat(heard.sequences()).containsExactly(1L, 2L);
    }

    @Test
    void whatADeltaCanNotSayIsSentFull() {
        observe(OWN);
        call("close", "equipment");
        await().until(() -> heard.newest().accounts().size() == 2);
        call("book", "cash", 7);
        awaitBalance("cash", 7);

        assertThat(kinds()).containsExactly(UpdateKind.FULL, UpdateKind.FULL, UpdateKind.DELTA);
    }

    @Test
    void whatWasMissedIsReplayedFromTheStateAtHand() {
        observe(OWN);
        cut();
        call("book", "cash", 10);
        call("book", "cash", 11);
        client.reconnectNow();
        awaitBalance("cash", 11);

        assertThat(heard.resumes().getLast().outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(received).extracting(OwnDeltasTest::content).allMatch(json -> json.contains("\"isFull\":false"));
        assertThat(heard.has(StreamEvent.Undecodable.class)).isFalse();
        assertThat(heard.has(StreamEvent.Gap.class)).isFalse();
    }

    @Test
    void aRestartBeginsWithTheWholeState() {
        observe(OWN);
        cut();
        server.faults().expire(heard.updates().getLast().streamID()).join();
        call("book", "cash", 10);
        client.reconnectNow();
        awaitBalance("cash", 10);
        call("book", "cash", 11);
        awaitBalance("cash", 11);

        assertThat(kinds()).containsExactly(UpdateKind.FULL, UpdateKind.FULL, UpdateKind.DELTA);
    }

    @Test
    void aGapIsHealed() {
        observe(OWN);
        server.faults().drop(1);
        call("book", "cash", 10);
        call("book", "equipment", 20);
        await().until(() ->
                heard.freshness() == Freshness.LIVE && heard.newest().accounts().containsValue(20));

        assertThat(heard.newest().accounts()).containsEntry("cash", 10);
        assertThat(heard.has(StreamEvent.Undecodable.class)).isFalse();
    }

    @Test
    void whatAFilterLeftOutIsInTheNextDelta() {
        observe(OWN.toBuilder()
                .filter(StreamFilter.where(Condition.at("/accounts/cash").isMoreThan(0)))
                .build());
        call("book", "cash", -1);
        call("book", "equipment", 20);
        call("book", "cash", 5);
        awaitBalance("cash", 5);

        assertThat(heard.newest().accounts()).containsEntry("equipment", 20);
        assertThat(heard.sequences()).containsExactly(1L, 2L);
        assertThat(kinds()).containsExactly(UpdateKind.FULL, UpdateKind.DELTA);
    }

    @Test
    void fieldsOfAStateAreSentFullSinceTheTypeKnowsNoPartsOfItself() {
        observe(OWN.toBuilder().filter(StreamFilter.fields("/accounts/cash")).build());
        call("book", "cash", 5);
        awaitBalance("cash", 5);

        assertThat(heard.newest().accounts()).containsOnlyKeys("cash");
        assertThat(kinds()).containsExactly(UpdateKind.FULL, UpdateKind.FULL);
    }

    @Test
    void whoDoesNotAskGetsStatesAlsoWhereTheyAreDeclared() {
        client.actor("ledger")
                .observe(
                        "observeDeclared",
                        Balances.class,
                        OWN.toBuilder().deltas(Deltas.NONE).build())
                .listen(heard);
        await().until(() -> heard.freshness() == Freshness.LIVE);
        call("book", "cash", 5);
        awaitBalance("cash", 5);

        assertThat(kinds()).containsExactly(UpdateKind.FULL, UpdateKind.FULL);
        assertThat(received).extracting(OwnDeltasTest::content).allMatch(json -> json.startsWith("{\"accounts\""));
        assertThat(server.streams()).extracting(StreamInfo::newest).containsExactly(2L);
    }
}
