// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.actor.StreamedState;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The bounds on streams and on what they keep, for a connection, for a principal and for all. */
@Timeout(60)
class StreamLimitsTest {
    /** An actor whose states are as large as the test wants. */
    public static final class Album {
        private final StreamedState<Map<String, String>> state = new StreamedState<>(Map.of("picture", ""));

        public StreamedState<Map<String, String>> observePicture() {
            return state;
        }

        public void show(int characters, int fields) {
            Map<String, String> next = new TreeMap<>();
            next.put("picture", "x".repeat(characters));
            for (int i = 0; i < fields; i++) {
                next.put("f" + i, "");
            }
            state.set(next);
        }
    }

    private static StubServerBuilder builder(ServerLimits limits) {
        return StubServer.builder()
                .bundledActors()
                .expose("ann", new Album())
                .expose("bob", new Album())
                .token("ann", "a")
                .token("bob", "b")
                .limits(limits);
    }

    private static RawClient connect(StubServer server, String token) {
        return RawClient.with(server, Map.of("Authorization", "Bearer " + token, "Trebuchet-Ext", "1"));
    }

    private static void resume(RawClient client, StreamStartEnvelope start, long last, String actor) {
        client.send(new StreamResumeEnvelope(
                start.streamID(),
                last,
                start.actorID(),
                start.targetIdentifier(),
                new StreamResumeEnvelope.Ext(
                        1,
                        null,
                        UUID.randomUUID(),
                        ActorId.of(actor),
                        start.filter(),
                        List.of(),
                        List.of(),
                        false,
                        false)));
    }

    private static StreamStartEnvelope observe(RawClient client, String actor) {
        StreamStartEnvelope start = client.observe(actor, actor.equals("counter") ? "observeState" : "observePicture");
        client.data();
        return start;
    }

