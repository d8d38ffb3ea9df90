// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.bugtest.BugTest;
import dev.trebuchetfx.inspector.bugtest.TestPlace;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.redact.Redactor;
import dev.trebuchetfx.inspector.report.CaptureReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The part of {@code report} that writes a JUnit test. */
final class ReportedTest {
    @Option(
            names = "--test",
            paramLabel = "DIR",
            description =
                    "instead of reporting: write a JUnit test of what --where lets through, and what it replays. Below "
                            + "src/test/java the package is read off the folder")
    private @Nullable Path folder;

    @Option(
            names = "--test-class",
            paramLabel = "NAME",
            description = "what the test is called, such as com.example.GapTest; otherwise after the actor")
    private @Nullable String className;

    /** Where the test goes; null for no test. */
    @Nullable
    Path folder() {
        return folder;
    }

    /** Throws {@link IllegalArgumentException}, with what is expected, for a name that is none. */
    BugTest.Written write(Path into, Path file, LogView view, CaptureReport judged, Expression where, ZoneId zone)
            throws IOException, InterruptedException {
        List<StreamCard> streams = judged.where(where, zone).streams();
        String actor = streams.isEmpty() ? "" : streams.getFirst().actor();
        String origin = file.getFileName() + (where.equals(Expression.EVERYTHING) ? "" : " where " + where);
        return BugTest.write(
                view,
                judged.all(),
                judged.matching(where, zone),
                origin,
                TestPlace.of(into, className, actor),
                Redactor.DEFAULT,
                InstantSource.system().instant());
    }
}
