// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What a subscriber sees of a server that speaks plain version 2, with the traps that it sets. */
class PlainServerTest extends ScriptedTest {
    private static final StreamFilter CHANGED = StreamFilter.predefined("changed", Map.of());

    @Test
    void swapsOverToAFreshStreamAfterAReplay() {
        observe();
        server.acceptPlain();
        UUID id = live(2, false);
        events.clear();
        server.lose("cut");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);

        server.send(data(id, 3));
        server.send(data(id, 4));
        InvocationEnvelope afresh = server.take(InvocationEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, afresh.callID(), null));
        server.send(data(next, 1, "40"));
        server.send(data(next, 2, "50"));

        assertThat(seen())
                .containsExactly(
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 2 REPLAYED lost 0",
                        "replay 3=30",
                        "replay 4=40",
                        "started after 4",
                        "LIVE",
                        "full 2=50");
    }

    @Test
    void seesThatACaughtUpRestartLostNothing() {
        observe();
        server.acceptPlain();
        live(2, false);
        events.clear();
        server.lose("cut");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);

        UUID next = UUID.randomUUID();
        server.send(start(next, UUID.randomUUID(), null));
        server.send(data(next, 1, "20"));
        server.send(data(next, 2, "30"));

        assertThat(seen())
                .containsExactly(
                        "STALE", "CATCHING_UP", "started after 2", "resumed at 2 CURRENT lost 0", "LIVE", "full 2=30");
    }

    @Test
    void suspectsALossWhenARestartShowsAnotherState() {
        observe();
        server.acceptPlain();
        live(2, false);
        events.clear();
        server.lose("cut");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);

        UUID next = UUID.randomUUID();
        server.send(start(next, UUID.randomUUID(), null));
        server.send(data(next, 1, "99"));

        assertThat(seen())
                .containsExactly(
                        "STALE",
                        "CATCHING_UP",
                        "started after 2",
                        "resumed at 2 RESTARTED lost ?",
                        "gap 3..? UNKNOWN",
                        "full 1=99",
                        "LIVE");
    }

    @Test
    void noticesThatAReplayBeginsTooLate() {
        observe();
        server.acceptPlain();
        UUID id = live(42, false);
        events.clear();
        server.lose("cut");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);

        server.send(data(id, 90));
        server.send(data(id, 91));

        assertThat(seen())
                .containsSequence(
                        "resumed at 42 REPLAYED lost 47", "gap 43..89 EVICTED", "replay 90=900", "replay 91=910");
    }

    @Test
    void invokesTheNameAfreshWhenTheRestartCannotFindTheActor() {
        observe();
        server.acceptPlain();
        live(2, false);
        events.clear();
        server.lose("cut");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);

        UUID broken = UUID.randomUUID();
        server.send(start(broken, UUID.randomUUID(), null));
        server.send(new StreamErrorEnvelope(broken, "Stream setup error: Actor not found"));
        InvocationEnvelope afresh = server.take(InvocationEnvelope.class);
        assertThat(afresh.actorID().id()).isEqualTo("counter");
        UUID next = UUID.randomUUID();
        server.send(start(next, afresh.callID(), null));
        server.send(data(next, 1, "20"));

        assertThat(seen()).doesNotContain("FAILED").endsWith("resumed at 2 CURRENT lost 0", "LIVE");
    }

    @Test
    void invokesAfreshWhatHasAFilter() {
        observe(EVERY.toBuilder().filter(CHANGED).build());
        server.acceptPlain();
        InvocationEnvelope invocation = server.take(InvocationEnvelope.class);
        UUID id = UUID.randomUUID();
        server.send(start(id, invocation.callID(), null, CHANGED));
        server.send(data(id, 1));
        server.lose("cut");
        reconnectPlain();

        InvocationEnvelope afresh = server.take(InvocationEnvelope.class);
        assertThat(afresh.streamFilter()).isEqualTo(CHANGED);
        assertThat(server.untaken()).isEmpty();
    }

    @Test
    void keepsOneResumeUnderWayForEachActorAndMethod() {
        observe();
        observe();
        server.acceptPlain();
        live(1, false);
        live(1, false);
        server.lose("cut");
        reconnectPlain();

        StreamResumeEnvelope first = server.take(StreamResumeEnvelope.class);
        assertThat(server.untaken()).as("the second waits for the first").isEmpty();
        server.send(start(UUID.randomUUID(), UUID.randomUUID(), null));
        StreamResumeEnvelope second = server.take(StreamResumeEnvelope.class);
        assertThat(second.streamID()).isNotEqualTo(first.streamID());
    }

    @Test
    void takesALowerNumberOnANewStreamForARestart() {
        observe();
        server.acceptPlain();
        live(42, false);
        events.clear();
        server.lose("killed");
        reconnectPlain();
        server.take(StreamResumeEnvelope.class);
        UUID next = UUID.randomUUID();
        server.send(start(next, UUID.randomUUID(), null));
        server.send(data(next, 1, "1"));
        server.send(data(next, 2, "2"));

        assertThat(seen()).doesNotContain("duplicate 1", "duplicate 2").endsWith("full 1=1", "LIVE", "full 2=2");
    }

    @Test
    void dropsWhatStillComesForAClosedStream() {
        var stream = observe();
        server.acceptPlain();
        UUID id = live(1, false);
        stream.close();
        events.clear();

        server.send(data(id, 2));

        assertThat(events).isEmpty();
        assertThat(server.untaken())
                .as("a plain server would ignore a streamEnd")
                .isEmpty();
    }

    @Test
    void acceptsTheNewestAfterAJumpAndSaysSo() {
        observe();
        server.acceptPlain();
        UUID id = live(2, false);
        events.clear();
        server.send(data(id, 5));

        assertThat(seen()).containsExactly("gap 3..4 JUMPED", "full 5=50");
    }

    /** The invocations that come within this time. */
    private int invocationsWithin(Duration time) {
        int count = 0;
        for (int i = 0; i < time.toMillis() / 100; i++) {
            this.time.advance(Duration.ofMillis(100));
            while (!server.untaken().isEmpty()) {
                server.send(new ResponseEnvelope(
                        server.take(InvocationEnvelope.class).callID(), null, "Server is shutting down"));
                count++;
            }
        }
        return count;
    }

    @Test
    void aServerThatDrainsIsAskedEverMoreSeldom() {
        observe();
        server.acceptPlain();
        assertThat(invocationsWithin(Duration.ofMinutes(1))).isBetween(5, 9);
        assertThat(invocationsWithin(Duration.ofMinutes(10))).isBetween(18, 38);
        assertThat(seen()).contains("STALE").noneMatch(line -> line.startsWith("failed"));
    }

    @Test
    void whatTheServerRefusesForGoodFails() {
        observe();
        server.acceptPlain();
        server.send(new ResponseEnvelope(server.take(InvocationEnvelope.class).callID(), null, "Not yours"));

        assertThat(seen()).containsExactly("CATCHING_UP", "FAILED", "failed TFX-STREAM-001");
    }

    @Test
    void aMethodThatDoesNotStreamFails() {
        observe();
        server.acceptPlain();
        server.send(new ResponseEnvelope(server.take(InvocationEnvelope.class).callID(), Bytes.utf8("5"), null));

        assertThat(seen()).containsExactly("CATCHING_UP", "FAILED", "failed TFX-STREAM-001");
    }

    @Test
    void aFirstStateThatDoesNotComeIsAskedForEverMoreSeldom() {
        observe();
        server.acceptPlain();
        int invocations = 0;
        for (int i = 0; i < 6_000; i++) {
            while (!server.untaken().isEmpty()) {
                server.send(start(
                        UUID.randomUUID(), server.take(InvocationEnvelope.class).callID(), null));
                invocations++;
            }
            time.advance(Duration.ofMillis(100));
        }
        assertThat(invocations).isBetween(5, 9);

        while (server.untaken().isEmpty()) {
            time.advance(Duration.ofMillis(100));
        }
        live(1, false);
        assertThat(seen()).endsWith("full 1=10", "LIVE");
        time.advance(LONG.multipliedBy(60));
        assertThat(server.untaken()).isEmpty();
    }
}
