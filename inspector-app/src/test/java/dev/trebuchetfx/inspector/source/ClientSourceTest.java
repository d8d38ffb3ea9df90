// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.source;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.TestEncoder;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.story.Story;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.lang.management.ManagementFactory;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClientSourceTest {
    private final TapHub hub = new TapHub();
    private final Story story = new Story(hub);
    private final EventLog log = new EventLog(CaptureLimits.DEFAULT);

    private List<EventKind> kinds() {
        List<EventKind> kinds = new ArrayList<>();
        LogCursor cursor = log.view().cursor();
        while (cursor.next()) {
            kinds.add(cursor.kind());
        }
        return kinds;
    }

    @Test
    void whatHappenedBeforeItWasOpenedIsThereInOrderAndWhatHappensAfterFollows() {
        ClientSource source = ClientSource.attachTo(hub, log, null);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 3);
        assertThat(log.extent().end())
                .as("nothing is captured before somebody wants it")
                .isZero();
        source.start();
        story.update(line, 4, UpdateKind.FULL);
        assertThat(kinds())
                .containsExactly(
                        EventKind.CONNECTION,
                        EventKind.CONNECTION,
                        EventKind.STREAM_OPENED,
                        EventKind.INVOCATION,
                        EventKind.STREAM_START,
                        EventKind.STREAM_STARTED,
                        EventKind.STREAM_DATA,
                        EventKind.UPDATE_ACCEPTED,
                        EventKind.POSITION,
                        EventKind.STREAM_DATA,
                        EventKind.UPDATE_ACCEPTED,
                        EventKind.POSITION,
                        EventKind.STREAM_DATA,
                        EventKind.UPDATE_ACCEPTED,
                        EventKind.POSITION,
                        EventKind.STREAM_DATA,
                        EventKind.UPDATE_ACCEPTED,
                        EventKind.POSITION);
    }

    @Test
    void theLastThousandEventsAreThereAndWhichStreamsThereAre() {
        ClientSource source = ClientSource.attachTo(hub, log, null);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        story.updates(line, 1, 5_000);
        source.start();
        assertThat(log.extent().end()).isBetween(1_000L, 1_010L);
        assertThat(kinds()).startsWith(EventKind.CONNECTION, EventKind.STREAM_OPENED, EventKind.STREAM_STARTED);
        LogCursor last = log.view().cursor();
        last.moveTo(log.view().end() - 1);
        assertThat(last.sequence()).isEqualTo(5_000);
        assertThat(last.stream())
                .hasToString("StreamName[source=0, logical=1, streamID=" + line.streamID()
                        + ", actor=todos, method=observeState, epoch=b7e1c94d]");
    }

    @Test
    void largeMessagesAreRememberedWithinABound() {
        ClientSource source = ClientSource.attachTo(hub, log, null);
        Story.Line line = story.connect().open(1, "todos", "observeState");
        Bytes large = Bytes.wrap(new byte[1 << 20]);
        for (int i = 1; i <= 100; i++) {
            story.data(line, i, large, null);
        }
        source.start();
        assertThat(log.extent().end()).isBetween(4L, 16L);
    }

    /** Not a matter of time: the count is the same on every machine once the compiler has seen the code. */
    @Test
    void rememberingMakesNoObject() {
        RecentEvents recent = new RecentEvents(1_000, 1 << 20);
        hub.attach(recent);
        Bytes state = Bytes.utf8(Story.state(1));
        StreamDataEnvelope data = new StreamDataEnvelope(new UUID(1, 1), 1, state, Instant.EPOCH, null);
        Envelope envelope = data;
        Bytes frame = TestEncoder.encode(data);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long allocated = Long.MAX_VALUE;
        for (int round = 0; round < 5; round++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            for (int i = 0; i < 20_000; i++) {
                hub.message(i, 1, false, envelope, frame);
                hub.updateAccepted(i, 1, data, UpdateKind.FULL);
            }
            allocated = threads.getCurrentThreadAllocatedBytes() - before;
        }
        assertThat(allocated).as("bytes for 40,000 events").isLessThan(4_000);
        assertThat(hub.wantsRoutine()).as("nor are positions told").isFalse();
        List<TapEvent> told = new ArrayList<>();
        recent.wake(told::add);
        assertThat(told).hasSize(1_000);
        assertThat(hub.wantsRoutine()).isTrue();
    }
}
