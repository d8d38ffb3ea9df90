// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.GapCause;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.EventFlags;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.inspector.survey.StreamGraph.Mark;
import dev.trebuchetfx.inspector.survey.StreamGraph.Numbers;
import dev.trebuchetfx.inspector.survey.StreamGraph.Steps;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Walks over a log once and puts a stream's graph together. Confined to one thread. */
public final class GraphSurvey {
    /** Beyond it points are summed up: they would lie on each other. */
    static final int MAX_POINTS = 4_000;

    private static final int MAX_MARKS = 1_000;
    private static final int ASK_EVERY = 1 << 14;

    private final LogView view;
    private final StreamCard card;
    private final TimeRange range;
    private final int width;
    private final StreamMembers members;
    private final Verdicts.Reader verdicts;
    private final Map<Verdict, PointColumns> columns = new EnumMap<>(Verdict.class);
    private final Levels checkpoint;
    private final Levels came;
    private final BufferLevels buffers;
    private final List<Mark> marks = new ArrayList<>();
    private @Nullable Points points = new Points();
    private @Nullable Numbers numbers;
    private boolean told;
    private int starts;

    private GraphSurvey(LogView view, Verdicts verdicts, StreamCard card, TimeRange range, int width) {
        this.view = view;
        this.card = card;
        this.range = range;
        this.width = width;
        this.members = new StreamMembers(view, List.of(card));
        this.verdicts = verdicts.read();
        this.checkpoint = new Levels(width);
        this.came = new Levels(width);
        this.buffers = new BufferLevels(width);
    }

    /**
     * The graph of one stream.
     *
     * @param width in columns, at least 1
     * @param cancelled asked now and then
     * @return null where it was cancelled
     */
    public static @Nullable StreamGraph of(
            LogView view, Verdicts verdicts, StreamCard card, TimeRange range, int width, BooleanSupplier cancelled) {
        GraphSurvey survey = new GraphSurvey(view, verdicts, card, range, Math.max(1, width));
        return survey.walk(cancelled) ? survey.graph() : null;
    }

    private boolean walk(BooleanSupplier cancelled) {
        long end = TimeRange.indexAt(view, range.to());
        LogCursor event = view.cursor();
        // What came before the range tells where checkpoint and buffer stood when it began.
        for (long index = view.first(); index < end && event.moveTo(index); index++) {
            if (index % ASK_EVERY == 0 && cancelled.getAsBoolean()) {
                return false;
            }
            if (members.placeOf(event.streamNumber()) == 0) {
                read(event);
            }
        }
        return true;
    }

    private void read(LogCursor event) {
        int column = Math.clamp(range.column(event.time(), width), -1, width - 1);
        switch (event.kind()) {
            case STREAM_DATA -> update(event, column);
            case POSITION -> {
                told = true;
                checkpoint.raise(column, event.streamNumber(), event.sequence());
            }
            case STREAM_START -> started(event, column);
            case STREAM_END, STREAM_ERROR -> {
                boolean failed = event.has(EventFlags.FAILED);
                mark(event, column, failed ? Verdict.ERROR : Verdict.CONTROL, failed ? "failed" : "ended");
            }
            case STREAM_RESUME -> mark(event, column, Verdict.RESUME, "resume");
            default -> {}
        }
    }

    private void update(LogCursor event, int column) {
        Verdict verdict = verdicts.verdict(event);
        long sequence = event.sequence();
        int stream = event.streamNumber();
        if (verdict.isAccepted() || verdict == Verdict.REORDERED) {
            came.raise(column, stream, sequence);
        }
        if (verdict != Verdict.UNPLACED) {
            buffers.raise(column, stream, sequence);
        }
        if (column < 0 || event.time() < range.from()) {
            return;
        }
        columns.computeIfAbsent(verdict, kind -> new PointColumns(width)).add(column, event.index(), sequence);
        include(sequence);
        if (points != null) {
            points.add(event.index(), event.time(), sequence, verdict);
            if (points.size() > MAX_POINTS) {
                points = null;
            }
        }
    }

    private void started(LogCursor event, int column) {
        starts++;
        StreamStartEnvelope.Ext ext = event.envelope() instanceof StreamStartEnvelope start ? start.ext() : null;
        StreamName name = event.stream();
        UUID id = name == null ? null : name.streamID();
        if (id != null) {
            buffers.begin(event.streamNumber(), id, ext == null ? 0 : ext.bufferSize());
        }
        mark(event, column, starts == 1 ? Verdict.CONTROL : Verdict.RESTART, starts == 1 ? "start" : "restart");
    }

    private void mark(LogCursor event, int column, Verdict verdict, String text) {
        if (column >= 0 && range.contains(event.time()) && marks.size() < MAX_MARKS) {
            marks.add(new Mark(event.time(), verdict, text, event.index()));
        }
    }

    private void include(long sequence) {
        Numbers now = numbers;
        if (now == null) {
            numbers = new Numbers(sequence, sequence);
        } else if (Long.compareUnsigned(sequence, now.lowest()) < 0) {
            numbers = new Numbers(sequence, now.highest());
        } else if (Long.compareUnsigned(sequence, now.highest()) > 0) {
            numbers = new Numbers(now.lowest(), sequence);
        }
    }

    private StreamGraph graph() {
        List<GapCard> gaps = card.gaps().stream()
                .filter(gap -> gap.cause() != GapCause.SKIPPED && range.contains(gap.time()))
                .toList();
        for (GapCard gap : gaps) {
            include(gap.from());
            include(gap.to() == null ? gap.from() : gap.to());
        }
        Steps steps = (told ? checkpoint : came).steps();
        if (numbers == null && steps.at(width - 1) != Steps.NOTHING) {
            include(steps.at(width - 1));
        }
        List<ResumeCard> answers = card.resumes().stream()
                .filter(resume -> resume.oldestBuffered() != null
                        && resume.newestBuffered() != null
                        && range.contains(resume.time()))
                .toList();
        return new StreamGraph(
                card.name(),
                range,
                width,
                points,
                Map.copyOf(columns),
                gaps,
                buffers.bands(),
                answers,
                steps,
                told,
                List.copyOf(marks),
                numbers);
    }
}
