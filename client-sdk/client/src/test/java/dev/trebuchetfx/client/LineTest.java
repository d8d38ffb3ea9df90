// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.client.error.MessageTooLargeException;
import dev.trebuchetfx.client.error.OutcomeUnknownException;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.LineOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The manners of a client's line: it learns which messages an endpoint takes, replaces a connection in time, and keeps one alive. */
class LineTest extends ScriptedTest {
    private static final Duration LIFE = Duration.ofHours(1);

    /** Another client, with these rules, at a server of its own. */
    private static final class Ruled implements AutoCloseable {
        private final ManualTime time = new ManualTime();
        private final ScriptedServer server = new ScriptedServer();
        private final TrebuchetClient client;

        Ruled(LineOptions rules) {
            client = TestClients.inCallingThread(time, server).line(rules).build();
        }

        /** Observes, and returns what the subscriber sees, which grows. */
        List<String> observe() {
            List<String> seen = new ArrayList<>();
            var unused = client.actor("counter")
                    .observe("observeState", Integer.class, EVERY)
                    .listen(new StreamListener<>() {
                        @Override
                        public void onUpdate(StreamEvent.Update<Integer> update) {}

                        @Override
                        public void onEvent(StreamEvent<Integer> event) {
                            seen.add(describe(event));
                        }
                    });
            return seen;
        }

