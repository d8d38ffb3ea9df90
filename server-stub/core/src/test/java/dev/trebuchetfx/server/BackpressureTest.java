// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.InMemoryTransport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A peer that reads slowly, in memory: it reads when the test says so. */
class BackpressureTest {
    private static final int CONFLATE_ABOVE = 10_000;

    /** Makes a message of about 1,500 bytes. */
    private static final int LENGTH = 1_000;

    private static final Duration SOON = Duration.ofMillis(20);

    private final ManualTime time = new ManualTime();
    private final Deque<Runnable> unread = new ArrayDeque<>();
    private final Book book = new Book();
    private StubServer server;
    private InMemoryTransport slow;
    private MemoryPeer editor;
    private int timers;

    @BeforeEach
    void start() throws IOException {
        server = StubServer.builder()
                .withoutSocket()
                .time(time)
                .executor(Runnable::run)
                .expose("book", book)
                .conflateAboveBytes(CONFLATE_ABOVE)
                .maxReplayBytes(50_000)
                .bufferBytes(200_000)
                .pingInterval(Duration.ofHours(1))
                .start();
        slow = new InMemoryTransport(server.acceptor(), Runnable::run, unread::add);
        editor = new MemoryPeer(new InMemoryTransport(server.acceptor(), Runnable::run, Runnable::run));
        timers = time.scheduled();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private MemoryPeer connected(MemoryPeer peer) {
        read();
        return peer;
    }

    private void read() {
        while (!unread.isEmpty()) {
            unread.remove().run();
        }
    }

    /** Reads what comes until no more does. */
    private void readAll() {
        for (int i = 0; i < 100; i++) {
            read();
            time.advance(SOON);
        }
    }

    private void turn(int pages) {
        editor.send(
                RawClient.invocation("book", "turn", null, null, Integer.toString(pages), Integer.toString(LENGTH)));
    }

    private StreamStartEnvelope observe(MemoryPeer peer, @Nullable StreamFilter filter, @Nullable Long heartbeat) {
        InvocationEnvelope.Ext ext = heartbeat == null ? null : new InvocationEnvelope.Ext(1, List.of(), heartbeat);
        peer.send(RawClient.invocation("book", "observePage", filter, ext));
        read();
        StreamStartEnvelope start = peer.next(StreamStartEnvelope.class);
        peer.rest();
        return start;
    }

    private static StreamResumeEnvelope resume(StreamStartEnvelope start, long last, boolean extended) {
        return new StreamResumeEnvelope(
                start.streamID(),
                last,
                start.actorID(),
                start.targetIdentifier(),
                extended
                        ? new StreamResumeEnvelope.Ext(
                                1,
                                null,
                                UUID.randomUUID(),
                                ActorId.of("book"),
                                start.filter(),
                                List.of(),
                                List.of(),
                                true,
                                false)
                        : null);
    }

    private static List<StreamDataEnvelope> data(MemoryPeer peer) {
        return peer.rest().stream()
                .filter(StreamDataEnvelope.class::isInstance)
                .map(StreamDataEnvelope.class::cast)
                .toList();
    }

    private static List<Long> numbers(List<StreamDataEnvelope> data) {
        return data.stream().map(StreamDataEnvelope::sequenceNumber).toList();
    }

    private static List<Long> numbers(long from, long to) {
        return LongStream.rangeClosed(from, to).boxed().toList();
    }

    private static long skipped(StreamDataEnvelope data) {
        StreamDataEnvelope.Ext ext = data.ext();
        return ext == null || ext.skipped() == null ? 0 : ext.skipped();
    }

    /** After this number, every one is accounted for: it came, or was declared left out. */
    private static void assertAddsUp(long last, List<StreamDataEnvelope> data) {
        long position = last;
        for (StreamDataEnvelope update : data) {
            assertThat(update.sequenceNumber()).isEqualTo(position + 1 + skipped(update));
            position = update.sequenceNumber();
        }
    }

    @Test
    void anExtendedPeerGetsTheNewestStateAndHearsWhatWasLeftOut() {
        MemoryPeer peer = connected(new MemoryPeer(slow));
        observe(peer, null, null);
        turn(100);
        assertThat(server.queuedBytes()).isLessThan(CONFLATE_ABOVE + 2_000);
        readAll();
        List<StreamDataEnvelope> data = data(peer);
        assertAddsUp(1, data);
        assertThat(data.getLast().sequenceNumber()).isEqualTo(101);
        assertThat(data.getLast().data().utf8()).startsWith("{\"number\":100,");
        assertThat(data).hasSizeLessThan(12);
        long left = data.stream().mapToLong(BackpressureTest::skipped).sum();
        assertThat(left).isPositive();
        assertThat(server.streams()).singleElement().satisfies(stream -> assertThat(stream.conflated())
                .isEqualTo(left));
        turn(1);
        read();
        assertThat(data(peer)).singleElement().satisfies(update -> {
            assertThat(update.sequenceNumber()).isEqualTo(102);
            assertThat(update.ext()).isNull();
        });
    }

    @Test
    void aVersion2PeerGetsTheNewestStateUnderNumbersWithoutHoles() {
        MemoryPeer peer = connected(MemoryPeer.v2(slow));
        observe(peer, null, null);
        turn(100);
        assertThat(server.queuedBytes()).isLessThan(CONFLATE_ABOVE + 2_000);
        readAll();
        List<StreamDataEnvelope> data = data(peer);
        assertThat(numbers(data)).isEqualTo(numbers(2, data.size() + 1));
        assertThat(data.getLast().data().utf8()).startsWith("{\"number\":100,");
        assertThat(server.streams()).singleElement().satisfies(stream -> {
            assertThat(stream.newest()).isEqualTo(data.size() + 1);
            assertThat(stream.conflated()).isEqualTo(100 - data.size());
        });
        turn(1);
        read();
        assertThat(numbers(data(peer))).containsExactly(data.size() + 2L);
    }

    @Test
    void aVersion2PeerThatIsCutWhileAStateWaitsGetsItWithTheReplay() {
        MemoryPeer peer = connected(MemoryPeer.v2(slow));
        StreamStartEnvelope start = observe(peer, null, null);
        turn(100);
        long sent = server.streams().getFirst().newest();
        peer.cut();
        assertThat(server.streams()).singleElement().satisfies(stream -> assertThat(stream.newest())
                .isEqualTo(sent + 1));
        read();
        MemoryPeer again = connected(MemoryPeer.v2(slow));
        again.send(resume(start, sent - 1, false));
        readAll();
        List<StreamDataEnvelope> data = data(again);
        assertThat(numbers(data)).containsExactly(sent, sent + 1);
        assertThat(data.getLast().data().utf8()).startsWith("{\"number\":100,");
    }

    @Test
    void whatWasLeftOutCanBeReplayed() {
        MemoryPeer peer = connected(new MemoryPeer(slow));
        StreamStartEnvelope start = observe(peer, null, null);
        turn(40);
        peer.send(resume(start, 1, true));
        readAll();
        List<StreamDataEnvelope> data = data(peer);
        List<StreamDataEnvelope> replay = data.subList(data.size() - 40, data.size());
        assertThat(numbers(replay)).isEqualTo(numbers(2, 41));
        assertThat(replay).allMatch(update -> update.ext() == null);
    }

    @Test
    void aReplayIsPacedAndLeavesNothingOut() {
        MemoryPeer peer = connected(new MemoryPeer(slow));
        StreamStartEnvelope start = observe(peer, null, null);
        peer.cut();
        turn(40);
        MemoryPeer again = connected(new MemoryPeer(slow));
        again.send(resume(start, 1, true));
        assertThat(server.queuedBytes()).isLessThan(CONFLATE_ABOVE + 2_000);
        // Between what was read and the look for room a live update must not overtake the promised ones.
        read();
        turn(1);
        // So much that even the first of the promised updates have left the buffer.
        turn(300);
        assertThat(server.queuedBytes()).isLessThan(CONFLATE_ABOVE + 2_000);
        readAll();
        assertThat(again.next(StreamResumedEnvelope.class).toSequence()).isEqualTo(41);
        List<StreamDataEnvelope> data = data(again);
        assertThat(numbers(data.subList(0, 40))).isEqualTo(numbers(2, 41));
        assertAddsUp(1, data);
        assertThat(data.getLast().sequenceNumber()).isEqualTo(342);
    }

    @Test
    void oneStreamThatFloodsDoesNotStarveAnother() {
        MemoryPeer peer = connected(new MemoryPeer(slow));
        StreamStartEnvelope one = observe(peer, null, null);
        StreamStartEnvelope two = observe(peer, null, null);
        for (int i = 0; i < 20; i++) {
            turn(50);
            read();
            time.advance(SOON);
        }
        readAll();
        List<StreamDataEnvelope> data = data(peer);
        for (StreamStartEnvelope start : List.of(one, two)) {
            List<StreamDataEnvelope> own = data.stream()
                    .filter(update -> update.streamID().equals(start.streamID()))
                    .toList();
            assertAddsUp(1, own);
            assertThat(own).hasSizeGreaterThan(20);
            assertThat(own.getLast().sequenceNumber()).isEqualTo(1_001);
        }
    }

    @Test
    void aHeartbeatDoesNotSpeakOfWhatWaits() {
        MemoryPeer peer = connected(new MemoryPeer(slow));
        StreamStartEnvelope start = observe(peer, null, 1_000L);
        turn(100);
        time.advance(Duration.ofSeconds(3));
        read();
        AtomicLong position = new AtomicLong(1);
        for (int i = 0; i < 200; i++) {
            peer.rest().forEach(envelope -> {
                if (envelope instanceof StreamDataEnvelope update) {
                    position.set(update.sequenceNumber());
                } else {
                    assertThat(envelope).isEqualTo(new HeartbeatEnvelope(Map.of(start.streamID(), position.get())));
                }
            });
            time.advance(SOON);
            read();
        }
        assertThat(position).hasValue(101);
    }

    @Test
    void aHeartbeatThatIsDueBeforeTheLookForRoomDoesNotEither() {
        MemoryPeer peer = connected(new MemoryPeer(slow));
        StreamStartEnvelope start = observe(peer, null, 1_000L);
        turn(100);
        // Looks are due at 990 and 1,010 ms: doubled from 2 ms on, then each 20 ms.
        time.advance(Duration.ofMillis(995));
        read();
        long position = data(peer).getLast().sequenceNumber();
        assertThat(position).isLessThan(101);
        time.advance(Duration.ofMillis(5));
        read();
        assertThat(peer.rest()).containsExactly(new HeartbeatEnvelope(Map.of(start.streamID(), position)));
    }

    @Test
    void servesTheStreamsOfASlowPeerInTurn() {
        MemoryPeer peer = connected(new MemoryPeer(slow));
        List<UUID> streams = IntStream.range(0, 30)
                .mapToObj(i -> observe(peer, null, null).streamID())
                .toList();
        turn(100);
        read();
        List<UUID> served =
                data(peer).stream().map(StreamDataEnvelope::streamID).toList();
        assertThat(served).hasSizeBetween(1, streams.size() - 1).isEqualTo(streams.subList(0, served.size()));
        readAll();
        List<StreamDataEnvelope> newest = data(peer);
        assertThat(newest).extracting(StreamDataEnvelope::sequenceNumber).containsOnly(101L);
        List<UUID> inTurn = new ArrayList<>(streams.subList(served.size(), streams.size()));
        inTurn.addAll(served);
        assertThat(newest).extracting(StreamDataEnvelope::streamID).containsExactlyElementsOf(inTurn);
    }

    @Test
    void asksForRoomOnlyWhileSomethingWaits() {
        MemoryPeer peer = connected(new MemoryPeer(slow));
        observe(peer, null, null);
        turn(3);
        int pinging = timers + 1;
        assertThat(time.scheduled()).isEqualTo(pinging);
        turn(100);
        assertThat(time.scheduled()).isEqualTo(pinging + 1);
        readAll();
        assertThat(time.scheduled()).isEqualTo(pinging);
        turn(100);
        assertThat(time.scheduled()).isEqualTo(pinging + 1);
        peer.cut();
        // The stream waits for a resume; nothing of the connection does.
        assertThat(time.scheduled()).isEqualTo(timers + 1);
    }

    @Test
    void sendsTheFullStateWhereAReplayCostsTooMuch() {
        MemoryPeer peer = connected(new MemoryPeer(slow));
        StreamStartEnvelope start = observe(peer, null, null);
        peer.cut();
        turn(60);
        MemoryPeer again = connected(new MemoryPeer(slow));
        again.send(resume(start, 1, true));
        readAll();
        StreamResumedEnvelope resumed = again.next(StreamResumedEnvelope.class);
        assertThat(resumed.outcome()).isEqualTo(ResumeOutcome.RESTARTED);
        assertThat(resumed.reason()).isEqualTo(RestartReason.FULL);
        assertThat(resumed.newestBuffered()).isEqualTo(61);
        assertThat(again.next(StreamStartEnvelope.class).streamID()).isNotEqualTo(start.streamID());
        assertThat(data(again))
                .singleElement()
                .satisfies(update -> assertThat(update.data().utf8()).startsWith("{\"number\":60,"));
    }

    @Test
    void replaysAllTheSameToAVersion2PeerAndWhereAFilterHoldsTheCurrentStateBack() {
        MemoryPeer peer = connected(MemoryPeer.v2(slow));
        StreamStartEnvelope start = observe(peer, null, null);
        StreamFilter early =
                StreamFilter.predefined("threshold", Map.of("field", "number", "comparison", "lte", "value", "60"));
        MemoryPeer picky = connected(new MemoryPeer(slow));
        StreamStartEnvelope filtered = observe(picky, early, null);
        peer.cut();
        picky.cut();
        turn(61);
        MemoryPeer again = connected(MemoryPeer.v2(slow));
        again.send(resume(start, 2, false));
        MemoryPeer pickyAgain = connected(new MemoryPeer(slow));
        pickyAgain.send(resume(filtered, 1, true));
        readAll();
        assertThat(numbers(data(again))).isEqualTo(numbers(3, 62));
        assertThat(pickyAgain.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(numbers(data(pickyAgain))).isEqualTo(numbers(2, 61));
    }
}
