// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.EndpointOrder;
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
import dev.trebuchetfx.server.StoredActorTest.Account;
import dev.trebuchetfx.server.store.ActorStateStore;
import dev.trebuchetfx.server.store.ForwardingStore;
import dev.trebuchetfx.server.store.InMemoryStateStore;
import dev.trebuchetfx.server.store.LogEntry;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.StateVersion;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that go on at another server of the same store, from the cursor that their client has. */
@Timeout(60)
class CursorResumeTest {
    private final AtomicInteger readings = new AtomicInteger();
    private final ActorStateStore store =
            new ForwardingStore(
                    new InMemoryStateStore(LogRetention.DEFAULT, InstantSource.system(), UUID::randomUUID)) {
                @Override
                public List<LogEntry> readLogFromState(String actor, StateVersion version, int limit, long maxBytes) {
                    readings.incrementAndGet();
                    return super.readLogFromState(actor, version, limit, maxBytes);
                }
            };
    private final List<AutoCloseable> open = new ArrayList<>();
    private StubServer first;
    private StubServer second;
    private RawClient editor;

    @BeforeEach
    void start() throws IOException {
        first = node();
        second = node();
        editor = client(second);
        add(1);
    }

    private StubServer node() throws IOException {
        StubServer server = StubServer.builder()
                .store(store)
                .expose("account", new Account(new AtomicInteger()))
                .start();
        open.add(server);
        return server;
    }

    private RawClient client(StubServer server) {
        RawClient client = RawClient.ext(server.uri());
        open.add(0, client);
        return client;
    }

