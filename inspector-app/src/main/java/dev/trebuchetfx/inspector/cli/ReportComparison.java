// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.compare.Comparison;
import dev.trebuchetfx.inspector.format.GrowingCapture;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.text.TerminalText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of {@code report} that lays another capture beside the one reported. */
final class ReportComparison {
    private static final CaptureLimits EVERYTHING = new CaptureLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    @Option(
            names = "--compare",
            paramLabel = "OTHER",
            description =
                    "instead of reporting: say where another capture parts from this one, of the other end of the line or "
                            + "of another run; with --check end with 1 where it does")
    private @Nullable Path other;

    /** The capture to compare with; null for none. */
    @Nullable
    Path other() {
        return other;
    }

    /** {@code err}: is told what was found out about the other file. */
    static Comparison with(
            Path other, LogView view, CaptureReport judged, Expression where, ZoneId zone, PrintWriter err)
            throws IOException {
        try (EventLog log = Surroundings.temporaryLog(EVERYTHING);
                GrowingCapture capture = GrowingCapture.open(other, log)) {
            ReportCommand.readAll(capture);
            capture.found().notes().forEach(note -> err.println(TerminalText.line(note)));
            err.flush();
            CaptureReport otherJudged = CaptureReport.of(
                    log.view(), log.holes(), capture.found().note().isFiltered());
            return Comparison.of(side(view, judged, where, zone), side(log.view(), otherJudged, where, zone));
        }
    }

    private static Comparison.Side side(LogView view, CaptureReport judged, Expression where, ZoneId zone) {
        return new Comparison.Side(view, judged.where(where, zone), judged.matching(where, zone));
    }

    /** Returns the name of a capture, with its folder where both captures have one name. */
    static String name(Path capture, Path beside) {
        Path name = capture.getFileName();
        return (name == null || name.equals(beside.getFileName()) ? capture : name).toString();
    }
}