    @Test
    void aConnectionHasAsManyStreamsAsItMay() throws IOException {
        try (StubServer server = builder(ServerLimits.builder()
                                .maxStreamsPerConnection(2)
                                .build())
                        .start();
                RawClient full = connect(server, "a");
                RawClient other = connect(server, "a")) {
            StreamStartEnvelope first = observe(full, "counter");
            observe(full, "counter");
            full.observe("counter", "observeState");
            assertThat(full.next(StreamErrorEnvelope.class).errorMessage())
                    .isEqualTo("Stream setup error: this connection has 2 streams, which is the limit");

            StreamStartEnvelope elsewhere = observe(other, "counter");
            resume(full, elsewhere, 1, "counter");
            StreamErrorEnvelope refused = full.next(StreamErrorEnvelope.class);
            assertThat(refused.streamID()).isEqualTo(elsewhere.streamID());
            assertThat(refused.errorMessage())
                    .isEqualTo("Stream error: this connection has 2 streams, which is the limit");
            other.call("counter", "increment");
            assertThat(other.later).as("the stream stays where it was").hasSize(1);
            full.data();
            full.data();

            // One that it has already may be resumed, and one that has ended makes room.
            resume(full, first, 2, "counter");
            assertThat(full.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.CURRENT);
            full.send(new StreamEndEnvelope(first.streamID(), StreamEndReason.CLIENT_UNSUBSCRIBED));
            full.call("counter", "reset");
            resume(full, elsewhere, 2, "counter");
            assertThat(full.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        }
    }

    @Test
    void aPrincipalHasAsManyStreamsAsItMay() throws IOException {
        try (StubServer server = builder(
                                ServerLimits.builder().maxStreamsPerPrincipal(2).build())
                        .start();
                RawClient one = connect(server, "a");
                RawClient two = connect(server, "a");
                RawClient bob = connect(server, "b")) {
            StreamStartEnvelope first = observe(one, "counter");
            observe(two, "counter");
            String refusal = "Stream setup error: ann has 2 streams at this server, which is the limit";
            one.observe("counter", "observeState");
            assertThat(one.next(StreamErrorEnvelope.class).errorMessage()).isEqualTo(refusal);
            observe(bob, "counter");

            resume(
                    one,
                    new StreamStartEnvelope(
                            UUID.randomUUID(), UUID.randomUUID(), first.actorID(), "observeState", null, null),
                    1,
                    "counter");
            assertThat(one.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.RESTARTED);
            one.next(StreamStartEnvelope.class);
            assertThat(one.next(StreamErrorEnvelope.class).errorMessage()).isEqualTo(refusal);

            two.cut();
            await().until(() -> server.connectionCount() == 2);
            one.observe("counter", "observeState");
            assertThat(one.next(StreamErrorEnvelope.class).errorMessage())
                    .as("a detached stream counts")
                    .isEqualTo(refusal);
        }
    }

    @Test
    void detachedStreamsOfOnePrincipalDontEvictAnothers() throws IOException {
        try (StubServer server =
                        builder(ServerLimits.DEFAULT).maxDetachedStreams(5).start();
                RawClient ann = connect(server, "a");
                RawClient bob = connect(server, "b")) {
            StreamStartEnvelope anns = observe(ann, "counter");
            ann.cut();
            await().until(() -> server.connectionCount() == 1);
            for (int i = 0; i < 30; i++) {
                observe(bob, "counter");
            }
            bob.cut();
            await().until(() -> server.streams().size() == 5);
            assertThat(server.streams()).extracting(StreamInfo::streamId).contains(anns.streamID());

            try (RawClient back = connect(server, "a")) {
                resume(back, anns, 1, "counter");
                assertThat(back.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.CURRENT);
            }
        }
    }

    @Test
    void thePrincipalThatKeepsMostLosesItsReplays() throws IOException {
        try (StubServer server = builder(ServerLimits.builder()
                                .maxReplayBufferBytes(1 << 20)
                                .build())
                        .start();
                RawClient ann = connect(server, "a");
                RawClient bob = connect(server, "b");
                RawClient ann2 = connect(server, "a");
                RawClient bob2 = connect(server, "b")) {
            StreamStartEnvelope anns = observe(ann, "ann");
            StreamStartEnvelope bobs = observe(bob, "bob");
            for (int i = 0; i < 3; i++) {
                ann2.call("ann", "show", "100", "1");
            }
            for (int i = 0; i < 30; i++) {
                bob2.call("bob", "show", String.valueOf(100_000 + i), "1");
            }

            resume(ann2, anns, 1, "ann");
            assertThat(ann2.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.REPLAYED);
            assertThat(ann2.data().sequenceNumber()).isEqualTo(2);
            resume(bob2, bobs, 1, "bob");
            StreamResumedEnvelope restarted = bob2.next(StreamResumedEnvelope.class);
            assertThat(restarted.outcome()).isEqualTo(ResumeOutcome.RESTARTED);
            assertThat(restarted.reason()).isEqualTo(RestartReason.EVICTED);
            assertThat(restarted.oldestBuffered()).isGreaterThan(20);
            assertThat(restarted.newestBuffered()).isEqualTo(31);
            bob2.next(StreamStartEnvelope.class);
            assertThat(bob2.data().data().size()).isGreaterThan(100_000);
        }
    }

    @Test
    void streamsWithOneFilterShareItsCopyHoweverTheyComeAndGo() throws IOException {
        try (StubServer server = builder(ServerLimits.builder()
                                .maxReplayBufferBytes(250_000)
                                .build())
                        .start();
                RawClient bob = connect(server, "b")) {
            bob.call("bob", "show", "100000", "1");
            StreamFilter picture = StreamFilter.predefined("fields", Map.of("paths", "/picture"));
            bob.observe("bob", "observePicture", picture);
            bob.data();
            for (int i = 0; i < 10; i++) {
                StreamStartEnvelope comes = bob.observe("bob", "observePicture", picture);
                bob.data();
                bob.observe("bob", "observePicture", picture);
                bob.data();
                bob.send(new StreamEndEnvelope(comes.streamID(), StreamEndReason.CLIENT_UNSUBSCRIBED));
            }
            bob.call("counter", "increment");
            assertThat(bob.later).isEmpty();
            await().until(() -> server.streams().size() == 11);
        }
    }

    @Test
    void largeFiltersCountAmongWhatStreamsKeep() throws IOException {
        try (StubServer server = builder(ServerLimits.builder()
                                .maxReplayBufferBytes(100_000)
                                .build())
                        .start();
                RawClient bob = RawClient.with(server, Map.of("Authorization", "Bearer b"))) {
            for (int i = 0; i < 10; i++) {
                StreamFilter large = StreamFilter.predefined("unheard-of", Map.of("p", i + "x".repeat(20_000)));
                bob.observe("counter", "observeState", large);
                bob.data();
                if (i >= 4) {
                    assertThat(bob.next(StreamErrorEnvelope.class).errorMessage())
                            .startsWith("Stream error: the server keeps at most 100000 bytes for streams");
                }
            }
            assertThat(server.streams()).hasSize(4);
        }
    }

    @Test
    void filtersThatMakeCopiesOfTheirOwnDontFillTheHeap() throws IOException {
        int streams = 40;
        try (StubServer server = builder(ServerLimits.builder()
                                .maxReplayBufferBytes(1 << 20)
                                .build())
                        .start();
                RawClient bob = connect(server, "b");
                RawClient ann = connect(server, "a")) {
            bob.call("bob", "show", "100000", String.valueOf(streams));
            observe(ann, "bob");
            int kept = 0;
            for (int i = 0; i < streams; i++) {
                StreamFilter own = StreamFilter.predefined("fields", Map.of("paths", "/picture,/f" + i));
                StreamStartEnvelope start = bob.observe("bob", "observePicture", own);
                Envelope answer = bob.next();
                if (answer instanceof StreamErrorEnvelope error) {
                    assertThat(error.streamID()).isEqualTo(start.streamID());
                    assertThat(error.errorMessage())
                            .startsWith(
                                    "Stream error: the server keeps at most 1048576 bytes for streams, and those of bob");
                } else {
                    assertThat(answer).isInstanceOf(StreamDataEnvelope.class);
                    kept++;
                }
            }
            assertThat(kept).isEqualTo(10);
            assertThat(server.streams()).hasSize(11);

            // Ann observes the same with one copy of her own: it is less than her share.
            ann.observe("bob", "observePicture", StreamFilter.predefined("fields", Map.of("paths", "/picture")));
            assertThat(ann.data().data().size()).isGreaterThan(100_000);
            assertThat(bob.next(StreamErrorEnvelope.class).errorMessage()).contains("those of bob need more");
            assertThat(server.streams()).hasSize(11);
        }
    }
}