        /** Lets time pass until the client opens the next connection, and no further: an attempt has a deadline of its own. */
        void awaitSuccessor() {
            long limit = time.nanoTime() + LIFE.toNanos();
            while (server.attempts().size() == 1 && time.nanoTime() < limit) {
                time.advance(Duration.ofSeconds(1));
            }
            assertThat(server.attempts()).as("before all of its life").hasSize(2);
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private List<TapEvent.LineAdapted> adapted() {
        return taps.stream()
                .filter(TapEvent.LineAdapted.class::isInstance)
                .map(TapEvent.LineAdapted.class::cast)
                .toList();
    }

    // ---- what travels ----

    @Test
    void sendsTextFromTheStartWhereItIsToldTo() throws Exception {
        try (Ruled ruled = new Ruled(LineOptions.GATEWAY)) {
            ruled.server.acceptPlain();
            CompletableFuture<Void> small = ruled.client.actor("counter").call("put", Void.class, "x");
            // Of a gateway's peer it is not known yet that it has the extension, but it takes more than a Swift peer.
            CompletableFuture<Void> large = ruled.client.actor("counter").call("put", Void.class, "x".repeat(40_000));
            CompletableFuture<Void> tooLarge =
                    ruled.client.actor("counter").call("put", Void.class, "x".repeat(100_000));
            assertThat(ruled.server.kinds()).containsExactly("text in 32000", "text in 32000");
            assertThat(small).isNotDone();
            assertThat(large).isNotDone();
            assertThatThrownBy(tooLarge::get)
                    .hasCauseInstanceOf(MessageTooLargeException.class)
                    .hasMessageContaining("at most 131072");
        }
    }

    @Test
    void sendsTextAfterTheServerHasRefusedBinaryMessagesAndTellsTheTaps() {
        observe();
        CompletableFuture<Integer> call =
                client.actor("counter").call("increment", Integer.class, CallOptions.WHEN_CONNECTED);
        server.acceptPlain();
        assertThat(server.kinds()).containsOnly("binary");
        server.close(1003, "the server closed the connection with code 1003: no binary");
        assertThat(adapted()).singleElement().satisfies(event -> {
            assertThat(event.connection()).isEqualTo(1);
            assertThat(event.endpoint()).isEqualTo(URI.create("ws://test.invalid:8080"));
            assertThat(event.how()).contains("as text").contains("no binary");
        });
        int before = server.kinds().size();
        reconnectPlain();
        assertThat(server.kinds().subList(before, server.kinds().size()))
                .hasSize(2)
                .containsOnly("text in 32000");
        // Nothing of the first connection was read, so that the call is sent again, as if for the first time.
        InvocationEnvelope first = server.take(InvocationEnvelope.class);
        assertThat(Objects.requireNonNull(first.ext()).repeated()).isFalse();
        server.send(new ResponseEnvelope(first.callID(), Bytes.utf8("7"), null));
        assertThat(call).isCompletedWithValue(7);
        server.lose("cut");
        reconnectPlain();
        assertThat(server.kinds().getLast()).as("it is remembered").isEqualTo("text in 32000");
        assertThat(adapted()).hasSize(1);
    }

    @Test
    void doesNotTakeACallForUnreadWhereTheServerHadAnsweredAnother() {
        server.acceptPlain();
        CompletableFuture<Integer> first = client.actor("counter").call("increment", Integer.class);
        server.send(new ResponseEnvelope(server.take(InvocationEnvelope.class).callID(), Bytes.utf8("1"), null));
        CompletableFuture<Integer> second = client.actor("counter").call("increment", Integer.class);
        server.close(1003, "no more binary");
        assertThat(first).isCompletedWithValue(1);
        assertThatThrownBy(second::get).hasCauseInstanceOf(OutcomeUnknownException.class);
    }

    @Test
    void sendsSmallerFramesAndThenSmallerMessagesAfterTheServerHasRefusedLargeOnes() {
        server.acceptExtended();
        var unused = client.actor("counter").call("put", Void.class, "x".repeat(60_000));
        server.close(1009, "the server closed the connection with code 1009");
        assertThat(adapted()).singleElement().satisfies(event -> assertThat(event.how())
                .contains("frames of at most 16384 bytes"));
        reconnectExtended();
        var again = client.actor("counter").call("put", Void.class, "x".repeat(60_000));
        assertThat(server.kinds().getLast()).isEqualTo("binary in 16384");
        int size = taps.stream()
                .filter(TapEvent.MessageSent.class::isInstance)
                .mapToInt(event -> ((TapEvent.MessageSent) event).frame().size())
                .max()
                .orElseThrow();
        server.close(1009, "the server closed the connection with code 1009");
        assertThat(adapted()).hasSize(2);
        assertThat(adapted().getLast().how()).contains("no message of " + size + " bytes or more");
        reconnectExtended();
        CompletableFuture<Void> refused = client.actor("counter").call("put", Void.class, "x".repeat(60_000));
        assertThat(unused).isCompletedExceptionally();
        assertThat(again).isCompletedExceptionally();
        assertThatThrownBy(refused::get).hasCauseInstanceOf(MessageTooLargeException.class);
    }

    @Test
    void learnsNothingFromACodeThatTellsNothingOfItsMessages() {
        server.acceptExtended();
        server.close(1009, "the server closed the connection with code 1009");
        reconnectExtended();
        server.close(1011, "the server failed");
        assertThat(adapted()).isEmpty();
    }

    // ---- the longest life ----

    private static LineOptions lasting() {
        return LineOptions.builder().longestLife(LIFE).build();
    }

    @Test
    void goesOnWithAnotherConnectionBeforeTheFirstIsTooOld() {
        try (Ruled ruled = new Ruled(lasting())) {
            List<String> seen = ruled.observe();
            ruled.server.acceptExtended();
            UUID id = UUID.randomUUID();
            ruled.server.send(
                    start(id, ruled.server.take(InvocationEnvelope.class).callID(), "epoch-1"));
            ruled.server.send(data(id, 1));
            seen.clear();
            CompletableFuture<Integer> call = ruled.client
                    .actor("counter")
                    .call(
                            "increment",
                            Integer.class,
                            CallOptions.DEFAULT.toBuilder()
                                    .timeout(Duration.ofHours(2))
                                    .build());
            UUID callID = ruled.server.take(InvocationEnvelope.class).callID();

            ruled.time.advance(LIFE.multipliedBy(8).dividedBy(10).minusSeconds(1));
            assertThat(ruled.server.attempts()).as("not before 80 %").hasSize(1);
            ruled.awaitSuccessor();
            ruled.server.sendOnFormer(data(id, 2));
            assertThat(seen).as("the first goes on meanwhile").containsExactly("full 2=20");

            ruled.server.acceptExtended();
            StreamResumeEnvelope resume = ruled.server.take(StreamResumeEnvelope.class);
            assertThat(resume.lastSequence()).isEqualTo(2);
            ruled.server.sendOnFormer(data(id, 3));
            ruled.server.send(replayed(resume, 3));
            ruled.server.send(data(id, 3));
            assertThat(seen)
                    .as("nothing is stale, nothing is missing")
                    .containsExactly("full 2=20", "resumed at 2 REPLAYED lost 0", "replay 3=30");
            assertThat(ruled.server.formerClosedWith())
                    .as("a call is under way")
                    .isNull();
            ruled.server.sendOnFormer(new ResponseEnvelope(callID, Bytes.utf8("8"), null));
            assertThat(call).isCompletedWithValue(8);
            assertThat(ruled.server.formerClosedWith()).isEqualTo(1000);
        }
    }

    @Test
    void saysWhyAStreamBeginsAnewOnTheNextConnectionThoughItsStartOvertakesTheAnswer() {
        try (Ruled ruled = new Ruled(
                lasting().toBuilder().reorderWait(Duration.ofSeconds(1)).build())) {
            List<String> seen = ruled.observe();
            ruled.server.acceptExtended();
            UUID id = UUID.randomUUID();
            ruled.server.send(
                    start(id, ruled.server.take(InvocationEnvelope.class).callID(), "epoch-1"));
            ruled.server.send(data(id, 1));
            seen.clear();
            ruled.awaitSuccessor();
            ruled.server.acceptExtended();
            StreamResumeEnvelope resume = ruled.server.take(StreamResumeEnvelope.class);
            UUID next = UUID.randomUUID();
            ruled.server.send(start(next, extOf(resume).callID(), "epoch-1"));
            ruled.server.send(data(next, 1, "50"));
            ruled.server.send(restarted(resume, RestartReason.EVICTED, 5L));
            assertThat(seen)
                    .as("nothing is live that is not the newest")
                    .containsExactly(
                            "resumed at 1 RESTARTED EVICTED lost 3",
                            "RESYNCING",
                            "gap 2..4 EVICTED",
                            "started after 1",
                            "full 1=50",
                            "LIVE");
            assertThat(ruled.server.untaken()).isEmpty();
        }
    }

    @Test
    void keepsTheConnectionWhereNoSuccessorCanBeOpenedAndTriesAgain() {
        try (Ruled ruled = new Ruled(lasting())) {
            ruled.server.acceptExtended();
            ruled.awaitSuccessor();
            ruled.server.fail("no way");
            assertThat(ruled.client.connectionState().word()).isEqualTo("connected");
            ruled.time.advance(Duration.ofMillis(500));
            assertThat(ruled.server.attempts())
                    .as("the first ceiling of the backoff")
                    .hasSize(3);
            assertThat(ruled.client.connectionState().word()).isEqualTo("connected");
        }
    }

    @Test
    void reconnectsAsEverWhereTheLineBreaksWhileTheSuccessorIsUnderWay() {
        try (Ruled ruled = new Ruled(lasting())) {
            ruled.server.acceptExtended();
            ruled.awaitSuccessor();
            ruled.server.loseFormer("cut");
            assertThat(ruled.client.connectionState().word()).isEqualTo("reconnecting");
            ruled.time.advance(Duration.ofSeconds(1));
            assertThat(ruled.server.attempts()).hasSize(3);
            ruled.server.acceptExtended();
            assertThat(ruled.client.connectionState().word()).isEqualTo("connected");
        }
    }

    @Test
    void drawsTheMomentAnewForEachClient() {
        assertThat(LongStream.range(0, 50)
                        .mapToObj(LineTest::secondsToTheSuccessor)
                        .distinct()
                        .count())
                .as("fifty clients that connected in one moment")
                .isGreaterThan(40);
    }

    private static long secondsToTheSuccessor(long seed) {
        ManualTime time = new ManualTime(new Random(seed));
        ScriptedServer server = new ScriptedServer();
        try (TrebuchetClient client =
                TestClients.inCallingThread(time, server).line(lasting()).build()) {
            server.acceptExtended();
            long seconds = 0;
            while (server.attempts().size() == 1 && seconds <= LIFE.toSeconds()) {
                time.advance(Duration.ofSeconds(1));
                seconds++;
            }
            assertThat(client.connectionState().word()).isEqualTo("connected");
            assertThat(seconds).isBetween(LIFE.toSeconds() * 8 / 10, LIFE.toSeconds());
            return seconds;
        }
    }

    // ---- keeping it alive ----

    private static LineOptions spoken() {
        return LineOptions.builder().keepAlive(Duration.ofMinutes(5)).build();
    }

    @Test
    void sendsAHeartbeatWhereNothingElseWasSentForAWhile() {
        try (Ruled ruled = new Ruled(spoken())) {
            ruled.server.acceptExtended();
            ruled.time.advance(Duration.ofMinutes(3));
            var call = ruled.client.actor("counter").call("increment", Integer.class);
            InvocationEnvelope sent = ruled.server.take(InvocationEnvelope.class);
            ruled.server.send(new ResponseEnvelope(sent.callID(), Bytes.utf8("1"), null));
            assertThat(call).isCompletedWithValue(1);
            ruled.time.advance(Duration.ofMinutes(4));
            assertThat(ruled.server.untaken()).isEmpty();
            ruled.time.advance(Duration.ofMinutes(1));
            assertThat(ruled.server.take(HeartbeatEnvelope.class).streams()).isEmpty();
            ruled.time.advance(Duration.ofMinutes(5));
            assertThat(ruled.server.untaken()).hasSize(1);
        }
    }

    @Test
    void saysHowFarItsStreamsHaveComeSoThatTheServerCanTellOfALoss() {
        try (Ruled ruled = new Ruled(spoken())) {
            List<String> seen = ruled.observe();
            ruled.server.acceptExtended();
            UUID id = UUID.randomUUID();
            ruled.server.send(
                    start(id, ruled.server.take(InvocationEnvelope.class).callID(), "epoch-1"));
            ruled.server.send(data(id, 1));
            seen.clear();
            ruled.time.advance(Duration.ofMinutes(5));
            // The last update before the silence was lost, which no heartbeat of the server has said.
            assertThat(ruled.server.take(HeartbeatEnvelope.class).streams()).containsExactly(Map.entry(id, 1L));
            ruled.server.send(new HeartbeatEnvelope(Map.of(id, 2L)));
            ruled.server.send(replayed(ruled.server.take(StreamResumeEnvelope.class), 2));
            ruled.server.send(data(id, 2));
            assertThat(seen)
                    .containsExactly(
                            "RESYNCING",
                            "resumed at 1 REPLAYED lost 0",
                            "replay 2=20",
                            "gap 2..2 JUMPED healed",
                            "LIVE");
        }
    }
}
