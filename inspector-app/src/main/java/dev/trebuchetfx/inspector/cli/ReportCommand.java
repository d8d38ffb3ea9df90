// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.inspector.app.Surroundings;
import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.bugtest.BugTest;
import dev.trebuchetfx.inspector.capture.CaptureLimits;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.compare.Comparison;
import dev.trebuchetfx.inspector.compare.ComparisonJson;
import dev.trebuchetfx.inspector.compare.ComparisonReport;
import dev.trebuchetfx.inspector.format.CaptureImport;
import dev.trebuchetfx.inspector.format.GrowingCapture;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.report.CaptureReport;
import dev.trebuchetfx.inspector.report.JsonReport;
import dev.trebuchetfx.inspector.report.TextReport;
import dev.trebuchetfx.inspector.text.TerminalText;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The command {@code report}, which says what a capture means. */
@Command(
        name = "report",
        mixinStandardHelpOptions = true,
        description = "Says what a capture means: streams, gaps, replays, restarts, latency, what deltas saved.")
@SuppressWarnings("NullAway.Init") // picocli sets the fields.
public final class ReportCommand implements Callable<Integer> {
    private static final CaptureLimits EVERYTHING = new CaptureLimits(Long.MAX_VALUE, Long.MAX_VALUE);

    @Parameters(index = "0", paramLabel = "FILE", description = "a capture: own format, NDJSON or HAR")
    private Path file;

    @Option(names = "--json", description = "one JSON object a line: each logical stream, then a summary")
    private boolean json;

    @Option(
            names = "--where",
            paramLabel = "EXPR",
            converter = WhereOption.class,
            description = "what is counted, in the inspector's filter language; all events still tell what those mean")
    private Expression where = Expression.EVERYTHING;

    @Option(names = "--check", description = "end with 1 when updates were lost")
    private boolean check;

    @Mixin
    private ReportFiles files;

    @Mixin
    private ReportComparison comparison;

    @Mixin
    private ReportedTest test;

    @Spec
    private CommandSpec spec;

    static void readAll(GrowingCapture capture) throws IOException {
        boolean more = true;
        while (more) {
            more = capture.readMore();
        }
    }

    @Override
    public Integer call() {
        checkThere(file);
        Path other = comparison.other();
        Path testFolder = test.folder();
        if (other != null) {
            checkThere(other);
            if (testFolder != null) {
                throw new ParameterException(spec.commandLine(), "expected --compare or --test, not both");
            }
        }
        String wrong = files.wrongUsage();
        if (wrong != null) {
            throw new ParameterException(spec.commandLine(), wrong);
        }
        PrintWriter err = spec.commandLine().getErr();
        ZoneId zone = ZoneId.systemDefault();
        try (EventLog log = Surroundings.temporaryLog(EVERYTHING);
                GrowingCapture capture = GrowingCapture.open(file, log)) {
            readAll(capture);
            capture.found().notes().forEach(note -> err.println(TerminalText.line(note)));
            err.flush();
            CaptureReport judged = CaptureReport.of(
                    log.view(), log.holes(), capture.found().note().isFiltered());
            if (other != null) {
                int parts = compare(other, log.view(), judged, zone);
                return parts == 0 ? damage(capture.found(), err) : parts;
            }
            if (testFolder != null) {
                return writeTest(testFolder, log.view(), judged, zone);
            }
            AuditReport report = judged.where(where, zone);
            print(json ? JsonReport.lines(report) : TextReport.lines(report, zone));
            for (Path written : files.write(log.view(), judged, where, zone)) {
                err.println("wrote " + written);
                err.flush();
            }
            return check && report.losses() > 0 ? 1 : damage(capture.found(), err);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 1;
        } catch (IOException e) {
            err.println(TerminalText.line(e.getMessage()));
            err.flush();
            return 1;
        } catch (OutOfMemoryError e) {
            err.println(file + " needs more memory than there is: " + e.getMessage()
                    + "; allow more, such as by TREBUCHET_JAVA_OPTIONS=-Xmx4g");
            err.flush();
            return 1;
        }
    }

    /** Returns 1 if losses were checked for and the capture is damaged, since the damaged part may hide a loss; otherwise 0. */
    private int damage(CaptureImport found, PrintWriter err) {
        if (check && found.isDamaged()) {
            err.println(file + " could not be read whole, so nobody can say that nothing was lost");
            err.flush();
            return 1;
        }
        return 0;
    }

    private void checkThere(Path capture) {
        if (!Files.isRegularFile(capture)) {
            throw new ParameterException(spec.commandLine(), "expected a capture but there is no file " + capture);
        }
    }

    private void print(List<String> lines) {
        PrintWriter out = spec.commandLine().getOut();
        for (String line : lines) {
            out.println(TerminalText.line(line));
            out.flush();
        }
    }

    private int compare(Path other, LogView view, CaptureReport judged, ZoneId zone) throws IOException {
        Comparison found = ReportComparison.with(
                other, view, judged, where, zone, spec.commandLine().getErr());
        print(
                json
                        ? ComparisonJson.lines(found)
                        : ComparisonReport.lines(
                                found, ReportComparison.name(file, other), ReportComparison.name(other, file), zone));
        return check && found.divergences() > 0 ? 1 : 0;
    }

    private int writeTest(Path folder, LogView view, CaptureReport judged, ZoneId zone)
            throws IOException, InterruptedException {
        BugTest.Written written = test.write(folder, file, view, judged, where, zone);
        print(written.files().stream().map(Path::toString).toList());
        PrintWriter err = spec.commandLine().getErr();
        written.differences()
                .forEach(difference -> err.println("The test will fail: " + TerminalText.line(difference)));
        err.flush();
        return 0;
    }
}
