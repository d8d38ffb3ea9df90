// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.error.NotConnectedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.EndpointOrder;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a client of several servers, which stand in for each other, chooses among them. */
class EndpointsTest {
    private static final URI A = URI.create("ws://a.invalid:8080");
    private static final URI B = URI.create("ws://b.invalid:8080");
    private static final URI C = URI.create("ws://c.invalid:8080");
    private static final Duration BASE = Duration.ofSeconds(1);
    private static final Duration HELD = Duration.ofSeconds(11);

    private final ManualTime time = new ManualTime();
    private final ScriptedServer servers = new ScriptedServer();
    private final List<TapEvent> taps = new ArrayList<>();
    private final AtomicInteger tokens = new AtomicInteger();
    private TrebuchetClient client = client(A, B, C);

    private TrebuchetClient client(URI... endpoints) {
        return TestClients.inCallingThread(time, servers, List.of(endpoints))
                .endpointOrder(EndpointOrder.AS_GIVEN)
                .backoff(BackoffPolicy.builder()
                        .between(BASE, Duration.ofSeconds(8))
                        .maxAttempts(100)
                        .resetAfter(Duration.ofSeconds(10))
                        .build())
                .token(() -> "token-" + tokens.incrementAndGet())
                .tap(taps::add)
                .build();
    }

    @AfterEach
    void closeClient() {
        client.close();
    }

    private List<URI> tried() {
        return servers.attempts().stream().map(target -> target.address().uri()).toList();
    }

    private void awaitAttempt(int number) {
        for (int i = 0; i < 600 && servers.attempts().size() < number; i++) {
            time.advance(Duration.ofMillis(100));
        }
        assertThat(servers.attempts()).hasSize(number);
    }

    @Test
    void triesEachOnceAtOnceAndWaitsAfterTheRound() {
        servers.fail("refused");
        time.advance(Duration.ZERO);
        servers.fail("refused");
        time.advance(Duration.ZERO);
        assertThat(tried()).containsExactly(A, B, C);

        servers.fail("refused");
        time.advance(Duration.ZERO);
        assertThat(tried()).as("the round is over").containsExactly(A, B, C);
        time.advance(BASE);
        assertThat(tried()).containsExactly(A, B, C, A);
    }

    @Test
    void waitsLongerAfterEachRoundNotAfterEachAttempt() {
        for (int round = 1; round <= 3; round++) {
            for (int i = 1; i <= 3; i++) {
                servers.fail("refused");
                time.advance(Duration.ZERO);
            }
            awaitAttempt(3 * round + 1);
        }
        ConnectionState state = client.connectionState();
        assertThat(state).isInstanceOfSatisfying(ConnectionState.Reconnecting.class, again -> {
            assertThat(again.attempt()).isEqualTo(9);
            // Three rounds have waited for up to 1 s, 2 s and 4 s.
            assertThat(Duration.between(ManualTime.START, again.nextAttemptAt()))
                    .isLessThanOrEqualTo(Duration.ofSeconds(7));
        });
    }

    @Test
    void comesBackToTheOneThatWorked() {
        servers.fail("refused");
        time.advance(Duration.ZERO);
        servers.acceptExtended();
        time.advance(HELD);
        servers.lose("cut");
        awaitAttempt(3);
        assertThat(tried()).containsExactly(A, B, B);

        servers.fail("refused");
        time.advance(Duration.ZERO);
        assertThat(tried()).as("and goes on from there").containsExactly(A, B, B, A);
    }

    @Test
    void goesOnFromOneThatDropsItsConnectionsAtOnceButNotWithoutAWait() {
        servers.acceptExtended();
        servers.lose("cut");
        time.advance(Duration.ZERO);
        assertThat(tried()).as("others have lost theirs at the same time").containsExactly(A);
        awaitAttempt(2);
        assertThat(tried()).containsExactly(A, B);
    }

    @Test
    void leavesAloneWhoAskedForItAndNobodyElse() {
        servers.refuse(503, Map.of("retry-after", "20"));
        time.advance(Duration.ZERO);
        assertThat(tried()).containsExactly(A, B);
        for (int attempts = 2; time.nanoTime() < Duration.ofSeconds(19).toNanos(); attempts++) {
            servers.fail("refused");
            awaitAttempt(attempts + 1);
        }
        assertThat(tried().subList(1, tried().size() - 1)).contains(B, C).doesNotContain(A);
        for (int i = 0; i < 4 && !tried().getLast().equals(A); i++) {
            servers.fail("refused");
            awaitAttempt(tried().size() + 1);
        }
        assertThat(tried()).endsWith(A);
    }

