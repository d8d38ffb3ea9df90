// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.view.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.bindings.testing.FxTesting;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.survey.GraphSurvey;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.survey.Verdicts;
import dev.trebuchetfx.inspector.verdict.LogAudit;
import dev.trebuchetfx.inspector.view.paint.Palette;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.paint.Color;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One update lost among a quarter of a million is to be seen, however far one looks from. */
class LoneGapTest {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final ConnectionName LINE = new ConnectionName(0, 1, "ws://127.0.0.1:8080");
    private static final UUID STREAM = new UUID(7, 1);
    private static final long START = 1_770_000_000_000_000_000L;
    private static final int UPDATES = 250_000;
    private static final int LOST = 171_003;
    private static final double WIDTH = 1_400;

    @BeforeAll
    static void start() {
        FxTesting.start();
    }

    private static EventLog log() {
        EventLog log = new EventLog(CaptureLimits.DEFAULT);
        FrameEvents frames = new FrameEvents(0);
        append(
                log,
                frames,
                0,
                new StreamStartEnvelope(STREAM, new UUID(8, 1), ActorId.of("counter"), "observeState", null, null));
        for (int i = 1; i <= UPDATES; i++) {
            if (i != LOST) {
                append(log, frames, i, new StreamDataEnvelope(STREAM, i, Bytes.utf8("{}"), Instant.EPOCH, null));
            }
        }
        return log;
    }

    private static void append(EventLog log, FrameEvents frames, int millis, Envelope envelope) {
        log.append(frames.frame(START + millis * 1_000_000L, LINE, 0, CODEC.encode(envelope)));
    }

    @Test
    void isDrawnAtEveryZoom() {
        try (EventLog log = log()) {
            LogAudit audit = LogAudit.of(log.view(), List.of(), false, event -> true);
            StreamCard card = audit.settle().streams().getFirst();
            GapCard gap = card.gaps().getFirst();
            assertThat(gap.from()).isEqualTo(LOST);
            TimeRange range = TimeRange.of(log.view());
            for (int zoom = 0; zoom < 17; zoom++) {
                StreamGraph graph = Objects.requireNonNull(GraphSurvey.of(
                        log.view(),
                        Verdicts.judged(audit::bits),
                        card,
                        range,
                        GraphGeometry.columns(WIDTH),
                        () -> false));
                GraphGeometry geometry = GraphGeometry.fit(graph, WIDTH, 300);
                WritableImage image =
                        FxTesting.call(() -> new GraphPicture(graph, geometry, ZoneOffset.UTC, Palette.LIGHT).image());
                assertThat(reddish(image, geometry.x(gap.time())))
                        .as("pixels of the gap over %d ms", range.length() / 1_000_000)
                        .isGreaterThan(20);
                assertThat(reddish(image, geometry.x(gap.time()) > WIDTH / 2 ? 200 : WIDTH - 200))
                        .as("pixels like the gap's elsewhere")
                        .isZero();
                range = closer(range, gap.time());
            }
        }
    }

    private static TimeRange closer(TimeRange range, long time) {
        long length = range.length() / 2;
        // Off the middle, so that the place is another one each time.
        return new TimeRange(time - length * 2 / 3, time + length / 3);
    }

    /** Pixels of about the gap's colour within ten points of a column. */
    private static int reddish(WritableImage image, double x) {
        PixelReader pixels = image.getPixelReader();
        Color wanted = Palette.LIGHT.vermilion();
        int found = 0;
        for (int column = (int) (2 * (x - 10)); column < 2 * (x + 10); column++) {
            for (int row = 2 * 30; row < 2 * 280; row++) {
                Color color = pixels.getColor(column, row);
                boolean like = Math.abs(color.getRed() - wanted.getRed()) < 0.2
                        && Math.abs(color.getGreen() - wanted.getGreen()) < 0.2
                        && Math.abs(color.getBlue() - wanted.getBlue()) < 0.2;
                found += like ? 1 : 0;
            }
        }
        return found;
    }
}
