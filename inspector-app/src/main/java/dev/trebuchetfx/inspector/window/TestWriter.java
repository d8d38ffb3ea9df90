// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.window;

import dev.trebuchetfx.inspector.bugtest.BugTest;
import dev.trebuchetfx.inspector.bugtest.CaptureTest;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.format.WorkProgress;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.report.CaptureReport;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneId;

/** A writer of JUnit tests of what the window shows. Works in the background; the status line of files shows the progress and the result. */
final class TestWriter {
    private final EventLog log;
    private final InspectorModel model;
    private final InstantSource clock;

    TestWriter(EventLog log, InspectorModel model, InstantSource clock) {
        this.log = log;
        this.model = model;
        this.clock = clock;
    }

    /** Begins to write a test of the messages that pass the filter now into {@code folder}. Called on the FX thread. */
    void write(Path folder) {
        Expression where = model.table().filter().expression();
        model.files().run("Writing a test…", "No test was written", progress -> write(where, folder, progress));
    }

    private String write(Expression where, Path folder, WorkProgress progress) throws IOException {
        try {
            LogView view = log.view();
            // Once for all of it, and once for what the filter lets through.
            progress.expect(2 * view.size());
            BugTest.Written written = CaptureTest.write(
                    "what the window showed",
                    view,
                    CaptureReport.of(view, log.holes(), log.isFiltered(), progress::advance),
                    where,
                    folder,
                    null,
                    ZoneId.systemDefault(),
                    clock.instant(),
                    progress);
            return "Wrote " + written.files().getFirst()
                    + (written.differences().isEmpty()
                            ? ""
                            : "; it will fail: " + written.differences().getFirst());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("it was interrupted");
        }
    }
}
