// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.capture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.GapReport.Cause;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.TestEncoder;
import dev.trebuchetfx.inspector.story.Stories;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);

    private EventLog log(long maxEvents, long maxBytes) {
        return filled(new EventLog(new CaptureLimits(maxEvents, maxBytes)));
    }

    private EventLog filled(EventLog log) {
        hub.attach(new TapEvents(0, log));
        return log;
    }

    private static CapturedEvent frame(int i, int size) {
        byte[] body = new byte[size];
        for (int b = 0; b < size; b++) {
            body[b] = (byte) (i * 31 + b);
        }
        return new CapturedEvent(
                i,
                EventKind.STREAM_DATA,
                0,
                new ConnectionName(0, 1, null),
                StreamName.of(0, new UUID(1, i % 64)),
                i,
                0,
                null,
                Bytes.wrap(body));
    }

    private static LogCursor at(EventLog log, long index) {
        LogCursor cursor = log.view().cursor();
        assertThat(cursor.moveTo(index)).isTrue();
        return cursor;
    }

    @Test
    void keepsTheNewestEventsAndCountsTheOthers() {
        EventLog log = log(100, Long.MAX_VALUE);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 10_000);
        EventLog.Extent extent = log.extent();
        assertThat(extent.held()).isEqualTo(100);
        assertThat(extent.evicted()).isEqualTo(extent.end() - 100).isGreaterThan(29_000);
        LogCursor cursor = log.view().cursor();
        assertThat(cursor.moveTo(extent.first() - 1)).isFalse();
        assertThat(cursor.moveTo(extent.first())).isTrue();
        assertThat(cursor.moveTo(extent.end())).isFalse();
    }

    @Test
    void tellsWhereEventsAreMissing() {
        EventLog log = log(10, Long.MAX_VALUE);
        for (int i = 0; i < 30; i++) {
            log.setRecording(i < 24 || i > 26);
            log.append(frame(i, 10));
        }
        assertThat(log.holes())
                .containsExactly(
                        new Hole(Hole.Reason.EVICTED, 17, 17, 0, 16),
                        new Hole(Hole.Reason.NOT_RECORDED, 24, 3, 24, 26));
        assertThat(log.extent().notRecorded()).isEqualTo(3);
    }

    @Test
    void keepsWithinItsBytes() {
        EventLog log = log(1_000_000, 50_000);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 1_000);
        assertThat(log.extent().bytes()).isBetween(40_000L, 50_000L);
        assertThat(log.extent().evicted()).isPositive();
    }

    @Test
    void anEventLargerThanTheBoundIsKeptAlone() {
        EventLog log = log(100, 1_000);
        log.append(frame(1, 10));
        log.append(frame(2, 5_000));
        assertThat(log.view().size()).isEqualTo(1);
        assertThat(at(log, 1).body()).isEqualTo(frame(2, 5_000).body());
    }

    @Test
    void aViewStaysAsItWasWhileTheLogGoesOn() {
        EventLog log = log(10_000, Long.MAX_VALUE);
        for (int i = 0; i < 3_000; i++) {
            log.append(frame(i, i % 50));
        }
        LogView view = log.view();
        for (int i = 3_000; i < 30_000; i++) {
            log.append(frame(i, i % 50));
        }
        LogCursor cursor = view.cursor();
        int seen = 0;
        while (cursor.next()) {
            assertThat(cursor.time()).isEqualTo(seen);
            assertThat(cursor.sequence()).isEqualTo(seen);
            seen++;
        }
        assertThat(seen).isEqualTo(3_000);
        assertThat(cursor.moveTo(101)).isTrue();
        assertThat(cursor.body()).as("let go since").isNull();
    }

    @Test
    void bodiesAreWhatTravelledWhereverTheyLie(@TempDir Path folder) {
        Queue<Runnable> writes = new ArrayDeque<>();
        try (EventLog log = new EventLog(new CaptureLimits(100_000, 40 << 20), new SpillFile(folder, writes::add))) {
            for (int i = 0; i < 20_000; i++) {
                log.append(frame(i, i % 1_000));
                if (i == 15_000) {
                    writes.forEach(Runnable::run);
                    writes.clear();
                }
            }
            assertThat(writes).as("some of it is still in memory").isNotEmpty();
            LogCursor cursor = log.view().cursor();
            while (cursor.next()) {
                assertThat(cursor.body())
                        .isEqualTo(frame((int) cursor.index(), (int) cursor.index() % 1_000)
                                .body());
            }
            assertThat(cursor.view().size()).isEqualTo(20_000);
        }
    }

    @Test
    void roomInTheFileIsUsedAgain(@TempDir Path folder) {
        try (EventLog log = new EventLog(new CaptureLimits(1_000_000, 8 << 20), new SpillFile(folder, Runnable::run))) {
            for (int i = 0; i < 100_000; i++) {
                log.append(frame(i, 1_000));
            }
            assertThat(log.extent().held()).isBetween(7_000L, 8_400L);
            assertThat(log.problem()).isNull();
            LogCursor cursor = log.view().cursor();
            while (cursor.next()) {
                assertThat(cursor.body())
                        .isEqualTo(frame((int) cursor.index(), 1_000).body());
            }
        }
    }

    @Test
    void withoutRoomForTheFileItKeepsLessAndSaysSo(@TempDir Path folder) {
        SpillFile nowhere = new SpillFile(folder.resolve("gone"), Runnable::run);
        try (EventLog log = new EventLog(new CaptureLimits(1_000_000, 1 << 30), nowhere)) {
            for (int i = 0; i < 50; i++) {
                log.append(frame(i, 1 << 20));
            }
            assertThat(log.problem()).contains("can't be written").contains("gone");
            assertThat(log.extent().bytes()).isLessThanOrEqualTo(EventLog.MEMORY_BYTES);
            assertThat(log.extent().evicted()).isPositive();
            assertThat(at(log, 49).body()).isEqualTo(frame(49, 1 << 20).body());
        }
    }

    @Test
    void rememberWhichStreamsThereAreAfterTheirStartIsGone() {
        EventLog log = log(10, Long.MAX_VALUE);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 50);
        assertThat(log.view().landmarks())
                .extracting(
                        event -> (Object) Objects.requireNonNull(event.notice()).getClass())
                .containsExactly(
                        TapEvent.ConnectionChanged.class, TapEvent.StreamOpened.class, TapEvent.StreamStarted.class);
    }

    @Test
    void forgetsStreamsThatWereClosed() {
        EventLog log = log(10, Long.MAX_VALUE);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.emit(new TapEvent.StreamClosed(story.instant(), 1, "closed by the application"));
        story.updates(line, 1, 50);
        assertThat(log.view().landmarks()).noneMatch(event -> event.kind() == EventKind.STREAM_OPENED);
    }

    @Test
    void everyNoticeComesBackAsTheClientToldIt() {
        EventLog log = log(100_000, Long.MAX_VALUE);
        List<TapEvent> told = new ArrayList<>();
        hub.attach(told::add);
        Story.Line line = Stories.everything(story);
        story.gap(line, -5, null, Cause.UNKNOWN, false);
        List<TapEvent> notices = new ArrayList<>();
        LogCursor cursor = log.view().cursor();
        while (cursor.next()) {
            if (!cursor.kind().isFrame() && cursor.kind() != EventKind.UPDATE_ACCEPTED) {
                notices.add(
                        Objects.requireNonNull(cursor.notice(), cursor.kind().word()));
            }
        }
        told.removeIf(event -> event instanceof TapEvent.MessageSent
                || event instanceof TapEvent.MessageReceived
                || event instanceof TapEvent.MessageUndecodable
                || event instanceof TapEvent.UpdateAccepted);
        assertThat(notices).hasSizeGreaterThan(100).containsExactlyElementsOf(told);
    }

    @Test
    void everyFrameComesBackByteForByteWithItsColumns() {
        EventLog log = log(100_000, Long.MAX_VALUE);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        var odd = new StreamDataEnvelope(
                line.streamID(),
                -2,
                Bytes.utf8("{\"isFull\":false,\"data\":\"\"}"),
                Instant.parse("2026-03-14T09:26:53Z"),
                new StreamDataEnvelope.Ext(-9L, 4L, null));
        Bytes frame = Bytes.utf8(" " + TestEncoder.encode(odd).utf8() + "\n");
        hub.message(77, 1, false, odd, frame);
        LogCursor event = at(log, log.view().end() - 1);
        assertThat(event.body()).isEqualTo(frame);
        assertThat(event.envelope()).isEqualTo(odd);
        assertThat(event.time()).isEqualTo(77);
        assertThat(event.kind()).isEqualTo(EventKind.STREAM_DATA);
        assertThat(event.sequence()).isEqualTo(-2);
        assertThat(event.count()).isEqualTo(4);
        assertThat(event.base()).isEqualTo(-9);
        assertThat(event.has(EventFlags.DELTA)).isTrue();
        assertThat(event.has(EventFlags.SENT)).isFalse();
        assertThat(event.stream())
                .isEqualTo(new StreamName(0, 1, line.streamID(), "todos", "observeState", "b7e1c94d"));
        assertThat(event.connection()).isEqualTo(new ConnectionName(0, 1, "ws://127.0.0.1:8080"));
    }

    @Test
    void aCallAndWhatBelongsToItHaveOneNumber() {
        EventLog log = log(100_000, Long.MAX_VALUE);
        story.connect().call("todos", "addTodo", "1", "2", null).call("todos", "addTodo", "3", null, "no");
        List<Integer> calls = new ArrayList<>();
        LogCursor cursor = log.view().cursor();
        while (cursor.next()) {
            if (cursor.call() != 0) {
                calls.add(cursor.call());
            }
        }
        assertThat(calls).containsExactly(1, 1, 1, 1, 2, 2, 2, 2);
    }

    @Test
    void keepsWhichFilterDecidesAndWhatTheClientLeavesOut() {
        EventLog log = log(1_000, 1 << 20);
        var here = new TapEvent.FilterSettled(
                story.instant(), 3, new UUID(1, 2), StreamFilter.where("/n > 1").and(StreamFilter.changed()), true, 7);
        var everything = new TapEvent.FilterSettled(story.instant(), 3, new UUID(1, 2), null, false, 8);
        var left = new TapEvent.UpdateLeftOut(story.instant(), 3, new UUID(1, 2), 9, 1_234);
        story.emit(here);
        story.emit(everything);
        story.emit(left);

        long end = log.extent().end();
        assertThat(at(log, end - 3).notice()).isEqualTo(here);
        assertThat(at(log, end - 2).notice()).isEqualTo(everything);
        assertThat(at(log, end - 1).notice()).isEqualTo(left);
    }

    @Test
    void keepsWhatAnEndpointWasFoundToAskFor() {
        EventLog log = log(1_000, 1 << 20);
        var adapted = new TapEvent.LineAdapted(
                story.instant(), 3, URI.create("wss://gateway.example/prod"), "messages are sent as text");
        story.emit(adapted);

        assertThat(at(log, log.extent().end() - 1).notice()).isEqualTo(adapted);
    }

    @Test
    void keepsWhyAStreamAsksMoreSeldomAndWhyItsCheckpointIsGone() {
        EventLog log = log(1_000, 1 << 20);
        var slowed = new TapEvent.RestartsSlowed(story.instant(), 3, 7, Duration.ofMillis(1_500));
        var dropped = new TapEvent.CheckpointDropped(story.instant(), 3, new UUID(1, 2), 42, "nobody answers");
        story.emit(slowed);
        story.emit(dropped);

        long end = log.extent().end();
        assertThat(at(log, end - 2).notice()).isEqualTo(slowed);
        assertThat(at(log, end - 1).notice()).isEqualTo(dropped);
    }
}
