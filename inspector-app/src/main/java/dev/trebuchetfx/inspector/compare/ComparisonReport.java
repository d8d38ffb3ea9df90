// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import dev.trebuchetfx.inspector.audit.AuditReport.Spread;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says for people where two captures part. */
public final class ComparisonReport {
    private static final int MAX_LINES = 20;

    private final Comparison comparison;
    private final String first;
    private final String second;
    private final DateTimeFormatter clock;
    private final List<String> lines = new ArrayList<>();

    private ComparisonReport(Comparison comparison, String first, String second, ZoneId zone) {
        this.comparison = comparison;
        this.first = first;
        this.second = second;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
    }

    /** {@code first} and {@code second} are what the captures are called; times are shown in {@code zone}. */
    public static List<String> lines(Comparison comparison, String first, String second, ZoneId zone) {
        ComparisonReport report = new ComparisonReport(comparison, first, second, zone);
        report.summary();
        comparison.streams().forEach(report::stream);
        report.calls();
        return List.copyOf(report.lines);
    }

    private void summary() {
        long count = comparison.divergences();
        String what = comparison.sameLine() ? "two captures of one line" : "captures of two runs";
        String which = comparison.client() == 0 || !comparison.sameLine()
                ? ""
                : ", " + (comparison.client() == 1 ? first : second) + " the client's";
        lines.add(what + which + ": "
                + (count == 0
                        ? "they do not part"
                        : String.format(Locale.ROOT, "they part at %,d place%s", count, count == 1 ? "" : "s")));
    }

    private void stream(StreamComparison stream) {
        lines.add("");
        lines.add(stream.name());
        StreamFigures mine = stream.figures();
        StreamFigures theirs = stream.other();
        if (mine == null || theirs == null) {
            lines.add("  only in " + (mine == null ? second : first));
            return;
        }
        for (int i = 0; i < Math.min(MAX_LINES, stream.divergences().size()); i++) {
            Divergence each = stream.divergences().get(i);
            lines.add((i == 0 ? "  first  " : "         ") + at(each.time()) + "  " + inWords(each));
        }
        long more = stream.divergences().size() - MAX_LINES + stream.omitted();
        if (more > 0) {
            lines.add(String.format(Locale.ROOT, "         … and %,d more; --json has them", more));
        }
        figures(stream, mine, theirs);
    }

    private void figures(StreamComparison stream, StreamFigures mine, StreamFigures theirs) {
        row("updates", mine.updates(), theirs.updates());
        row("restarts", mine.restarts(), theirs.restarts());
        row("bytes a message", mine.meanBytes(), theirs.meanBytes());
        if (mine.perSecond() != null && theirs.perSecond() != null) {
            row("messages a second", mine.perSecond(), theirs.perSecond(), "%,.2f");
        }
        if (mine.firstStateNanos() != null && theirs.firstStateNanos() != null) {
            row("ms to the first state", mine.firstStateNanos() / 1e6, theirs.firstStateNanos() / 1e6, "%,.1f");
        }
        if (mine.conflated() + theirs.conflated() > 0) {
            row("conflated for the application", mine.conflated(), theirs.conflated());
        }
        StreamComparison.Delay way = stream.wayNanos();
        if (way != null) {
            lines.add(String.format(
                    Locale.ROOT,
                    "  %-30s %.1f ms (median), %.1f ms (p99), by the clocks of both",
                    "later in " + second,
                    way.median() / 1e6,
                    way.p99() / 1e6));
        }
    }

    private void row(String what, long mine, long theirs) {
        row(what, (double) mine, (double) theirs, "%,.0f");
    }

    private void row(String what, double mine, double theirs, String format) {
        String change = mine == theirs || mine == 0
                ? ""
                : String.format(Locale.ROOT, "  %+.0f %%", 100 * (theirs - mine) / mine);
        lines.add(String.format(Locale.ROOT, "  %-30s " + format + " | " + format, what, mine, theirs) + change);
    }

    private String inWords(Divergence each) {
        String numbers = SequenceNumbers.toText(each.from())
                + (each.from() == each.to() ? "" : " to " + SequenceNumbers.toText(each.to()))
                + (each.run() == 1 ? "" : " of its stream no. " + each.run());
        return switch (each.kind()) {
            case MISSING -> numbers + ": only in " + second + why(1, each);
            case ADDED -> numbers + ": only in " + first + why(2, each);
            case CHANGED ->
                numbers + ": another state"
                        + (each.path() == null
                                ? ""
                                : ", first at " + (each.path().isEmpty() ? "the root" : each.path()));
            case COPIES ->
                numbers + ": came " + times(each.copies()) + " in " + first + ", " + times(each.otherCopies()) + " in "
                        + second + (comparison.sameLine() ? ": a copy was lost on the way, or made on it" : "");
            case NOT_TAKEN -> numbers + ": reached the client, which did not take it: look at the client library";
        };
    }

    /** {@code at}: the capture that lacks it. */
    private String why(int at, Divergence each) {
        if (!comparison.sameLine()) {
            return "";
        }
        if (each.time() > (at == 1 ? comparison.end() : comparison.otherEnd())) {
            return ": after the other one ends";
        }
        if (comparison.client() == 0) {
            return ": lost between the two";
        }
        return comparison.client() == at ? ": lost on the wire" : ": made on the wire";
    }

    private static String times(int count) {
        return count == 1 ? "once" : count + " times";
    }

    private void calls() {
        Spread mine = comparison.calls();
        Spread theirs = comparison.otherCalls();
        if (mine.count() == 0 || theirs.count() == 0) {
            return;
        }
        lines.add("");
        lines.add("calls");
        row("answered", mine.count(), theirs.count());
        row("ms to the answer (median)", mine.median() / 1e6, theirs.median() / 1e6, "%,.1f");
        row("ms to the answer (p99)", mine.p99() / 1e6, theirs.p99() / 1e6, "%,.1f");
    }

    private String at(long nanos) {
        return clock.format(instant(nanos));
    }

    static Instant instant(long nanos) {
        return Instant.ofEpochSecond(Math.floorDiv(nanos, 1_000_000_000L), Math.floorMod(nanos, 1_000_000_000L));
    }

    static @Nullable Double millis(@Nullable Long nanos) {
        return nanos == null ? null : Math.round(nanos / 1e3) / 1e3;
    }
}
