// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.cli;

import dev.trebuchetfx.inspector.bugtest.BugTest;
import dev.trebuchetfx.inspector.bugtest.CaptureTest;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.format.WorkProgress;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.report.CaptureReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;
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

    /** The folder that the test goes to; null for no test. */
    @Nullable
    Path folder() {
        return folder;
    }

    /** Throws {@link IllegalArgumentException}, with what is expected, for a name that is none. */
    BugTest.Written write(Path into, Path file, LogView view, CaptureReport judged, Expression where, ZoneId zone)
            throws IOException, InterruptedException {
        return CaptureTest.write(
                String.valueOf(file.getFileName()),
                view,
                judged,
                where,
                into,
                className,
                zone,
                InstantSource.system().instant(),
                new WorkProgress());
    }
}