    private void add(int more) {
        assertThat(editor.call("account", "add", Integer.toString(more)).errorMessage())
                .isNull();
    }

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open) {
            each.close();
        }
    }

    private static String cursor(StreamDataEnvelope update) {
        StreamDataEnvelope.Ext ext = update.ext();
        String cursor = ext == null ? null : ext.cursor();
        if (cursor == null) {
            throw new AssertionError("an update of a stored actor must have a cursor: " + update);
        }
        return cursor;
    }

    private static void resume(
            RawClient client,
            StreamStartEnvelope start,
            long last,
            @Nullable String cursor,
            @Nullable StreamFilter filter) {
        StreamStartEnvelope.Ext ext = start.ext();
        client.send(new StreamResumeEnvelope(
                start.streamID(),
                last,
                start.actorID(),
                start.targetIdentifier(),
                new StreamResumeEnvelope.Ext(
                        1,
                        ext == null ? null : ext.epoch(),
                        UUID.randomUUID(),
                        ActorId.of("account"),
                        filter,
                        List.of(),
                        List.of(),
                        true,
                        false,
                        null,
                        cursor)));
    }

    @Test
    void anotherServerReplaysWhatWasMissed() {
        RawClient watching = client(first);
        StreamStartEnvelope start = watching.observe("account", "observeAmount");
        StreamDataEnvelope seen = watching.data();
        assertThat(seen.data().utf8()).isEqualTo("1");
        watching.cut();
        add(1);
        add(1);

        RawClient again = client(second);
        resume(again, start, 1, cursor(seen), null);

        StreamResumedEnvelope answer = again.next(StreamResumedEnvelope.class);
        assertThat(answer.outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(answer.fromSequence()).isEqualTo(2);
        assertThat(answer.toSequence()).isEqualTo(3);
        assertThat(again.data()).satisfies(update -> {
            assertThat(update.streamID()).isEqualTo(start.streamID());
            assertThat(update.sequenceNumber()).isEqualTo(2);
            assertThat(update.data().utf8()).isEqualTo("2");
        });
        StreamDataEnvelope last = again.data();
        assertThat(last.data().utf8()).isEqualTo("3");
        add(1);
        StreamDataEnvelope live = again.data();
        assertThat(live.sequenceNumber()).isEqualTo(4);
        assertThat(live.data().utf8()).isEqualTo("4");

        // And back: the first server still remembers the stream, with other numbers by now.
        again.cut();
        RawClient back = client(first);
        resume(back, start, 4, cursor(live), null);
        assertThat(back.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.CURRENT);
        add(1);
        assertThat(back.data().sequenceNumber()).isEqualTo(5);
    }

    @Test
    void aFilterGoesOnWithItsMemory() {
        StreamFilter changed = StreamFilter.changed();
        RawClient watching = client(first);
        StreamStartEnvelope start = watching.observe("account", "observeParity", changed);
        StreamDataEnvelope seen = watching.data();
        assertThat(seen.data().utf8()).isEqualTo("\"odd\"");
        watching.cut();
        add(2);
        add(2);
        RawClient again = client(second);
        resume(again, start, 1, cursor(seen), changed);
        // Nothing that the client would see has changed, though the state has twice.
        assertThat(again.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.CURRENT);
        add(1);
        StreamDataEnvelope next = again.data();
        assertThat(next.sequenceNumber()).isEqualTo(2);
        assertThat(next.data().utf8()).isEqualTo("\"even\"");
    }

    @Test
    void aLogThatEndsTooEarlyAnotherLifeAndLostWritesAreTold() {
        RawClient watching = client(first);
        StreamStartEnvelope start = watching.observe("account", "observeAmount");
        String cursor = cursor(watching.data());
        store.delete("account");
        await().untilAsserted(() ->
                assertThat(RawClient.resultOf(editor.call("account", "amount"))).isEqualTo("0"));
        add(5);
        assertThat(restart(start, cursor)).isEqualTo(RestartReason.EPOCH);
        // A cursor of a version that does not exist here: the store has lost it.
        assertThat(restart(start, cursor)).isEqualTo(RestartReason.EPOCH);
    }

    @Test
    void aReplayThatWouldTakeMuchOfTheHeapGivesWayToTheFullState() {
        editor.call("account", "note", '"' + "x".repeat(500_000) + '"');
        RawClient watching = client(first);
        StreamStartEnvelope start = watching.observe("account", "observeAmount");
        String cursor = cursor(watching.data());
        for (long kept = 0; kept <= Runtime.getRuntime().maxMemory() / 16; kept += 500_000) {
            add(1);
        }
        assertThat(restart(start, cursor)).isEqualTo(RestartReason.FULL);
        // The room is free again.
        assertThat(restart(start, cursor)).isEqualTo(RestartReason.FULL);
        RawClient again = client(second);
        StreamStartEnvelope anew = again.observe("account", "observeAmount");
        String newest = cursor(again.data());
        again.cut();
        add(1);
        RawClient third = client(first);
        resume(third, anew, 1, newest, null);
        assertThat(third.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.REPLAYED);
    }

    @Test
    void manyStreamsThatComeBackAtOnceReadTheLogOnce() {
        RawClient watching = client(first);
        StreamStartEnvelope start = watching.observe("account", "observeAmount");
        String cursor = cursor(watching.data());
        watching.cut();
        // More than a server keeps in memory.
        for (int i = 0; i < 40; i++) {
            add(1);
        }
        RawClient again = client(second);
        for (int i = 0; i < 50; i++) {
            resume(again, withId(start, new UUID(0, i)), 1, cursor, null);
        }
        for (int i = 0; i < 50; i++) {
            assertThat(again.next(StreamResumedEnvelope.class).toSequence()).isEqualTo(41);
            for (int number = 2; number <= 41; number++) {
                assertThat(again.data().sequenceNumber()).isEqualTo(number);
            }
        }
        assertThat(readings).hasValueLessThan(50);
        readings.set(0);

        RawClient briefly = client(second);
        StreamStartEnvelope other = briefly.observe("account", "observeAmount");
        String late = cursor(briefly.data());
        briefly.cut();
        add(1);
        RawClient back = client(second);
        resume(back, other, 1, late, null);
        assertThat(back.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(readings).hasValue(0);
    }

    private static StreamStartEnvelope withId(StreamStartEnvelope start, UUID id) {
        return new StreamStartEnvelope(
                id, start.callID(), start.actorID(), start.targetIdentifier(), start.filter(), start.ext());
    }

    @Test
    void aStreamOfAnActorOfWhichNothingIsStoredGoesOnToo() {
        assertThat(store.delete("account")).isTrue();
        await().untilAsserted(() ->
                assertThat(RawClient.resultOf(editor.call("account", "amount"))).isEqualTo("0"));
        RawClient watching = client(second);
        StreamStartEnvelope start = watching.observe("account", "observeAmount");
        StreamDataEnvelope initial = watching.data();
        assertThat(initial.data().utf8()).isEqualTo("0");
        watching.cut();
        RawClient again = client(first);
        resume(again, start, 1, cursor(initial), null);
        assertThat(again.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.CURRENT);
        again.cut();
        add(1);
        add(1);

        RawClient back = client(second);
        resume(back, start, 1, cursor(initial), null);
        StreamResumedEnvelope answer = back.next(StreamResumedEnvelope.class);
        assertThat(answer.outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(answer.toSequence()).isEqualTo(4);
        // The actor may have had another life in between, of which nothing is left.
        assertThat(back.data()).satisfies(update -> {
            assertThat(update.sequenceNumber()).isEqualTo(3);
            assertThat(update.ext()).isNotNull().satisfies(ext -> assertThat(ext.skipped())
                    .isEqualTo(1));
            assertThat(update.data().utf8()).isEqualTo("1");
        });
        assertThat(back.data().data().utf8()).isEqualTo("2");
    }

    private record Observed(StreamStartEnvelope start, StreamDataEnvelope initial) {}

    private Observed observeBeforeTheFirstVersion(RawClient watching) {
        assertThat(store.delete("account")).isTrue();
        await().untilAsserted(() ->
                assertThat(RawClient.resultOf(editor.call("account", "amount"))).isEqualTo("0"));
        StreamStartEnvelope start = watching.observe("account", "observeAmount");
        StreamDataEnvelope initial = watching.data();
        assertThat(initial.data().utf8()).isEqualTo("0");
        return new Observed(start, initial);
    }

    /** On a line that does not keep the order, what was sent first may come after what is sent again. */
    @Test
    void aGapBeforeTheFirstVersionIsHealedUnderTheNumbersThatWereGivenFirst() {
        RawClient watching = client(second);
        Observed observed = observeBeforeTheFirstVersion(watching);
        second.faults().drop(1);
        add(1);
        add(1);
        assertThat(watching.data()).satisfies(update -> {
            assertThat(update.sequenceNumber()).isEqualTo(3);
            assertThat(update.data().utf8()).isEqualTo("2");
        });

        for (int times = 0; times < 2; times++) {
            resume(watching, observed.start(), 1, cursor(observed.initial()), null);
            StreamResumedEnvelope answer = watching.next(StreamResumedEnvelope.class);
            assertThat(answer.outcome()).isEqualTo(ResumeOutcome.REPLAYED);
            assertThat(answer.toSequence()).isEqualTo(3);
            assertThat(watching.data()).satisfies(update -> {
                assertThat(update.sequenceNumber()).isEqualTo(2);
                assertThat(update.data().utf8()).isEqualTo("1");
            });
            assertThat(watching.data()).satisfies(update -> {
                assertThat(update.sequenceNumber()).isEqualTo(3);
                assertThat(update.data().utf8()).isEqualTo("2");
            });
        }
        add(1);
        assertThat(watching.data().sequenceNumber()).isEqualTo(4);
    }

    /** Tests that a stream leaves out the same number at each resume, once it has left it out for another life that there may have been. */
    @Test
    void aGapAfterAResumeFromBeforeTheFirstVersionIsHealedUnderTheSameNumbers() {
        RawClient watching = client(second);
        Observed observed = observeBeforeTheFirstVersion(watching);
        watching.cut();
        add(1);
        RawClient again = client(second);

        for (int times = 0; times < 2; times++) {
            resume(again, observed.start(), 1, cursor(observed.initial()), null);
            assertThat(again.next(StreamResumedEnvelope.class).toSequence()).isEqualTo(3);
            assertThat(again.data()).satisfies(update -> {
                assertThat(update.sequenceNumber()).isEqualTo(3);
                assertThat(update.data().utf8()).isEqualTo("1");
            });
        }
    }

    @Test
    void aStreamThatHasNumberedAnotherLifeSinceBeginsAnew() {
        RawClient watching = client(second);
        Observed observed = observeBeforeTheFirstVersion(watching);
        second.faults().drop(1);
        add(1);
        assertThat(store.delete("account")).isTrue();
        assertThat(watching.data().data().utf8()).isEqualTo("0");
        add(5);
        assertThat(watching.data().data().utf8()).isEqualTo("5");

        resume(watching, observed.start(), 1, cursor(observed.initial()), null);

        StreamResumedEnvelope answer = watching.next(StreamResumedEnvelope.class);
        assertThat(answer.outcome()).isEqualTo(ResumeOutcome.RESTARTED);
        assertThat(answer.reason()).isEqualTo(RestartReason.EPOCH);
        watching.next(StreamStartEnvelope.class);
        assertThat(watching.data().data().utf8()).isEqualTo("5");
    }

    /** An update that is lost on a living line is read again from the log, since the stream keeps none. */
    @Test
    void aGapOnALivingLineIsHealedFromTheLog() {
        RawClient watching = client(first);
        StreamStartEnvelope start = watching.observe("account", "observeAmount");
        String cursor = cursor(watching.data());
        first.faults().drop(1);
        add(1);
        add(1);
        StreamDataEnvelope after = watching.data();
        assertThat(after.sequenceNumber()).isEqualTo(3);

        resume(watching, start, 1, cursor, null);

        assertThat(watching.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(watching.data().data().utf8()).isEqualTo("2");
        assertThat(watching.data().data().utf8()).isEqualTo("3");
        add(1);
        assertThat(watching.data().sequenceNumber()).isEqualTo(4);
        assertThat(first.streams()).singleElement().satisfies(stream -> assertThat(stream.size())
                .isZero());
    }

    @Test
    void aQuietStreamGetsCursorsAsOftenAsTheBoundsOfItsStoreAsk() throws IOException {
        StubServer forgetful = StubServer.builder()
                .store(new InMemoryStateStore(
                        new LogRetention(8, Duration.ofHours(1), 8L << 20), InstantSource.system(), UUID::randomUUID))
                .expose("account", new Account(new AtomicInteger()))
                .heartbeat(Duration.ofMillis(10), Duration.ofSeconds(1))
                .start();
        open.add(forgetful);
        RawClient watching = client(forgetful);
        StreamFilter changed = StreamFilter.changed();
        watching.call("account", "add", "1");
        watching.send(RawClient.invocation(
                "account", "observeParity", changed, new InvocationEnvelope.Ext(1, List.of(), 10L)));
        StreamStartEnvelope start = watching.next(StreamStartEnvelope.class);
        String first = cursor(watching.data());
        for (int i = 0; i < 20; i++) {
            watching.call("account", "add", "2");
        }
        HeartbeatEnvelope.Ext ext = watching.next(HeartbeatEnvelope.class).ext();
        String newest = Objects.requireNonNull(ext).cursors().get(start.streamID());
        assertThat(newest).isNotNull();
        watching.cut();

        RawClient again = client(forgetful);
        resume(again, start, 1, newest, changed);
        assertThat(again.next(StreamResumedEnvelope.class).outcome()).isEqualTo(ResumeOutcome.CURRENT);
        RawClient late = client(forgetful);
        resume(late, start, 1, first, changed);
        assertThat(late.next(StreamResumedEnvelope.class).reason()).isEqualTo(RestartReason.EVICTED);
    }

    @Test
    void aMalformedCursorCountsAsAbsent() {
        RawClient watching = client(first);
        StreamStartEnvelope start = watching.observe("account", "observeAmount");
        watching.data();
        // The second server knows neither the stream nor the span of its numbers.
        assertThat(restart(start, "nonsense!")).isEqualTo(RestartReason.EPOCH);
    }

    private @Nullable RestartReason restart(StreamStartEnvelope start, String cursor) {
        RawClient again = client(second);
        resume(again, start, 1, cursor, null);
        StreamResumedEnvelope answer = again.next(StreamResumedEnvelope.class);
        assertThat(answer.outcome()).isEqualTo(ResumeOutcome.RESTARTED);
        return answer.reason();
    }

    @Test
    void aClientGoesOnAtAnotherServerByItself() throws Exception {
        List<String> events = new java.util.concurrent.CopyOnWriteArrayList<>();
        try (TrebuchetClient client = TrebuchetClient.builder(first.uri(), second.uri())
                .endpointOrder(EndpointOrder.AS_GIVEN)
                .build()) {
            client.actor("account").observe("observeAmount", Long.class).listen(event -> {
                switch (event) {
                    case StreamEvent.Update<Long> update -> events.add("" + update.value());
                    case StreamEvent.Resumed<Long> resumed ->
                        events.add("" + resumed.report().outcome());
                    default -> {}
                }
            });
            await().untilAsserted(() -> assertThat(events).containsExactly("1"));
            first.close();
            add(1);
            add(1);
            // A listener may get the newest state alone.
            await().untilAsserted(
                            () -> assertThat(events).startsWith("1", "REPLAYED").endsWith("3"));
        }
    }
}
