// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.analysis.Segment;
import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.analysis.StreamCounts;
import dev.trebuchetfx.inspector.analysis.StreamSummary;
import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.GapCause;
import dev.trebuchetfx.inspector.audit.RandomFaults;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.query.QueryException;
import dev.trebuchetfx.inspector.query.QueryParser;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.report.ModelLog;
import dev.trebuchetfx.inspector.survey.GraphSurvey;
import dev.trebuchetfx.inspector.survey.StreamGraph;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.survey.Verdicts;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Table, filter, lane, tree, graph and report call an update, and a number that did not come, by the same name. */
class ViewsAgreeTest {
    private static final int MODELS = 60;
    private static final Map<String, Set<Verdict>> FLAGS = Map.of(
            "is:live",
            EnumSet.of(Verdict.LIVE, Verdict.DELTA),
            "is:replay",
            EnumSet.of(Verdict.REPLAY),
            "is:overlap",
            EnumSet.of(Verdict.OVERLAP),
            "is:dup",
            EnumSet.of(Verdict.DUPLICATE),
            "is:reorder",
            EnumSet.of(Verdict.REORDERED));

    private final Set<Verdict> met = EnumSet.noneOf(Verdict.class);
    private EventLog log = new EventLog(CaptureLimits.DEFAULT);
    private CaptureWorker worker = worker(log);

    @AfterEach
    void close() {
        log.close();
    }

    private static CaptureWorker worker(EventLog log) {
        return new CaptureWorker(log, ZoneOffset.UTC, Runnable::run, 1);
    }

    private void open(FaultModel model) {
        log.close();
        log = ModelLog.of(model, true);
        worker = worker(log);
    }

    private Snapshot shown(Wishes wishes) {
        worker.wish(wishes);
        Snapshot last = null;
        for (int kick = 0; kick < 1_000 && !(last != null && worker.isIdle()); kick++) {
            worker.kick();
            Snapshot taken = worker.take();
            last = taken == null ? last : taken;
        }
        return Objects.requireNonNull(last);
    }

    private Snapshot everything() {
        return shown(worker.wishes());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void onEverySequenceOfFaults(boolean extended) throws QueryException {
        for (int seed = 0; seed < MODELS; seed++) {
            FaultModel model = new FaultModel(extended);
            Random random = new Random(seed);
            open(extended ? RandomFaults.extended(model, random) : RandomFaults.version2(model, random));
            String about = (extended ? "extended" : "version 2") + ", seed " + seed;
            Snapshot snapshot = everything();
            for (StreamSummary stream : snapshot.streams()) {
                laneAndTree(stream, about);
            }
            for (StreamCard card : snapshot.report().streams()) {
                graph(snapshot, card, about);
            }
            for (String flag : FLAGS.keySet()) {
                filter(flag, about);
            }
        }
        assertThat(met)
                .as("what the corpus has")
                .contains(Verdict.LIVE, Verdict.REPLAY, Verdict.DUPLICATE, Verdict.REORDERED)
                .matches(all -> !extended || all.containsAll(Set.of(Verdict.DELTA, Verdict.OVERLAP)));
    }

    private void filter(String flag, String about) throws QueryException {
        Snapshot snapshot = shown(worker.wishes()
                .with(new TableQuery(QueryParser.parse(flag), TableQuery.Mode.ONLY, false, false, Notes.NONE)));
        MessageRows rows = snapshot.rows();
        LogCursor event = snapshot.view().cursor();
        RowSelection shown = snapshot.table().shown();
        Set<Long> found = IntStream.range(0, shown.size())
                .mapToObj(shown::get)
                .filter(row -> isUpdate(rows, row, event))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<Long> named = LongStream.range(rows.first(), rows.end())
                .filter(row -> isUpdate(rows, row, event)
                        && Objects.requireNonNull(FLAGS.get(flag)).contains(rows.verdict(row)))
                .boxed()
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(found)
                .as("rows of %s against rows so named, %s", flag, about)
                .isEqualTo(named);
    }

    private boolean isUpdate(MessageRows rows, long row, LogCursor event) {
        // A row that tells of a gap stands at the event that showed it.
        return event.moveTo(rows.logIndex(row))
                && event.kind() == EventKind.STREAM_DATA
                && rows.verdict(row) != Verdict.MISSING;
    }

    private void laneAndTree(StreamSummary summary, String about) {
        Snapshot snapshot = shown(worker.wishes().withChosen(summary.id()));
        StreamAnalysis stream = Objects.requireNonNull(snapshot.chosen());
        StreamCard card = stream.card();
        if (card == null) {
            assertThat(stream.segments())
                    .as("parts of what was never started, %s", about)
                    .isEmpty();
            return;
        }
        StreamCounts counts = summary.counts();
        assertThat(List.of(
                        counts.live() + counts.replayed(),
                        counts.replayed(),
                        counts.overlap(),
                        counts.duplicates(),
                        counts.reordered(),
                        counts.ambiguous(),
                        summary.missing()))
                .as(
                        "updates, replayed, overlap, duplicates, reordered, ambiguous, missing of %s, %s",
                        card.name(), about)
                .containsExactly(
                        card.updates(),
                        card.replayed(),
                        card.overlap(),
                        card.duplicates(),
                        card.reordered(),
                        card.ambiguous(),
                        card.missing());
        for (Segment segment : stream.segments()) {
            for (GapCard gap : card.gaps()) {
                if (gap.streamID().equals(segment.streamID()) && gap.to() != null && !gap.healed()) {
                    Verdict drawn = gap.cause() == GapCause.SKIPPED
                            ? Verdict.SKIPPED
                            : gap.cause() == GapCause.NOT_CAPTURED ? Verdict.UNSEEN : Verdict.MISSING;
                    assertThat(segment.runs().at(gap.from()))
                            .as("number %d in the lane of %s, %s", gap.from(), card.name(), about)
                            .isEqualTo(drawn);
                }
            }
        }
    }

    private void graph(Snapshot snapshot, StreamCard card, String about) {
        CaptureReport report = CaptureReport.of(log.view(), log.holes(), log.isFiltered());
        Map<Verdict, Long> inWindow = counts(snapshot, card, Verdicts.of(snapshot.rows()));
        Map<Verdict, Long> inReport = counts(snapshot, card, Verdicts.judged(report::bits));
        met.addAll(inWindow.keySet());
        assertThat(inWindow)
                .as("the graph of %s in the window and in the report, %s", card.name(), about)
                .isEqualTo(inReport);
    }

    private static Map<Verdict, Long> counts(Snapshot snapshot, StreamCard card, Verdicts verdicts) {
        StreamGraph graph = Objects.requireNonNull(
                GraphSurvey.of(snapshot.view(), verdicts, card, TimeRange.of(snapshot.view()), 200, () -> false));
        Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
        graph.columns().forEach((verdict, columns) -> counts.put(verdict, columns.total()));
        return counts;
    }
}
