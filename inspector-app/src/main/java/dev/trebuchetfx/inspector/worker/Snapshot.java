// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import dev.trebuchetfx.inspector.analysis.ConnectionAnalysis;
import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.analysis.StreamSummary;
import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.StateKeyframes;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.Hole;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.query.QueryFlag;
import dev.trebuchetfx.inspector.query.SeenValues;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Everything that a window shows, as of one moment. Nothing in it but the keyframes is ever written again: the worker has made it, the FX thread swaps it
 * in, and any thread may read it (cursors of the view excepted, of which each thread takes its own).
 *
 * @param number counts the snapshots of a window from 1
 * @param view the events up to where they were read: {@code position} and later ones may be in it, unread
 * @param position index of the log up to which everything was read
 * @param rows the rows of messages
 * @param table those of them that show
 * @param streams the logical streams in the order in which they were opened
 * @param chosen all of the stream that was asked for; null where none was, or there is none
 * @param report what the messages by themselves mean: cards of streams, gaps, resumes and calls, and problems by rank; made anew a few
 *     times a second
 * @param keyframes states that the audit came by; it goes on growing
 * @param seen what fields had, for completions
 * @param chips how many rows have each of the flags that can be asked for by a chip
 * @param holes what the log does not hold, and where
 * @param neverRead events that the log let go before they could be read
 * @param problem why the worker has stopped; null while it works
 */
public record Snapshot(
        long number,
        LogView view,
        EventLog.Extent extent,
        long position,
        MessageRows rows,
        TableRows table,
        List<StreamSummary> streams,
        @Nullable StreamAnalysis chosen,
        ConnectionAnalysis connection,
        AuditReport report,
        StateKeyframes keyframes,
        SeenValues seen,
        Map<QueryFlag, Integer> chips,
        List<Hole> holes,
        long neverRead,
        @Nullable String problem) {

    /** Before anything was read. */
    public static Snapshot empty(EventLog log) {
        return new Snapshot(
                0,
                log.view(),
                new EventLog.Extent(0, 0, 0, 0, 0, 0),
                0,
                MessageRows.NONE,
                TableRows.NONE,
                List.of(),
                null,
                new ConnectionAnalysis(),
                AuditReport.combined(List.of()),
                new StateKeyframes(),
                SeenValues.NONE,
                Map.of(),
                List.of(),
                0,
                null);
    }
}