    @Test
    void waitsForTheSoonestWhereAllHaveNamedATime() {
        servers.refuse(503, Map.of("retry-after", "60"));
        time.advance(Duration.ZERO);
        servers.refuse(503, Map.of("retry-after", "20"));
        time.advance(Duration.ZERO);
        servers.refuse(503, Map.of("retry-after", "Thu, 1 Jan 2026 00:00:40 GMT"));
        time.advance(Duration.ofSeconds(19));
        assertThat(tried()).containsExactly(A, B, C);
        time.advance(Duration.ofSeconds(2));
        assertThat(tried()).containsExactly(A, B, C, B);
        servers.fail("refused");
        time.advance(Duration.ofSeconds(18));
        assertThat(tried())
                .hasSize(5
                        + (int) tried().subList(4, tried().size()).stream()
                                .filter(B::equals)
                                .count()
                        - 1);
    }

    @Test
    void aClockThatIsSetBackMakesNobodyWaitLonger() {
        client.close();
        client = client(A);
        servers.refuse(503, Map.of("retry-after", "5"));
        time.jumpWallClock(Duration.ofDays(-1));
        time.advance(Duration.ofSeconds(6));
        servers.fail("refused");
        time.advance(Duration.ofSeconds(2));
        assertThat(tried()).hasSize(4);
    }

    @Test
    void asksForOneFreshTokenForAllAndReportsWhenNobodyTakesIt() {
        for (int i = 0; i < 4; i++) {
            servers.refuse(401, Map.of());
            time.advance(Duration.ZERO);
        }
        assertThat(tried()).containsExactly(A, A, B, C);
        assertThat(client.connectionState())
                .isInstanceOfSatisfying(ConnectionState.Offline.class, offline -> assertThat(offline.cause())
                        .contains("401", "reconnectNow()"));
        assertThat(client.actor("todos").call("x", Void.class).exceptionNow())
                .isInstanceOf(NotConnectedException.class);

        client.reconnectNow();
        servers.acceptExtended();
        assertThat(client.connectionState()).isEqualTo(new ConnectionState.Connected(A));
    }

    @Test
    void tellsThatAPathMayBeWrongTooWhereTheAnswerIs403() {
        for (int i = 0; i < 4; i++) {
            servers.refuse(403, Map.of());
            time.advance(Duration.ZERO);
        }
        assertThat(client.connectionState())
                .isInstanceOfSatisfying(ConnectionState.Offline.class, offline -> assertThat(offline.cause())
                        .startsWith(
                                "refused (403): is the token right, and the path of the address, such as the stage of a gateway? ")
                        .contains("reconnectNow()")
                        .doesNotContain("want of a valid token"));
    }

    @Test
    void goesOnWithOthersWhereOneRefusesTheToken() {
        servers.refuse(403, Map.of());
        time.advance(Duration.ZERO);
        servers.refuse(403, Map.of());
        time.advance(Duration.ZERO);
        servers.fail("refused");
        time.advance(Duration.ZERO);
        servers.fail("refused");
        awaitAttempt(5);
        assertThat(tried()).as("the one that refused it is not asked again").containsExactly(A, A, B, C, B);
        servers.acceptExtended();
        assertThat(client.connectionState()).isEqualTo(new ConnectionState.Connected(B));
    }

    @Test
    void goesElsewhereWhenAServerLeaves() {
        servers.acceptExtended();
        time.advance(HELD);
        servers.close(1001, "the server closed the connection with code 1001: shutting down; come back in 7 s");
        awaitAttempt(2);
        assertThat(tried()).containsExactly(A, B);
    }

    @Test
    void waitsForAServerThatLeavesWhereThereIsNoOther() {
        client.close();
        client = client(A);
        servers.acceptExtended();
        time.advance(HELD);
        servers.close(1001, "the server closed the connection with code 1001: shutting down; come back in 7 s");
        time.advance(Duration.ofMillis(6_900));
        assertThat(tried()).hasSize(2);
        time.advance(Duration.ofMillis(1_200));
        assertThat(tried()).hasSize(3);
    }

    @Test
    void asksOnceForATokenThatCannotBeHad() {
        client.close();
        AtomicInteger asked = new AtomicInteger();
        client = TestClients.inCallingThread(time, servers, List.of(A, B, C))
                .token(() -> {
                    asked.incrementAndGet();
                    throw new IllegalStateException("no network");
                })
                .build();
        time.advance(Duration.ZERO);
        assertThat(asked).as("not once for each endpoint").hasValue(1);
    }

