// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** How a client keeps its connection. */
class ConnectionTest extends ScriptedTest {
    private final AtomicInteger tokens = new AtomicInteger();

    @Override
    TrebuchetClient.Builder configure(TrebuchetClient.Builder builder) {
        // Called by the superclass's initializer, before this class's fields are set.
        return super.configure(builder).token(() -> "token-" + nextToken());
    }

    @SuppressWarnings({"ConstantValue", "NullAway"})
    private int nextToken() {
        return tokens == null ? 0 : tokens.incrementAndGet();
    }

    private List<String> states() {
        List<String> words = new ArrayList<>();
        client.onConnectionState(state -> words.add(describe(state)));
        return words;
    }

    private static String describe(ConnectionState state) {
        return state instanceof ConnectionState.Reconnecting again ? "reconnecting " + again.attempt() : state.word();
    }

    @Test
    void connectsAgainByItselfWithinTheBackoffWindow() {
        List<String> words = states();
        server.acceptExtended();
        server.lose("cut");
        assertThat(words).containsExactly("connecting", "connected", "reconnecting 1");
        time.advance(Duration.ofSeconds(1));
        assertThat(server.attempts()).as("the first wait is at most the base").hasSize(2);
        server.acceptExtended();
        assertThat(words).endsWith("connected");
    }

    @Test
    void countsAttemptsUntilAConnectionHasHeld() {
        List<String> words = states();
        server.lose("refused");
        time.advance(Duration.ofSeconds(1));
        server.lose("refused");
        time.advance(Duration.ofSeconds(2));
        server.acceptExtended();
        server.lose("flapping");
        assertThat(words).endsWith("connected", "reconnecting 3");
        time.advance(Duration.ofSeconds(4));
        server.acceptExtended();
        time.advance(Duration.ofSeconds(11));
        server.lose("cut after a while");
        assertThat(words).endsWith("connected", "reconnecting 1");
    }

    @Test
    void givesUpAfterTheAttemptsAllowedAndTriesAgainWhenAsked() {
        List<String> words = states();
        for (int i = 0; i < 101; i++) {
            server.lose("refused");
            time.advance(Duration.ofSeconds(8));
        }
        assertThat(words).endsWith("reconnecting 100", "offline");
        client.reconnectNow();
        server.acceptExtended();
        assertThat(words).endsWith("offline", "reconnecting 1", "connected");
    }

    @Test
    void asksForOneFreshTokenWhenRefusedAndThenWaitsForTheUser() {
        List<String> words = states();
        server.refuse(401, Map.of());
        time.advance(Duration.ZERO);
        assertThat(server.attempts()).hasSize(2);
        assertThat(server.attempts().getLast().headers()).containsEntry("Authorization", "Bearer token-1");
        server.refuse(401, Map.of());
        time.advance(LONG);
        assertThat(server.attempts()).hasSize(2);
        assertThat(words).endsWith("offline");
    }

    @Test
    void waitsAsLongAsTheServerAsks() {
        server.refuse(503, Map.of("retry-after", "20"));
        time.advance(Duration.ofSeconds(19));
        assertThat(server.attempts()).hasSize(1);
        time.advance(Duration.ofSeconds(2));
        assertThat(server.attempts()).hasSize(2);
    }

    @Test
    void doesNotHangOnATransportThatNeverAnswers() {
        List<String> words = states();
        time.advance(Duration.ofSeconds(12));
        assertThat(words).containsExactly("connecting", "reconnecting 1");
    }

    @Test
    void closesWithoutTryingAgain() {
        List<String> words = states();
        server.acceptExtended();
        client.close();
        client.close();
        assertThat(server.closedWith()).isEqualTo(1000);
        server.lose("closed");
        time.advance(LONG);
        assertThat(words).containsExactly("connecting", "connected", "closed");
        assertThat(server.attempts()).hasSize(1);
        assertThat(time.scheduled()).as("nothing is left to fire").isZero();
    }

    @Test
    void noticesALineThatHasDiedWithinTwoHeartbeats() {
        List<String> words = states();
        server.acceptExtended();
        time.advance(Duration.ofMinutes(5));
        assertThat(words)
                .as("a quiet line that answers pings is left alone")
                .containsExactly("connecting", "connected");
        assertThat(server.pings()).isGreaterThan(20);

        server.stopAnsweringPings();
        time.advance(Duration.ofSeconds(30));

        assertThat(words).endsWith("connected", "reconnecting 1");
        assertThat(server.attempts()).hasSize(2);
    }

