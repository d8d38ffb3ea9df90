// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.InMemoryTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a filter lets pass, when, to whom, and what is said of the rest. */
class FilterTest {
    private final ManualTime time = new ManualTime();
    private final Meter meter = new Meter();
    private StubServer server;
    private InMemoryTransport transport;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .withoutSocket()
                .time(time)
                .executor(Runnable::run)
                .expose("meter", meter)
                .start();
        transport = new InMemoryTransport(server.acceptor(), Runnable::run, Runnable::run);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static StreamStartEnvelope observe(MemoryPeer peer, String method, @Nullable StreamFilter filter) {
        peer.send(RawClient.invocation("meter", method, filter, null));
        return peer.next(StreamStartEnvelope.class);
    }

    private static List<StreamDataEnvelope> updates(MemoryPeer peer) {
        return peer.rest().stream()
                .filter(StreamDataEnvelope.class::isInstance)
                .map(StreamDataEnvelope.class::cast)
                .toList();
    }

    private static List<String> states(MemoryPeer peer) {
        return updates(peer).stream().map(update -> update.data().utf8()).toList();
    }

    private static String level(int level) {
        return "{\"level\":" + level + ",\"text\":\"quiet\"}";
    }

    @Test
    void aRateLimitSendsTheFirstAtOnceAndTheLastWhenTheIntervalEnds() {
        MemoryPeer peer = new MemoryPeer(transport);
        observe(peer, "observeLevel", StreamFilter.rateLimit(Duration.ofMillis(100)));
        meter.show(1);
        meter.show(2);
        time.advance(Duration.ofMillis(99));
        meter.show(3);
        assertThat(states(peer)).containsExactly(level(0));
        time.advance(Duration.ofMillis(1));
        assertThat(updates(peer)).singleElement().satisfies(update -> {
            assertThat(update.sequenceNumber()).isEqualTo(2);
            assertThat(update.data().utf8()).isEqualTo(level(3));
            assertThat(update.ext())
                    .isEqualTo(new StreamDataEnvelope.Ext(null, null, null, new LeftOut(2, 2L * level(1).length())));
        });
        time.advance(Duration.ofSeconds(1));
        assertThat(peer.rest()).as("nothing new, nothing sent").isEmpty();
        meter.show(4);
        assertThat(states(peer)).as("at once after a pause").containsExactly(level(4));
        meter.show(5);
        time.advance(Duration.ofMillis(100));
        assertThat(states(peer)).containsExactly(level(5));
    }

    @Test
    void whatWaitsForItsIntervalIsKeptWhileTheLineIsCutAndGoesWithTheStream() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = observe(peer, "observeLevel", StreamFilter.rateLimit(Duration.ofMillis(100)));
        meter.show(1);
        peer.cut();
        time.advance(Duration.ofMillis(100));
        MemoryPeer again = new MemoryPeer(transport);
        again.resumeMeter(start, 1, StreamFilter.rateLimit(Duration.ofMillis(100)));
        assertThat(again.next(StreamResumedEnvelope.class).toSequence()).isEqualTo(2);
        assertThat(states(again)).containsExactly(level(1));

