// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.FaultModel;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.LineEvent;
import dev.trebuchetfx.inspector.audit.RandomFaults;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.CaptureNote;
import dev.trebuchetfx.inspector.capture.CaptureWriter;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.format.CaptureFormat;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.query.QueryParser;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.report.ChromeHar;
import dev.trebuchetfx.inspector.report.JsonReport;
import dev.trebuchetfx.inspector.report.ModelLog;
import dev.trebuchetfx.inspector.source.FileSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A window over a file says of it what {@code report} says, whatever the file leaves out. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder.
class FilesJudgedAlikeTest {
    private static final int MODELS = 30;

    @TempDir
    private Path folder;

    private static FaultModel model(int seed, boolean extended) {
        FaultModel model = new FaultModel(extended);
        Random random = new Random(seed);
        return extended ? RandomFaults.extended(model, random) : RandomFaults.version2(model, random);
    }

    @ParameterizedTest
    @EnumSource(CaptureFormat.class)
    void whole(CaptureFormat format) throws Exception {
        for (int seed = 0; seed < MODELS; seed++) {
            assertJudgedAlike(file(format, seed, new CaptureNote("test", Instant.EPOCH, null), false), seed);
        }
    }

    @ParameterizedTest
    @EnumSource(CaptureFormat.class)
    void filtered(CaptureFormat format) throws Exception {
        for (int seed = 0; seed < MODELS; seed++) {
            CaptureNote note = new CaptureNote("test", Instant.EPOCH, "tokens").filteredBy("-seq:5..7");
            Snapshot window = assertJudgedAlike(file(format, seed, note, true), seed);
            assertThat(window.report().losses())
                    .as("losses of a filtered file, seed %d", seed)
                    .isZero();
            assertThat(rows(window)).as("rows of is:lost, seed %d", seed).isEmpty();
            assertThat(LongStream.range(window.rows().first(), window.rows().end())
                            .filter(row -> window.rows().verdict(row) == Verdict.MISSING))
                    .as("rows that tell of a gap, seed %d", seed)
                    .isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void ofABrowser(boolean extended) throws Exception {
        for (int seed = 0; seed < MODELS; seed++) {
            FaultModel model = model(seed, extended);
            model.events.removeIf(event -> event instanceof LineEvent.Unseen);
            assertJudgedAlike(Files.writeString(folder.resolve("panel" + seed + ".har"), ChromeHar.of(model)), seed);
        }
    }

    private Path file(CaptureFormat format, int seed, CaptureNote note, boolean filtered) throws IOException {
        Path file = folder.resolve("capture" + seed + format.extension());
        try (CaptureWriter writer = format.create(file, note)) {
            ModelLog.write(
                    model(seed, seed % 3 != 0),
                    true,
                    event -> {
                        if (!filtered || event.sequence() < 5 || event.sequence() > 7) {
                            writer.append(event);
                        }
                    },
                    unseen -> {});
        }
        return file;
    }

    /** What the window's worker comes to, a few events read before it looks and the rest after. */
    private static Snapshot assertJudgedAlike(Path file, int seed) throws Exception {
        try (EventLog log = new EventLog(CaptureLimits.DEFAULT);
                FileSource source = FileSource.open(file, log, Runnable::run, later -> {})) {
            CaptureWorker worker = new CaptureWorker(log, ZoneOffset.UTC, Runnable::run, 1);
            worker.kick();
            Expression lost = QueryParser.parse("is:lost");
            worker.wish(Wishes.NONE.with(new TableQuery(lost, TableQuery.Mode.ONLY, false, false, Notes.NONE)));
            source.start();
            Snapshot window = null;
            for (int kick = 0; kick < 1_000 && !(window != null && worker.isIdle()); kick++) {
                worker.kick();
                Snapshot taken = worker.take();
                window = taken == null ? window : taken;
            }
            Snapshot last = Objects.requireNonNull(window);
            CaptureReport report = CaptureReport.of(log.view(), log.holes(), log.isFiltered());
            assertThat(JsonReport.lines(last.report()))
                    .as("the window's report of %s, seed %d", file.getFileName(), seed)
                    .isEqualTo(JsonReport.lines(report.all()));
            List<Long> losses = report.all().streams().stream()
                    .flatMap(stream -> stream.gaps().stream())
                    // A file that may grow may yet bring what is missing at its end.
                    .filter(gap -> gap.isLoss() && (log.isComplete() || !gap.open()))
                    .map(GapCard::index)
                    .filter(index -> index >= 0)
                    .distinct()
                    .sorted()
                    .toList();
            assertThat(rows(last))
                    .as("rows of is:lost in %s, seed %d", file.getFileName(), seed)
                    .isEqualTo(losses);
            return last;
        }
    }

    private static List<Long> rows(Snapshot window) {
        RowSelection shown = window.table().shown();
        return IntStream.range(0, shown.size())
                .mapToLong(at -> window.rows().logIndex(shown.get(at)))
                .distinct()
                .boxed()
                .toList();
    }
}
