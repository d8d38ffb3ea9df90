// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The rate at which a principal's messages are read; time is the test's. */
class MessageRateTest {
    private final ManualTime time = new ManualTime();
    private StubServer server;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .bundledActors()
                .withoutSocket()
                .time(time)
                .executor(Runnable::run)
                .token("ann", "a")
                .token("bob", "b")
                .limits(ServerLimits.builder().maxMessagesPerSecond(10).build())
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private Wires connect(String token) {
        return new Wires(server, Map.of("authorization", "Bearer " + token, "trebuchet-ext", "1"));
    }

    private static void call(Wires line) {
        line.sends(RawClient.invocation("counter", "increment", null, null));
    }

    @Test
    void beyondTheBurstALineIsReadMoreSlowlyAndNothingIsLost() {
        Wires ann = connect("a");
        for (int i = 0; i < 10; i++) {
            call(ann);
        }
        assertThat(ann.pauses).isEmpty();
        for (int i = 0; i < 40; i++) {
            call(ann);
        }
        assertThat(ann.received).hasSize(50).allMatch(ResponseEnvelope.class::isInstance);
        assertThat(ann.pauses.getFirst()).isEqualTo(Duration.ofMillis(100));
        assertThat(ann.pauses.getLast()).isEqualTo(Duration.ofSeconds(4));
        assertThat(ann.pauses).hasSize(40);
        assertThat(ann.closed).isEmpty();
    }

    @Test
    void whoWaitsAsLongAsItIsToldIsNotPausedAgain() {
        Wires ann = connect("a");
        for (int i = 0; i < 15; i++) {
            call(ann);
        }
        time.advance(ann.pauses.getLast().plusMillis(100));
        ann.pauses.clear();
        call(ann);
        assertThat(ann.pauses).isEmpty();
    }

    @Test
    void theLinesOfOnePrincipalShareItsRateAndOthersHaveTheirOwn() {
        Wires ann = connect("a");
        Wires alsoAnn = connect("a");
        Wires bob = connect("b");
        for (int i = 0; i < 10; i++) {
            call(ann);
        }
        for (int i = 0; i < 6; i++) {
            call(alsoAnn);
        }
        call(bob);
        assertThat(alsoAnn.pauses).containsExactly(Duration.ofMillis(200));
        assertThat(bob.pauses).isEmpty();
    }

    @Test
    void aLineThatSendsLittleIsNotHeldBackByTheOthersOfItsPrincipal() {
        Wires busy = connect("a");
        Wires quiet = connect("a");
        for (int i = 0; i < 200; i++) {
            call(busy);
        }
        call(quiet);
        assertThat(busy.pauses.getLast()).isEqualTo(Duration.ofSeconds(10));
        assertThat(quiet.pauses).isEmpty();
    }

    @Test
    void aLargeMessageCountsAsSeveral() {
        Wires ann = connect("a");
        ann.sendsText("x".repeat(10 << 10));
        assertThat(ann.pauses).containsExactly(Duration.ofMillis(100));
    }

    @Test
    void unreadableMessagesCountToo() {
        Wires ann = connect("a");
        for (int i = 0; i < 11; i++) {
            ann.sendsText("{");
        }
        assertThat(ann.pauses).hasSize(1);
    }
}
