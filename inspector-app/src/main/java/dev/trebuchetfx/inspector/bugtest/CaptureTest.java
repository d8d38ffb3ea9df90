// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.bugtest;

import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.format.WorkProgress;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.redact.Redactor;
import dev.trebuchetfx.inspector.report.CaptureReport;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A test of what a query lets through, without secrets. */
public final class CaptureTest {
    private CaptureTest() {}

    /**
     * Writes it; see {@link BugTest#write}.
     *
     * @param capture what the capture is called
     * @param folder see {@link TestPlace#of}
     * @param className null to have it named after the first actor
     * @param zone for times of day in the query
     * @param progress is told how far it is, and can end it: nothing is left then
     * @throws IllegalArgumentException for what is no name of a test
     */
    public static BugTest.Written write(
            String capture,
            LogView view,
            CaptureReport judged,
            Expression where,
            Path folder,
            @Nullable String className,
            ZoneId zone,
            Instant now,
            WorkProgress progress)
            throws IOException, InterruptedException {
        List<StreamCard> streams = judged.where(where, zone).streams();
        String actor = streams.isEmpty() ? "" : streams.getFirst().actor();
        String origin = capture + (where.equals(Expression.EVERYTHING) ? "" : " where " + where);
        return BugTest.write(
                view,
                judged.all(),
                judged.matching(where, zone),
                origin,
                TestPlace.of(folder, className, actor),
                Redactor.DEFAULT,
                now,
                progress);
    }
}
