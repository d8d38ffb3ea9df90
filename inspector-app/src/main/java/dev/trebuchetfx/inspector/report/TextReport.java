// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.report;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.CallCard;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.Problem;
import dev.trebuchetfx.inspector.audit.ResumeCard;
import dev.trebuchetfx.inspector.audit.StreamCard;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A report for people: what there is of each stream, then what deserves a look. */
public final class TextReport {
    private static final int MAX_LINES = 20;

    private final DateTimeFormatter time;
    private final List<String> lines = new ArrayList<>();

    private TextReport(ZoneId zone) {
        this.time = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    /** Times are shown in {@code zone}. */
    public static List<String> lines(AuditReport report, ZoneId zone) {
        TextReport text = new TextReport(zone);
        text.summary(report);
        report.streams().forEach(text::stream);
        text.calls(report);
        text.problems(report);
        return List.copyOf(text.lines);
    }

    private void add(String line) {
        lines.add(line.stripTrailing());
    }

    private void summary(AuditReport report) {
        add(String.format(
                Locale.ROOT,
                "%s, %s, %s; %s, %s; %s",
                count(report.connections(), "connection"),
                count(report.messages(), "message"),
                report.undecodable() == 0 ? "all readable" : count(report.undecodable(), "unreadable message"),
                count(report.streams().size(), "logical stream"),
                count(report.gaps(), "gap"),
                report.losses() == 0 ? "nothing lost" : "updates lost in " + count(report.losses(), "gap")));
    }

    private void stream(StreamCard stream) {
        add("");
        add(String.format(
                Locale.ROOT,
                "%s%s%s",
                stream.name(),
                stream.filter() == null ? "" : "  filter " + stream.filter(),
                stream.ended() == null ? "" : "  ended: " + stream.ended()));
        add(String.format(
                Locale.ROOT,
                "  %s, of which %d replayed; %s, %s, %s; %s",
                count(stream.updates(), "update"),
                stream.replayed(),
                count(stream.duplicates(), "duplicate"),
                stream.reordered() + " reordered",
                count(stream.restarts(), "restart"),
                count(stream.streams().size(), "stream id")));
        add(String.format(
                Locale.ROOT,
                "  %s%s",
                bytes(stream),
                stream.firstStateNanos() == null ? "" : "; first state after " + millis(stream.firstStateNanos())));
        if (stream.leftOut() > 0 || stream.leftOutBytes() > 0) {
            add(String.format(
                    Locale.ROOT,
                    "  %s (%s) left out by the filter",
                    count(stream.leftOut(), "update"),
                    size(stream.leftOutBytes())));
        }
        if (stream.capturedFrom() != null) {
            add(String.format(
                    Locale.ROOT, "  capture began at number %s; earlier not seen", unsigned(stream.capturedFrom())));
        }
        if (stream.proofs() > 0) {
            add(String.format(
                    Locale.ROOT,
                    "  deltas compared with the server's state %s: %s",
                    times(stream.proofs()),
                    stream.drifts() == 0 ? "the same" : "drifted " + times(stream.drifts())));
        }
        if (stream.buffer() != null) {
            add(String.format(
                    Locale.ROOT,
                    "  server's buffer %s to %s, client at %s%s: %s",
                    unsigned(stream.buffer().oldest()),
                    unsigned(stream.buffer().newest()),
                    stream.buffer().checkpointTold() ? "" : "most ",
                    unsigned(stream.buffer().checkpoint()),
                    stream.buffer().inWords()));
        }
        bounded(stream.gaps().size(), "gap", index -> gap(stream.gaps().get(index)));
        bounded(
                stream.resumes().size(),
                "resume",
                index -> resume(stream.resumes().get(index)));
    }

    private interface Row {
        void write(int index);
    }

    private void bounded(int size, String what, Row row) {
        for (int i = 0; i < Math.min(size, MAX_LINES); i++) {
            row.write(i);
        }
        if (size > MAX_LINES) {
            add(String.format(Locale.ROOT, "  … and %s more; --json has them all", count(size - MAX_LINES, what)));
        }
    }

    private static String bytes(StreamCard stream) {
        if (stream.bytes() == 0 || stream.fullBytes() <= stream.bytes()) {
            return size(stream.bytes());
        }
        long saved = Math.round(100.0 * (stream.fullBytes() - stream.bytes()) / stream.fullBytes());
        return size(stream.bytes()) + " instead of " + size(stream.fullBytes()) + " as full states: " + saved
                + " % saved by deltas";
    }

    private void gap(GapCard gap) {
        String numbers = gap.to() == null
                ? unsigned(gap.from()) + " on"
                : gap.from() == gap.to() ? unsigned(gap.from()) : unsigned(gap.from()) + " to " + unsigned(gap.to());
        add(String.format(
                Locale.ROOT,
                "  %s  gap     %s  %s",
                at(gap.time()),
                numbers,
                gap.healed()
                        ? "healed"
                        : gap.open()
                                ? gap.cause().word() + ", may still come"
                                : gap.cause().word()));
    }

    private void resume(ResumeCard resume) {
        StringBuilder text = new StringBuilder("after " + unsigned(resume.lastSequence()));
        Long from = resume.from();
        Long to = resume.to();
        if (from != null && to != null) {
            text.append(": ")
                    .append(unsigned(from))
                    .append(" to ")
                    .append(unsigned(to))
                    .append(" replayed");
            if (resume.overlap() > 0) {
                text.append(", ").append(resume.overlap()).append(" of them had come");
            }
        } else if (resume.outcome() != null) {
            text.append(": ").append(resume.outcome());
        }
        if (resume.reason() != null) {
            text.append(", ").append(resume.reason());
        }
        if (resume.oldestBuffered() != null && resume.newestBuffered() != null) {
            text.append(", server had ")
                    .append(unsigned(resume.oldestBuffered()))
                    .append(" to ")
                    .append(unsigned(resume.newestBuffered()));
        }
        if (resume.missing() != null && resume.missing() != 0) {
            text.append(", ").append(unsigned(resume.missing())).append(" missing");
        }
        if (resume.toLiveNanos() != null) {
            text.append(", live after ").append(millis(resume.toLiveNanos()));
        }
        add(String.format(
                Locale.ROOT,
                "  %s  resume  %s: %s",
                at(resume.time()),
                resume.verdict().word(),
                text));
    }

    private void calls(AuditReport report) {
        if (report.callCount() == 0) {
            return;
        }
        add("");
        AuditReport.Spread spread = report.callLatency();
        add(String.format(
                Locale.ROOT,
                "%s, %s%s",
                count(report.callCount(), "call"),
                count(report.callErrors(), "error"),
                spread.count() == 0
                        ? ""
                        : "; answered after " + millis(spread.median()) + " (median), " + millis(spread.p99())
                                + " (p99), " + millis(spread.greatest()) + " (most)"));
        List<CallCard> shown = report.calls();
        bounded(shown.size(), "call", index -> call(report, shown.get(index)));
    }

    private void call(AuditReport report, CallCard call) {
        String outcome = call.error() != null
                ? "failed: " + call.error()
                : call.lostAnswer()
                        ? "connection closed before the answer"
                        : call.latencyNanos() == null ? "no answer" : "";
        StringBuilder changes = new StringBuilder();
        for (CallCard.Change change : call.changes()) {
            changes.append(changes.isEmpty() ? "" : ", ")
                    .append(name(report, change.stream()))
                    .append(' ')
                    .append(unsigned(change.sequence()))
                    .append(change.alone() ? "" : "?");
        }
        add(String.format(
                Locale.ROOT,
                "  %s  %s.%s  %s%s%s",
                at(call.time()),
                call.actor(),
                call.method(),
                call.latencyNanos() == null ? "" : millis(call.latencyNanos()) + " ",
                outcome,
                changes.isEmpty() ? "" : " → " + changes));
    }

    private static String name(AuditReport report, int number) {
        return report.streams().stream()
                .filter(stream -> stream.number() == number)
                .map(StreamCard::name)
                .findFirst()
                .orElse("stream " + number);
    }

    private record Group(Problem first, int count) {
        Group more() {
            return new Group(first, count + 1);
        }
    }

    private void problems(AuditReport report) {
        if (report.problems().isEmpty()) {
            return;
        }
        add("");
        Map<String, Group> groups = new LinkedHashMap<>();
        for (Problem problem : report.problems()) {
            groups.compute(
                    problem.severity() + problem.group() + problem.stream(),
                    (key, group) -> group == null ? new Group(problem, 1) : group.more());
        }
        for (Group group : groups.values()) {
            Problem first = group.first();
            add(String.format(
                    Locale.ROOT,
                    "%-8s %s  %s%s",
                    first.severity().word(),
                    at(first.time()),
                    first.what(),
                    group.count() == 1 ? "" : "  (and " + (group.count() - 1) + " more: " + first.group() + ")"));
        }
    }

    private String at(long nanos) {
        return time.format(JsonReport.instant(nanos));
    }

    private static String unsigned(@Nullable Long number) {
        return number == null ? "?" : Long.toUnsignedString(number);
    }

    private static String times(long count) {
        return count == 1 ? "once" : String.format(Locale.ROOT, "%,d times", count);
    }

    private static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    private static String millis(@Nullable Long nanos) {
        return nanos == null ? "?" : String.format(Locale.ROOT, "%.1f ms", nanos / 1e6);
    }

    private static String size(long bytes) {
        if (bytes < 10_000) {
            return bytes + " bytes";
        }
        return bytes < 10_000_000
                ? String.format(Locale.ROOT, "%.1f kB", bytes / 1e3)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