    @Test
    void saysWhichEndpoint() {
        List<ConnectionState> states = new ArrayList<>();
        client.onConnectionState(states::add);
        servers.fail("refused");
        time.advance(Duration.ZERO);
        servers.acceptExtended();
        var now = time.instant();

        assertThat(states)
                .containsExactly(
                        new ConnectionState.Connecting(A),
                        new ConnectionState.Reconnecting(1, B, now, A + ": refused"),
                        new ConnectionState.Connected(B));
        assertThat(taps)
                .filteredOn(TapEvent.ConnectionChanged.class::isInstance)
                .extracting(event -> ((TapEvent.ConnectionChanged) event).state())
                .containsExactlyElementsOf(states);
    }

    @Test
    void namesAllWhenItGivesUp() {
        client.close();
        client = TestClients.inCallingThread(time, servers, List.of(A, B))
                .endpointOrder(EndpointOrder.AS_GIVEN)
                .backoff(BackoffPolicy.builder()
                        .between(BASE, BASE)
                        .maxAttempts(0)
                        .resetAfter(Duration.ofSeconds(10))
                        .build())
                .build();
        var waiting = client.actor("todos").call("x", Void.class, CallOptions.WHEN_CONNECTED);
        servers.fail("refused");
        time.advance(Duration.ZERO);
        assertThat(waiting).as("a round counts as one failure").isNotDone();
        servers.fail("no route");
        assertThat(waiting.exceptionNow())
                .hasMessageContaining(B + ": no route")
                .hasMessageContaining(A + ", " + B);
    }

    @Test
    void drawsAnOrderForEachClient() {
        Map<URI, Integer> first = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            ScriptedServer one = new ScriptedServer();
            TestClients.inCallingThread(new ManualTime(new Random(i)), one, List.of(A, B, C))
                    .build()
                    .close();
            first.merge(one.attempts().getFirst().address().uri(), 1, Integer::sum);
        }
        assertThat(first.values()).hasSize(3).allSatisfy(share -> assertThat(share)
                .isBetween(70, 130));
    }

    @Test
    void wantsAtLeastOne() {
        assertThatThrownBy(() -> TrebuchetClient.builder(List.of())).hasMessageContaining("at least one endpoint");
        assertThatThrownBy(() -> TrebuchetClient.builder(A, URI.create("http://x")))
                .hasMessageContaining("http://x");
    }

    @Test
    void resumesAtAnotherWhatItTookFromOne() {
        List<String> seen = new ArrayList<>();
        client.actor("counter")
                .observe("observeState", Integer.class, ScriptedTest.EVERY)
                .listen(new StreamListener<>() {
                    @Override
                    public void onUpdate(StreamEvent.Update<Integer> update) {}

                    @Override
                    public void onEvent(StreamEvent<Integer> event) {
                        seen.add(ScriptedTest.describe(event));
                    }
                });
        servers.acceptExtended();
        UUID first = UUID.randomUUID();
        servers.send(
                ScriptedTest.start(first, servers.take(InvocationEnvelope.class).callID(), "epoch-1"));
        servers.send(ScriptedTest.data(first, 1));
        servers.send(ScriptedTest.data(first, 2));
        seen.clear();
        servers.lose("cut");
        awaitAttempt(2);
        assertThat(tried()).containsExactly(A, B);
        servers.acceptExtended();

        StreamResumeEnvelope resume = servers.take(StreamResumeEnvelope.class);
        assertThat(resume.streamID()).isEqualTo(first);
        assertThat(resume.lastSequence()).isEqualTo(2);
        assertThat(ScriptedTest.extOf(resume).epoch()).isEqualTo("epoch-1");
        servers.send(ScriptedTest.restarted(resume, RestartReason.EPOCH, null));
        UUID second = UUID.randomUUID();
        servers.send(ScriptedTest.start(second, ScriptedTest.extOf(resume).callID(), "epoch-of-b"));
        servers.send(ScriptedTest.data(second, 1));

        assertThat(seen)
                .containsExactly(
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 2 RESTARTED EPOCH lost ?",
                        "RESYNCING",
                        "gap 3..? EPOCH_CHANGED",
                        "started after 2",
                        "full 1=10",
                        "LIVE");
    }
}
