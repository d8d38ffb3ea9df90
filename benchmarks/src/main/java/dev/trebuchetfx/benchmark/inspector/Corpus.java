// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.inspector;

import dev.trebuchetfx.inspector.capture.CaptureFileWriter;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.UUID;

/** A capture to measure with: frames of about 200 bytes on 64 streams. One in 10,000 holds {@link #NEEDLE}. */
final class Corpus {
    static final String NEEDLE = "\"needle\"";

    private static final int STREAMS = 64;
    private static final long START = 1_770_000_000_000_000_000L;
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);

    private Corpus() {}

    static StreamDataEnvelope update(int i) {
        Bytes state = Bytes.utf8("{\"revision\":" + i + ",\"open\":true}");
        return new StreamDataEnvelope(new UUID(7, i % STREAMS), 1 + i / STREAMS, state, Instant.EPOCH, null);
    }

    static Bytes frame(int i) {
        Bytes frame = CODEC.encode(update(i));
        if (i % 10_000 != 5_000) {
            return frame;
        }
        // A key that the protocol does not know, as a later version may add one.
        String text = frame.utf8();
        return Bytes.utf8(text.substring(0, text.length() - 1) + "," + NEEDLE + ":1}");
    }

    /** Returns how many bytes the frames have. */
    static long write(Path file, int events) throws IOException {
        FrameEvents frames = new FrameEvents(0);
        ConnectionName line = new ConnectionName(0, 1, "ws://127.0.0.1:8080");
        long bytes = 0;
        try (CaptureFileWriter writer =
                CaptureFileWriter.create(file, new CaptureNote("benchmark", Instant.EPOCH, null))) {
            for (int i = 0; i < STREAMS; i++) {
                StreamStartEnvelope start = new StreamStartEnvelope(
                        new UUID(7, i),
                        new UUID(8, i),
                        ActorId.of("actor" + i),
                        "observeState",
                        null,
                        new StreamStartEnvelope.Ext(1, "epoch", 100, 300, null, null));
                writer.append(frames.message(START, line, 0, start, CODEC.encode(start)));
            }
            for (int i = 0; i < events - STREAMS; i++) {
                Bytes frame = frame(i);
                bytes += frame.size();
                writer.append(frames.frame(START + i * 20_000L, line, 0, frame));
            }
        }
        return bytes;
    }
}
