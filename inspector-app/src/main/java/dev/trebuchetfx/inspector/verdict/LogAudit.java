// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.verdict;

import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.GapCard;
import dev.trebuchetfx.inspector.audit.GapCause;
import dev.trebuchetfx.inspector.audit.Judgement;
import dev.trebuchetfx.inspector.audit.LineEvent;
import dev.trebuchetfx.inspector.audit.SequenceVerdict;
import dev.trebuchetfx.inspector.audit.StateKeyframes;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.audit.TrafficAudit;
import dev.trebuchetfx.inspector.capture.ConnectionName;
import dev.trebuchetfx.inspector.capture.Hole;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.capture.StreamName;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Reads a log from where it left off and judges it, each of its sources by itself.
 *
 * <p>Confined to one thread, which need not be the one that fills the log.
 */
public final class LogAudit {
    private final Map<Integer, TrafficAudit> audits = new TreeMap<>();
    private final StateKeyframes keyframes = new StateKeyframes();
    private final VerdictColumn column = new VerdictColumn();
    private final Predicate<LogCursor> counts;
    private final QuietEnds quietEnds;
    private Nature nature;
    private final boolean filtered;
    private final Set<Integer> connections = new HashSet<>();
    private final Set<Integer> closed = new HashSet<>();
    private long next;
    private long lastHole = -1;

    /** How a log came about. */
    private enum Nature {
        /** It goes on: what a gap comes to is not known yet. */
        LIVE,
        WHOLE
    }

    private LogAudit(Predicate<LogCursor> counts, QuietEnds quietEnds, Nature nature, boolean filtered) {
        this.counts = counts;
        this.quietEnds = quietEnds;
        this.nature = nature;
        this.filtered = filtered;
    }

    /** Of a log that is being filled. */
    public static LogAudit live() {
        return live(false);
    }

    /**
     * Of a log that is being filled.
     *
     * @param filtered whether events were left out by a query: what is not there was not lost
     */
    public static LogAudit live(boolean filtered) {
        return new LogAudit(event -> true, QuietEnds.none(), Nature.LIVE, filtered);
    }

    /** Of a log to which nothing is added any more, with nothing of it read yet. */
    public static LogAudit whole(LogView view, boolean filtered) {
        return new LogAudit(event -> true, QuietEnds.of(view), Nature.WHOLE, filtered);
    }

    /** Whether events were left out by a query, as far as this was told. */
    public boolean isFiltered() {
        return filtered;
    }

    /** Whether this judges as {@link #whole} would, from now on: nothing is added to the log any more. */
    public boolean becomesWhole(LogView view, boolean isFiltered) {
        if (nature == Nature.LIVE
                && filtered == isFiltered
                && !QuietEnds.of(view).matter()) {
            nature = Nature.WHOLE;
        }
        return nature == Nature.WHOLE && filtered == isFiltered;
    }

    /**
     * Of all that a log holds, at once.
     *
     * @param holes what it does not hold
     * @param filtered whether the capture was recorded with a query: what is not there was not lost
     * @param counts which events go into the figures; the others still tell what those mean
     */
    public static LogAudit of(LogView view, List<Hole> holes, boolean filtered, Predicate<LogCursor> counts) {
        LogAudit audit = new LogAudit(counts, QuietEnds.of(view), Nature.WHOLE, filtered);
        audit.advance(view, holes, Long.MAX_VALUE);
        return audit;
    }

    /** Reads up to {@code limit} further events; returns whether there was any. */
    public boolean advance(LogView view, List<Hole> holes, long limit) {
        LogCursor event = view.cursor();
        long begin = Math.max(next, view.first());
        long end = limit > view.end() - begin ? view.end() : begin + limit;
        column.dropBefore(view.first());
        for (long index = begin; index < end && event.moveTo(index); index++) {
            take(event, holes);
        }
        next = Math.max(next, end);
        return end > begin;
    }

    /**
     * Judges the event that {@code event} stands on, which must be the one at {@link #position} or a later one.
     *
     * @param holes what the log does not hold
     */
    public Judged take(LogCursor event, List<Hole> holes) {
        long index = event.index();
        tellHoles(holes, index);
        next = index + 1;
        return read(event, index);
    }

    /** Lets go what was remembered of events that are no longer held. */
    public void dropBefore(long index) {
        column.dropBefore(index);
    }

    private void tellHoles(List<Hole> holes, long index) {
        for (Hole hole : holes) {
            // What was let go after it was read is not missing here.
            boolean read = hole.reason() == Hole.Reason.EVICTED && next > 0 && hole.index() <= next;
            if (hole.index() <= index && hole.index() > lastHole && !read) {
                LineEvent unseen = new LineEvent.Unseen(
                        hole.toTime(), hole.count(), hole.reason().word());
                audits.values().forEach(audit -> audit.accept(index, unseen));
                lastHole = hole.index();
            }
        }
    }

    private Judged read(LogCursor event, long index) {
        LineEvent line = LineReader.read(event);
        if (line == null) {
            return Judged.NOTHING;
        }
        int side = source(event);
        TrafficAudit audit = audits.computeIfAbsent(side, source -> new TrafficAudit(keyframes));
        int connection = event.connectionNumber();
        if (connection != 0 && connections.add(connection)) {
            for (int over : quietEnds.before(index, connection)) {
                if (closed.add(over)) {
                    audits.values()
                            .forEach(each -> each.accept(
                                    index, new LineEvent.Closed(event.time(), over, "nothing came any more"), false));
                }
            }
        }
        if (filtered) {
            audit.accept(index, new LineEvent.Unseen(event.time(), 0, "left out"));
        }
        boolean counted = counts.test(event);
        Judgement judgement = audit.accept(index, line, counted);
        int bits = bits(judgement);
        if (nature == Nature.LIVE && judgement.verdict() == SequenceVerdict.GAP) {
            bits |= VerdictBits.GAP;
        }
        if (bits != 0) {
            column.add(index, bits);
        }
        return new Judged(line, judgement, side);
    }

    private static int source(LogCursor event) {
        ConnectionName connection = event.connection();
        if (connection != null) {
            return connection.source();
        }
        StreamName stream = event.stream();
        return stream == null ? 0 : stream.source();
    }

    private static int bits(Judgement judgement) {
        SequenceVerdict verdict = judgement.verdict();
        if (verdict == null) {
            return judgement.restart() ? VerdictBits.RESTART : 0;
        }
        return VerdictBits.of(verdict);
    }

    /** Bits of {@link VerdictBits} for an event; what a gap comes to shows only after {@link #settle}. */
    public int bits(long index) {
        return column.get(index);
    }

    /**
     * Marks the events at which gaps show that are there to stay, and returns the report in which they are. Of a log that is being filled
     * those are the gaps that nothing can close any more.
     */
    public AuditReport settle() {
        AuditReport report = report();
        for (StreamCard stream : report.streams()) {
            for (GapCard gap : stream.gaps()) {
                if (gap.cause() != GapCause.SKIPPED && (nature != Nature.LIVE || !gap.open())) {
                    column.add(gap.index(), VerdictBits.GAP | (gap.isLoss() ? VerdictBits.LOST : 0));
                }
            }
        }
        return report;
    }

    /** What everything so far means. */
    public AuditReport report() {
        return AuditReport.combined(
                audits.values().stream().map(TrafficAudit::report).toList());
    }

    /** States from which others may go on; it goes on growing. */
    public StateKeyframes keyframes() {
        return keyframes;
    }

    /** The log's index up to which everything was read. */
    public long position() {
        return next;
    }
}
