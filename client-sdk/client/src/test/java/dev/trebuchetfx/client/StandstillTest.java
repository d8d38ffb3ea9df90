// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A process that stood still for a while, as under a debugger or in a machine that was suspended. */
class StandstillTest extends ScriptedTest {
    private static final Duration STANDSTILL = Duration.ofSeconds(40);

    @Test
    void aLineThatIsWellIsKeptAndAskedFirst() {
        server.acceptExtended();
        time.advance(Duration.ofSeconds(20));
        int pings = server.pings();

        time.stall(STANDSTILL);
        time.advance(Duration.ofMillis(1));

        assertThat(client.connectionState()).isInstanceOf(ConnectionState.Connected.class);
        assertThat(server.pings()).as("it is asked").isGreaterThan(pings);
        time.advance(LONG);
        assertThat(client.connectionState()).isInstanceOf(ConnectionState.Connected.class);
    }

    @Test
    void aLineThatHasDiedMeanwhileIsFoundOutSoon() {
        server.acceptExtended();
        time.advance(Duration.ofSeconds(20));
        server.stopAnsweringPings();
        time.stall(STANDSTILL);
        time.advance(Duration.ofMillis(1));
        assertThat(client.connectionState()).isInstanceOf(ConnectionState.Connected.class);

        time.advance(Duration.ofSeconds(30));
        assertThat(client.connectionState()).isNotInstanceOf(ConnectionState.Connected.class);
    }

    @Test
    void aLineThatIsSuspectWhenItStopsIsAskedAgain() {
        server.acceptExtended();
        time.advance(Duration.ofSeconds(10));
        server.stopAnsweringPings();
        time.jumpWallClock(Duration.ofHours(1));
        time.advance(Duration.ofSeconds(6));
        time.stall(STANDSTILL);
        time.advance(Duration.ofMillis(1));
        assertThat(client.connectionState()).isInstanceOf(ConnectionState.Connected.class);

        time.advance(Duration.ofSeconds(30));
        assertThat(client.connectionState()).isNotInstanceOf(ConnectionState.Connected.class);
    }

    @Test
    void anAnswerThatIsOnItsWayIsStillWaitedFor() {
        observe();
        server.acceptExtended();
        UUID id = live(3, true);
        server.lose("cut");
        reconnectExtended();
        StreamResumeEnvelope resume = server.take(StreamResumeEnvelope.class);
        time.stall(STANDSTILL);
        time.advance(Duration.ofMillis(1));
        assertThat(server.untaken()).as("nothing is asked again").isEmpty();

        server.send(current(resume));
        server.send(data(id, 4));
        assertThat(seen()).endsWith("resumed at 3 CURRENT lost 0", "LIVE", "full 4=40");
    }
}