    @Test
    void triesAtOnceWhenASleepEnds() {
        server.refuse(503, Map.of("retry-after", "3600"));
        time.advance(Duration.ofMinutes(1));
        assertThat(server.attempts()).hasSize(1);
        time.jumpWallClock(Duration.ofHours(8));
        time.advance(Duration.ofMillis(7_500));
        // Others may be woken by the same: within the backoff's base.
        time.advance(Duration.ofSeconds(1));
        assertThat(server.attempts()).hasSize(2);
    }

    @Test
    void dropsALineThatDoesNotAnswerSoonAfterASleep() {
        List<String> words = states();
        server.acceptExtended();
        server.stopAnsweringPings();
        time.jumpWallClock(Duration.ofHours(8));
        time.advance(Duration.ofMillis(7_500 + 2_000));
        assertThat(words).endsWith("reconnecting 1");
    }

    @Test
    void noticesALineThatIsDeadInOneDirection() {
        List<String> words = states();
        server.acceptExtended();
        server.stopAnsweringPings();
        for (int i = 0; i < 12; i++) {
            time.advance(Duration.ofSeconds(5));
            server.sendRaw("{\"type\":\"streamEnd\",\"payload\":{}}");
        }
        assertThat(words)
                .as("updates come, but nothing arrives there")
                .startsWith("connecting", "connected", "reconnecting 1");
    }

    @Test
    void doesNotTakeItsOwnSlownessForADeadLine() throws InterruptedException {
        ManualTime clock = new ManualTime();
        ScriptedServer chatty = new ScriptedServer();
        Deque<Runnable> loop = new ConcurrentLinkedDeque<>();
        try (TrebuchetClient slow = TestClients.with(clock, chatty, loop::add).build()) {
            drain(loop);
            chatty.acceptExtended();
            drain(loop);
            String large = "{\"type\":\"streamEnd\",\"payload\":{}}" + " ".repeat(3 << 20);
            // Something that the loop has not come to yet.
            slow.reconnectNow();
            Thread reader = Thread.ofPlatform().name("reader").start(() -> {
                chatty.sendRaw(large);
                chatty.sendRaw(large);
            });
            await().until(() -> reader.getState() == Thread.State.WAITING);
            clock.stall(Duration.ofSeconds(60));
            clock.advance(Duration.ZERO);
            drain(loop);
            reader.join();
            drain(loop);

            assertThat(slow.connectionState()).isInstanceOf(ConnectionState.Connected.class);
        }
        drain(loop);
    }

    @Test
    void doesNotTakeTheTimeThatAMessageNeededForADeadLine() {
        ManualTime clock = new ManualTime();
        ScriptedServer chatty = new ScriptedServer();
        Deque<Runnable> loop = new ArrayDeque<>();
        try (TrebuchetClient slow = TestClients.with(clock, chatty, loop::add).build()) {
            drain(loop);
            chatty.acceptExtended();
            drain(loop);
            slow.taps().attach(event -> {
                if (event instanceof TapEvent.MessageReceived) {
                    clock.stall(Duration.ofSeconds(60));
                }
            });
            chatty.sendRaw(
                    "{\"type\":\"streamEnd\",\"payload\":{\"streamID\":\"00000000-0000-4000-8000-000000000001\"}}");
            clock.advance(Duration.ZERO);
            drain(loop);

            assertThat(slow.connectionState()).isInstanceOf(ConnectionState.Connected.class);
        }
        drain(loop);
    }

    private static void drain(Deque<Runnable> loop) {
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
    }

    @Test
    void leavesNothingToFireWhenATickWasOnItsWayAtTheClose() {
        ManualTime clock = new ManualTime();
        Deque<Runnable> loop = new ArrayDeque<>();
        TrebuchetClient closing =
                TestClients.with(clock, new ScriptedServer(), loop::add).build();
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
        closing.close();
        clock.advance(Duration.ofMillis(7_500));
        while (!loop.isEmpty()) {
            loop.remove().run();
        }
        assertThat(clock.scheduled()).isZero();
    }
}