        meter.show(2);
        again.send(new StreamEndEnvelope(start.streamID(), StreamEndReason.CLIENT_UNSUBSCRIBED));
        time.advance(Duration.ofSeconds(1));
        assertThat(again.rest()).isEmpty();
        assertThat(server.streams()).isEmpty();
    }

    @Test
    void onlyTheFieldsThatAreAskedForTravel() {
        MemoryPeer peer = new MemoryPeer(transport);
        observe(peer, "observeLevel", StreamFilter.fields("/level").and(StreamFilter.changed()));
        meter.show(1, "loud");
        meter.show(1, "very loud");
        meter.show(2, "very loud");
        List<StreamDataEnvelope> updates = updates(peer);
        assertThat(updates)
                .extracting(update -> update.data().utf8())
                .containsExactly("{\"level\":0}", "{\"level\":1}", "{\"level\":2}");
        assertThat(updates).extracting(StreamDataEnvelope::sequenceNumber).containsExactly(1L, 2L, 3L);
        // Three texts, and the one state between that looks the same: 29 and 34 bytes without and with what is left
        // out.
        assertThat(server.streams()).singleElement().satisfies(stream -> {
            assertThat(stream.leftOut()).isEqualTo(1);
            assertThat(stream.leftOutBytes())
                    .isEqualTo(",\"text\":\"quiet\"".length()
                            + ",\"text\":\"loud\"".length()
                            + "{\"level\":1,\"text\":\"very loud\"}".length()
                            + ",\"text\":\"very loud\"".length());
        });
    }

    @Test
    void crossingPassesBothWaysAndTellsTheSideFirst() {
        MemoryPeer peer = new MemoryPeer(transport);
        observe(peer, "observeLevel", StreamFilter.crosses("/level", 3).withHysteresis(1));
        for (int level : new int[] {3, 4, 5, 3, 4, 2, 3, 4}) {
            meter.show(level);
        }
        assertThat(states(peer)).containsExactly(level(0), level(4), level(2), level(4));
    }

    @Test
    void eachFilterLooksAtEachStateOnceHoweverManySubscribersHaveIt() {
        StreamFilter over = StreamFilter.threshold("level").moreThan(10);
        StreamFilter odd = StreamFilter.custom("odd", Map.of()).and(StreamFilter.changed());
        List<MemoryPeer> peers = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            MemoryPeer peer = new MemoryPeer(transport);
            peers.add(peer);
            observe(peer, "observeJudged", i % 2 == 0 ? over : odd);
        }
        assertThat(meter.asked).as("of the first state").hasSize(2);
        for (int level = 1; level <= 50; level++) {
            meter.show(level);
        }
        assertThat(meter.asked).as("of 51 states, by two filters").hasSize(2 * 51);
        assertThat(meter.written).as("what nobody wants is not written").isEqualTo(5 + 40);
        for (int i = 0; i < 100; i++) {
            assertThat(updates(peers.get(i))).hasSize(i % 2 == 0 ? 40 : 25);
        }
    }

    @Test
    void aPeerWithTheExtensionIsToldWhatIsWrongWithItsFilter() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start =
                observe(peer, "observeLevel", StreamFilter.predefined("where", Map.of("condition", "/level > ")));
        assertThat(peer.next(StreamErrorEnvelope.class))
                .isEqualTo(new StreamErrorEnvelope(
                        start.streamID(),
                        "Stream setup error: the filter can't be used: where: expected a path, a number, a text, true,"
                                + " false or null at character 10 but found the end"));
        assertThat(server.streams()).isEmpty();

        StreamStartEnvelope other = observe(peer, "observeLevel", StreamFilter.predefined("unheardOf", Map.of()));
        assertThat(peer.next(StreamErrorEnvelope.class).errorMessage())
                .isEqualTo("Stream setup error: the filter can't be used: expected one of changed, nonEmpty, threshold,"
                        + " crosses, rate-limit, fields, where, combined but found 'unheardOf'");
        assertThat(other.filter()).isEqualTo(StreamFilter.predefined("unheardOf", Map.of()));
    }

    @Test
    void aVersion2PeerGetsMoreThanItAskedForAndNoWordOfIt() {
        MemoryPeer peer = MemoryPeer.v2(transport);
        observe(peer, "observeLevel", StreamFilter.predefined("where", Map.of("condition", "/level > ")));
        meter.show(1);
        assertThat(states(peer)).containsExactly(level(0), level(1));

        MemoryPeer known = MemoryPeer.v2(transport);
        observe(known, "observeLevel", StreamFilter.fields("/level").and(StreamFilter.where("/level != 2")));
        meter.show(2);
        meter.show(3);
        List<StreamDataEnvelope> updates = updates(known);
        assertThat(updates)
                .extracting(update -> update.data().utf8())
                .containsExactly("{\"level\":1}", "{\"level\":3}");
        assertThat(updates).allMatch(update -> update.ext() == null);
    }

    @Test
    void aNewFilterShowsTheCurrentStateInItsOwnWay() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = observe(peer, "observeLevel", StreamFilter.fields("/level"));
        peer.rest();
        peer.send(new StreamUpdateEnvelope(start.streamID(), StreamFilter.fields("/text")));
        assertThat(peer.next(StreamUpdatedEnvelope.class).fromSequence()).isEqualTo(2);
        assertThat(states(peer)).containsExactly("{\"text\":\"quiet\"}");
    }

    @Test
    void aNewFilterLetsWhatWaitedForTheOldOneGoFirst() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = observe(peer, "observeLevel", StreamFilter.rateLimit(Duration.ofHours(1)));
        meter.show(1);
        meter.show(2);
        peer.rest();
        peer.send(new StreamUpdateEnvelope(start.streamID(), StreamFilter.where("/level > 5")));
        StreamDataEnvelope waited = peer.next(StreamDataEnvelope.class);
        assertThat(waited.data().utf8()).isEqualTo(level(2));
        assertThat(peer.next(StreamUpdatedEnvelope.class).fromSequence()).isEqualTo(waited.sequenceNumber() + 1);
        meter.show(6);
        assertThat(states(peer)).containsExactly(level(6));
    }

    @Test
    void aBadNewFilterIsRefusedAndTheOldOneStays() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = observe(peer, "observeLevel", StreamFilter.fields("/level"));
        peer.rest();
        peer.send(new StreamUpdateEnvelope(start.streamID(), StreamFilter.predefined("fields", Map.of())));
        assertThat(peer.next(StreamErrorEnvelope.class).errorMessage())
                .isEqualTo(
                        "Stream error: the filter can't be used: fields: expected the parameter paths but found nothing");
        meter.show(1);
        assertThat(states(peer)).containsExactly("{\"level\":1}");
    }

    @Test
    void aResumeSaysWhichFilterHoldsFromThereOn() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = observe(peer, "observeLevel", StreamFilter.fields("/level"));
        peer.cut();
        meter.show(1);
        MemoryPeer again = new MemoryPeer(transport);
        again.resumeMeter(start, 1, StreamFilter.fields("/text"));
        assertThat(again.next(StreamResumedEnvelope.class).toSequence()).isEqualTo(2);
        assertThat(states(again))
                .as("what was missed as it was, then what is asked for now")
                .containsExactly("{\"level\":1}", "{\"text\":\"quiet\"}");
        again.cut();
        MemoryPeer third = new MemoryPeer(transport);
        third.resumeMeter(start, 3, StreamFilter.fields("/text"));
        assertThat(third.next(StreamResumedEnvelope.class).toSequence()).isEqualTo(3);
        assertThat(third.rest()).isEmpty();
        meter.show(2, "loud");
        assertThat(states(third)).containsExactly("{\"text\":\"loud\"}");
    }

    @Test
    void aResumeWithABadFilterIsRefused() {
        MemoryPeer peer = new MemoryPeer(transport);
        StreamStartEnvelope start = observe(peer, "observeLevel", null);
        peer.rest();
        peer.send(new StreamResumeEnvelope(
                start.streamID(),
                1,
                start.actorID(),
                "observeLevel",
                new StreamResumeEnvelope.Ext(
                        1,
                        null,
                        UUID.randomUUID(),
                        ActorId.of("meter"),
                        StreamFilter.predefined("bogus", Map.of()),
                        List.of(),
                        List.of(),
                        false,
                        false)));
        assertThat(peer.next(StreamErrorEnvelope.class).errorMessage())
                .startsWith("Stream error: the filter can't be used: expected one of");
    }
}
