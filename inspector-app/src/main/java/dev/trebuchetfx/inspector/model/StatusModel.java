// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.audit.Problem;
import dev.trebuchetfx.inspector.audit.Severity;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.worker.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;

/** What the inspector itself costs and misses, and the worst that it has found. Confined to the FX thread. */
public final class StatusModel {
    private final ReadOnlyObjectWrapper<Status> status = new ReadOnlyObjectWrapper<>(this, "status", Status.NONE);
    private long rateEnd;
    private Instant rateAt = Instant.EPOCH;
    private double rate;

    /**
     * What the status line says.
     *
     * @param rate events a second that come
     * @param behind how many of them were not looked at yet
     * @param bytes what they take in memory and on disk
     * @param dropped what was let go; empty for nothing
     * @param lost what could not be captured; empty for nothing. Updates that were lost on the wire are no matter of the capture
     * @param worst shape of the worst problem
     * @param worstWords how bad, how many, and what
     * @param worstIndex event at which it shows; -1 for no problem
     * @param incomplete whether something is missing
     */
    public record Status(
            String rate,
            String behind,
            String bytes,
            String dropped,
            String lost,
            Verdict worst,
            String worstWords,
            long worstIndex,
            boolean incomplete) {
        static final Status NONE =
                new Status("0 events/s", "0 behind", "0 B", "", "", Verdict.LIVE, "no problems", -1, false);
    }

    void refresh(Snapshot snapshot, EventLog log, Instant now) {
        EventLog.Extent extent = log.extent();
        double seconds = (now.toEpochMilli() - rateAt.toEpochMilli()) / 1_000.0;
        if (seconds >= 1 || seconds < 0) {
            rate = rateAt.equals(Instant.EPOCH) ? 0 : (extent.end() - rateEnd) / Math.max(1, seconds);
            rateEnd = extent.end();
            rateAt = now;
        }
        long behind = Math.max(0, extent.end() - snapshot.position());
        List<Problem> problems = snapshot.report().problems();
        long lost = extent.damaged() + snapshot.neverRead();
        boolean over = log.isComplete();
        status.set(new Status(
                over
                        ? "capture closed"
                        : (rate < 10 ? String.format(Locale.ROOT, "%.1f", rate) : Texts.count(Math.round(rate)))
                                + " events/s",
                over && behind == 0 ? "" : Texts.count(behind) + " behind",
                Texts.bytes(extent.bytes() - Math.min(extent.bytes(), log.bytesOnDisk())) + " memory · "
                        + Texts.bytes(log.bytesOnDisk()) + " disk",
                dropped(extent),
                lost == 0 ? "" : Texts.count(lost) + " not captured",
                problems.isEmpty() ? Verdict.LIVE : shape(problems.getFirst().severity()),
                words(problems),
                problems.isEmpty() ? -1 : problems.getFirst().index(),
                extent.evicted() + extent.notRecorded() + lost > 0));
    }

    private static String dropped(EventLog.Extent extent) {
        String evicted = extent.evicted() == 0 ? "" : Texts.count(extent.evicted()) + " older dropped";
        String unrecorded = extent.notRecorded() == 0 ? "" : Texts.count(extent.notRecorded()) + " not recorded";
        return evicted + (evicted.isEmpty() || unrecorded.isEmpty() ? "" : " · ") + unrecorded;
    }

    private static Verdict shape(Severity severity) {
        return switch (severity) {
            case ERROR -> Verdict.ERROR;
            case WARNING -> Verdict.DUPLICATE;
            case NOTE -> Verdict.HEARTBEAT;
        };
    }

    private static String words(List<Problem> problems) {
        if (problems.isEmpty()) {
            return "no problems";
        }
        Problem worst = problems.getFirst();
        long alike = problems.stream()
                .filter(problem -> problem.severity() == worst.severity())
                .count();
        return Texts.count(alike, worst.severity().word(), worst.severity().word() + "s") + " · " + worst.group();
    }

    /** Never null. */
    public ReadOnlyObjectProperty<Status> statusProperty() {
        return status.getReadOnlyProperty();
    }
}
