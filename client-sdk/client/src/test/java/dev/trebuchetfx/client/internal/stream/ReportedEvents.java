// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.checkpoint.InMemoryCheckpointStore;
import dev.trebuchetfx.client.checkpoint.StreamKey;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.internal.tap.TapHub;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** A reporter for the tests of a stream's parts, with the events that it has told a subscriber. */
final class ReportedEvents {
    static final UUID STREAM = new UUID(7, 1);

    final ManualTime time = new ManualTime();
    final List<StreamEvent<StateValue>> told = new ArrayList<>();
    final StreamReporter reporter;

    ReportedEvents() {
        TapHub taps = new TapHub();
        var settings = new Checkpoints.Settings(new InMemoryCheckpointStore(), "test", Duration.ofMinutes(5));
        Checkpoints checkpoints = new Checkpoints(settings, time, Runnable::run, taps);
        StreamKey key = new StreamKey("test", ActorId.of("counter"), "observeState", null, List.of());
        StreamContext context = new StreamContext(
                time,
                Runnable::run,
                Runnable::run,
                taps,
                (on, envelope) -> null,
                UUID::randomUUID,
                checkpoints,
                Duration.ofSeconds(5),
                Duration.ofSeconds(15));
        StreamSink sink = new StreamSink() {
            @Override
            public void opened(Feedback feedback) {}

            @Override
            public void offer(StreamEvent<StateValue> event) {
                told.add(event);
            }
        };
        reporter = new StreamReporter(
                1, context, sink, new CheckpointTrack(key, null, checkpoints, time), new ShownVersions(context.loop()));
    }

    /** The start of {@link #STREAM} at a server of version 2. */
    static StreamStartEnvelope start() {
        return start(STREAM);
    }

    static StreamStartEnvelope start(UUID streamID) {
        return new StreamStartEnvelope(
                streamID, new UUID(8, 8), new ActorId("real", null, null), "observeState", null, null);
    }

    StreamDataEnvelope data(long sequence, String json) {
        return data(STREAM, sequence, json);
    }

    StreamDataEnvelope data(UUID streamID, long sequence, String json) {
        return new StreamDataEnvelope(streamID, sequence, Bytes.utf8(json), time.instant(), null);
    }

    /** Returns the numbers and states of the updates that were told, such as {@code 3=1}. */
    List<String> updates() {
        return told.stream()
                .filter(event -> event instanceof StreamEvent.Update<StateValue>)
                .map(event -> (StreamEvent.Update<StateValue>) event)
                .map(update -> Long.toUnsignedString(update.sequence()) + "="
                        + update.value().json().utf8())
                .toList();
    }
}
