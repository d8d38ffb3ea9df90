// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** A few small changes can make a state of any size, so that whoever judges them must stop somewhere. */
class GrowingStatesTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);
    private static final ConnectionName LINE = new ConnectionName(0, 1, "ws://127.0.0.1:1");
    private static final UUID STREAM = UUID.randomUUID();

    private final FrameEvents frames = new FrameEvents(0);

    private static StreamDataEnvelope update(long number, boolean full, String json) {
        var ext = full ? null : new StreamDataEnvelope.Ext(number - 1, null, null);
        return new StreamDataEnvelope(
                STREAM, number, DELTAS.encode(new StateDelta(full, Bytes.utf8(json))), Instant.EPOCH, ext);
    }

    @Test
    void aStateThatDoublesWithEachChangeIsGivenUp() {
        try (EventLog log = new EventLog(CaptureLimits.DEFAULT)) {
            var ext = new StreamStartEnvelope.Ext(1, "epoch", 100, 300, "json-patch", null);
            append(
                    log,
                    new StreamStartEnvelope(STREAM, UUID.randomUUID(), ActorId.of("todos"), "observeState", null, ext));
            append(log, update(1, true, "{\"a\":[\"" + "x".repeat(100_000) + "\"]}"));
            for (int i = 2; i < 60; i++) {
                append(log, update(i, false, "[{\"op\":\"copy\",\"from\":\"/a\",\"path\":\"/a/-\"}]"));
            }

            AuditReport report =
                    CaptureReport.of(log.view(), log.holes(), false).all();

            assertThat(report.problems()).anySatisfy(problem -> assertThat(problem.what())
                    .contains("the change does not fit: a state must not have more than 67108864 bytes"));
        }
    }

    private void append(EventLog log, Envelope envelope) {
        log.append(frames.frame(0, LINE, 0, CODEC.encode(envelope)));
    }
}
