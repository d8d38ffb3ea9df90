// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.report;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.LineEvent;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.EventSink;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.capture.TapEvents;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.function.Consumer;

/** What a proxy would have captured of a model's line. */
public final class ModelLog {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);

    private ModelLog() {}

    /** {@code closes}: whether the capture tells how connections end. */
    public static EventLog of(FaultModel model, boolean closes) {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        write(model, closes, log, unseen -> {
            log.setRecording(false);
            for (int i = 0; i < unseen.count(); i++) {
                log.append(FrameEvents.control(unseen.time(), EventKind.PING, name(1), 0, Bytes.empty()));
            }
            log.setRecording(true);
        });
        return log;
    }

    /** Writes the events to {@code sink}; {@code off} is told where the model's capture was off. */
    public static void write(FaultModel model, boolean closes, EventSink sink, Consumer<LineEvent.Unseen> off) {
        FrameEvents frames = new FrameEvents(0);
        for (LineEvent event : model.events) {
            switch (event) {
                case LineEvent.Message message -> {
                    Bytes frame = CODEC.encode(message.envelope());
                    int flags = message.sent() ? EventFlags.SENT : 0;
                    sink.append(frames.frame(message.time(), name(message.connection()), flags, frame));
                }
                case LineEvent.Undecodable bad ->
                    sink.append(frames.frame(
                            bad.time(),
                            name(bad.connection()),
                            bad.sent() ? EventFlags.SENT : 0,
                            Bytes.utf8("{\"type\":")));
                case LineEvent.Closed closed -> {
                    if (closes) {
                        sink.append(FrameEvents.control(
                                closed.time(), EventKind.CLOSE, name(closed.connection()), 0, Bytes.wrap(new byte[] {
                                    3, (byte) 0xEE
                                })));
                    }
                }
                case LineEvent.Unseen unseen -> off.accept(unseen);
                case LineEvent.Left left ->
                    sink.append(FrameEvents.control(
                            left.time(),
                            EventKind.CLOSE,
                            name(left.connection()),
                            EventFlags.SENT,
                            Bytes.wrap(new byte[] {3, (byte) 0xE8})));
                case LineEvent.Down down ->
                    new TapEvents(0, sink)
                            .onEvent(new TapEvent.ConnectionChanged(
                                    TapEvent.instant(down.time()),
                                    down.connection(),
                                    new ConnectionState.Offline(down.why())));
                case LineEvent.Opened ignored -> {}
                case LineEvent.Taken ignored -> {}
            }
        }
    }

    private static ConnectionName name(int connection) {
        return new ConnectionName(0, connection, "ws://127.0.0.1:8080");
    }
}
