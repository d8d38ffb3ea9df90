// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.inspector;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.benchmark.Figure;
import dev.trebuchetfx.benchmark.Samples;
import dev.trebuchetfx.benchmark.Workbench;
import dev.trebuchetfx.inspector.audit.StateKeyframes;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.FrameEvents;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.state.KeyframeSource;
import dev.trebuchetfx.inspector.state.StateHistory;
import dev.trebuchetfx.inspector.state.StateMoment;
import dev.trebuchetfx.inspector.state.StreamSelector;
import dev.trebuchetfx.inspector.survey.GraphSurvey;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.survey.Verdicts;
import dev.trebuchetfx.inspector.verdict.LogAudit;
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
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A measurement of the time that it takes to know the state at an event of a stream that had one full state, at its beginning, and changes since; with the
 * capture analysed, as it is when a window shows it.
 */
final class ScrubCost {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);
    private static final UUID STREAM = new UUID(7, 1);
    private static final long START = 1_770_000_000_000_000_000L;

    private static final int GRAPH_COLUMNS = 1_340;

    private ScrubCost() {}

    static void measure(Workbench bench, Consumer<Figure> figures, int events) {
        try (EventLog log = new EventLog(new CaptureLimits(Long.MAX_VALUE, Long.MAX_VALUE))) {
            fill(log, events);
            bench.note("analysing " + events + " changes of one state");
            long start = bench.nanoTime();
            LogAudit audit = LogAudit.live();
            audit.advance(log.view(), List.of(), Long.MAX_VALUE);
            figures.accept(Figure.lowerIsBetter("index_changes_ms", (bench.nanoTime() - start) / 1e6, "ms"));
            figures.accept(Figure.lowerIsBetter("graph_survey_ms", graph(bench, log.view(), audit), "ms"));
            KeyframeSource known = (stream, before) -> known(audit.keyframes().before(stream, before));
            double[] cold = new double[bench.warmUps(2) + bench.times(9)];
            double[] near = new double[cold.length];
            for (int run = 0; run < cold.length; run++) {
                // Right before a keyframe: the furthest from the one before.
                long at = events * (run + 1L) / (cold.length + 1) / 1_000 * 1_000 + 998;
                StateHistory history = new StateHistory();
                cold[run] = ask(bench, history, log.view(), Math.min(at, events), known);
                near[run] = ask(bench, history, log.view(), Math.min(at - 1, events), known);
            }
            double worst = Samples.of(tail(bench, cold)).most();
            Figure scrub = Figure.lowerIsBetter("scrub_cold_ms", worst, "ms");
            figures.accept(bench.quick() ? scrub : scrub.withGoal(100));
            figures.accept(Figure.lowerIsBetter(
                    "scrub_near_ms", Samples.of(tail(bench, near)).most(), "ms"));
        }
    }

    /** All of the graph, from columns of the log to columns of pixels. */
    private static double graph(Workbench bench, LogView view, LogAudit audit) {
        StreamCard card = audit.settle().streams().getFirst();
        double[] times = new double[bench.warmUps(2) + bench.times(5)];
        for (int run = 0; run < times.length; run++) {
            long start = bench.nanoTime();
            StreamGraph graph = GraphSurvey.of(
                    view, Verdicts.judged(audit::bits), card, TimeRange.of(view), GRAPH_COLUMNS, () -> false);
            times[run] = (bench.nanoTime() - start) / 1e6;
            if (graph == null || graph.total() != card.updates()) {
                throw new BenchmarkFailedException("expected a graph of " + card.updates() + " updates");
            }
        }
        return Samples.of(tail(bench, times)).median();
    }

    private static double[] tail(Workbench bench, double[] times) {
        return Arrays.copyOfRange(times, bench.warmUps(2), times.length);
    }

    private static KeyframeSource.@Nullable Known known(StateKeyframes.@Nullable Keyframe found) {
        return found == null ? null : new KeyframeSource.Known(found.index(), found.sequence(), found.state());
    }

    private static double ask(Workbench bench, StateHistory history, LogView view, long index, KeyframeSource known) {
        long start = bench.nanoTime();
        LogCursor event = view.cursor();
        if (!event.moveTo(index)) {
            throw new BenchmarkFailedException("expected an event at " + index);
        }
        int number = event.streamNumber();
        StateMoment moment = history.at(view, StreamSelector.of(view, number), index, known, () -> false);
        double millis = (bench.nanoTime() - start) / 1e6;
        if (moment == null || moment.state() == null || moment.state().path("n").asLong() != index) {
            throw new BenchmarkFailedException("expected the state " + index + " but found " + moment);
        }
        return millis;
    }

    /** The event at an index brings the state with that number. */
    private static void fill(EventLog log, int events) {
        FrameEvents frames = new FrameEvents(0);
        ConnectionName line = new ConnectionName(0, 1, "ws://127.0.0.1:8080");
        StreamStartEnvelope start = new StreamStartEnvelope(
                STREAM,
                new UUID(8, 1),
                ActorId.of("counter"),
                "observeState",
                null,
                new StreamStartEnvelope.Ext(1, "epoch", 100, 300, "json-patch", null));
        append(log, frames, line, START, start);
        append(log, frames, line, START, update(1, true, "{\"n\":1,\"items\":[1,2,3,4,5,6,7,8]}"));
        for (int i = 2; i <= events; i++) {
            append(
                    log,
                    frames,
                    line,
                    START + i * 20_000L,
                    update(i, false, "[{\"op\":\"replace\",\"path\":\"/n\",\"value\":" + i + "}]"));
        }
    }

    private static StreamDataEnvelope update(int number, boolean full, String data) {
        return new StreamDataEnvelope(
                STREAM, number, DELTAS.encode(new StateDelta(full, Bytes.utf8(data))), Instant.EPOCH, null);
    }

    private static void append(EventLog log, FrameEvents frames, ConnectionName line, long time, Envelope envelope) {
        log.append(frames.frame(time, line, 0, CODEC.encode(envelope)));
    }
}
