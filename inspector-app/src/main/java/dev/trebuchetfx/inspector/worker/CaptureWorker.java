// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.worker;

import dev.trebuchetfx.inspector.analysis.CaptureAnalysis;
import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.analysis.Segment;
import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.analysis.StreamSummary;
import dev.trebuchetfx.inspector.audit.AuditReport;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.query.SeenValues;
import dev.trebuchetfx.inspector.verdict.LogAudit;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads a log, judges it and answers the filter, in small turns, as one task at a time on an executor.
 *
 * <p>The window's thread says what it wants by {@link #wish}, sees to it once a pulse that the work goes on by {@link #kick}, and takes what is ready
 * by {@link #take}; none of these waits. Whatever is mutable here belongs to the task that runs; what it publishes never changes.
 */
public final class CaptureWorker {
    private static final Logger LOG = LoggerFactory.getLogger(CaptureWorker.class);

    /** Read before anything else gets a turn: a few milliseconds' worth. */
    private static final int EVENTS_A_TURN = 2_000;

    private static final int MAX_ROWS = 2_000_000;

    private final EventLog log;
    private final ZoneId zone;
    private final Executor executor;
    private final int kicksAReport;
    // Between the window's thread and the task.
    private final AtomicBoolean running = new AtomicBoolean();
    private volatile Wishes wishes = Wishes.NONE;
    private final AtomicReference<@Nullable Snapshot> ready = new AtomicReference<>();
    private volatile long position;
    private volatile long served = -1;
    private volatile boolean reportStale;
    private volatile long kicks;
    private volatile long reportedAt = Long.MIN_VALUE;
    private volatile @Nullable String problem;
    // Owned by the task.
    private CaptureAnalysis analysis;
    private final SeenTexts seen = new SeenTexts();
    private final Map<Integer, StreamSummary> summaries = new HashMap<>();
    private TableScan scan;
    private ChipScan chips;
    private long runs;
    private long renamed;
    private long losses;
    private long seenTo;
    private final Map<UUID, StreamCard> cards = new HashMap<>();
    private AuditReport report = AuditReport.combined(List.of());
    private SeenValues seenValues = SeenValues.NONE;
    private @Nullable StreamAnalysis chosen;
    private long reports;
    /** The report that the copy of the chosen stream goes by. */
    private long chosenAt;

    private long number;
    private boolean unpublished;
    private boolean whole;

    /**
     * Does nothing until it is kicked.
     *
     * @param zone that in which queries mean times of day
     * @param executor runs the task: on a thread of its own for a window, in place for a test
     * @param kicksAReport after how many kicks the report is made anew while events come
     */
    public CaptureWorker(EventLog log, ZoneId zone, Executor executor, int kicksAReport) {
        this.log = log;
        this.zone = zone;
        this.executor = executor;
        this.kicksAReport = kicksAReport;
        this.analysis = new CaptureAnalysis(log, MAX_ROWS);
        this.scan = newScan(TableQuery.EVERYTHING);
        this.chips = newChips();
    }

    private ChipScan newChips() {
        return new ChipScan(index -> analysis.audit().bits(index));
    }

    private TableScan newScan(TableQuery query) {
        return new TableScan(query, ++runs, zone, index -> analysis.audit().bits(index));
    }

    /** What is wanted from now on. A search for something else is given up at the next row. */
    public void wish(Wishes wanted) {
        wishes = wanted;
    }

    /** What is wanted. */
    public Wishes wishes() {
        return wishes;
    }

    /** Sees to it that what there is to do gets done. */
    @SuppressWarnings("NonAtomicVolatileUpdate") // The window's thread alone kicks.
    public void kick() {
        kicks++;
        if (problem == null && hasWork() && running.compareAndSet(false, true)) {
            executor.execute(this::run);
        }
    }

    private boolean hasWork() {
        Wishes wanted = wishes;
        return wanted.number() != served
                || (!wanted.paused() && log.view().end() > position)
                || (reportStale && isReportDue())
                || (!whole && log.isComplete());
    }

    /** Whether all that is wanted was done, told in a report, and taken. */
    public boolean isIdle() {
        boolean done = problem != null || !(hasWork() || reportStale);
        return done && !running.get() && ready.get() == null;
    }

    /** The newest that was published since the last call; null for nothing. */
    public @Nullable Snapshot take() {
        return ready.getAndSet(null);
    }

    private void run() {
        try {
            while (turn()) {
                if (ready.get() == null) {
                    publish();
                }
            }
            publish();
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            // Peers and files decide what is read: what is too much for this process must show, too.
            LOG.error("The inspector can't read on", e);
            problem = "The inspector can't read on: " + e;
            publish();
        } finally {
            running.set(false);
        }
    }

    /** Does a little of everything; returns whether there is more to do at once. */
    private boolean turn() {
        Wishes wanted = wishes;
        unpublished |= wanted.number() != served;
        boolean judgedAnew = !judgesRightly();
        boolean news = !wanted.paused() && analysis.advance(EVENTS_A_TURN);
        LogView view = log.view();
        if (news) {
            see(view);
            unpublished = true;
        }
        MessageRows rows = analysis.rows();
        long changed = analysis.takeLowestChanged();
        chips.goBackTo(changed);
        boolean stale = !scan.goBackTo(changed);
        stale |= renamed != seen.renamed() && !scan.query().isTrivial();
        renamed = seen.renamed();
        if (judgedAnew || !scan.query().equals(wanted.table())) {
            stale = true;
        }
        if (stale) {
            scan = newScan(wanted.table());
        }
        if (judgedAnew) {
            chips = newChips();
        }
        if (chips.isBehind(rows)) {
            chips.advance(view, rows);
            unpublished = true;
        }
        if (scan.isBehind(rows)) {
            scan.advance(view, rows, () -> wishes.queries() != wanted.queries());
            unpublished = true;
        }
        boolean more =
                scan.isBehind(rows) || chips.isBehind(rows) || (!wanted.paused() && analysis.position() < view.end());
        reportStale |= news;
        if (!more && reportStale && isReportDue()) {
            settle();
            more = scan.isBehind(rows) || chips.isBehind(rows);
        }
        position = analysis.position();
        served = wanted.number();
        return more || wishes.number() != wanted.number();
    }

    /**
     * Sees to it that what is missing is judged by what the source has told of the log by now. Where that changes what was concluded already, all is
     * read again; returns whether that was not so.
     */
    private boolean judgesRightly() {
        boolean filtered = log.isFiltered();
        if (!whole && log.isComplete()) {
            whole = true;
            reportStale = true;
            LogView view = log.view();
            if (!analysis.audit().becomesWhole(view, filtered)) {
                readAgain(LogAudit.whole(view, filtered));
                return false;
            }
        } else if (analysis.audit().isFiltered() != filtered) {
            readAgain(LogAudit.live(filtered));
            return false;
        }
        return true;
    }

    private void readAgain(LogAudit audit) {
        analysis = new CaptureAnalysis(log, MAX_ROWS, audit);
        summaries.clear();
        chosen = null;
    }

    private boolean isReportDue() {
        return reportedAt == Long.MIN_VALUE || kicks - reportedAt >= kicksAReport;
    }

    /** Not until there is nothing else to do, and then not more often than is worth it. */
    private void settle() {
        report = analysis.audit().settle();
        reports++;
        cards.clear();
        for (StreamCard card : report.streams()) {
            card.streams().forEach(id -> cards.put(id, card));
        }
        reportedAt = kicks;
        reportStale = false;
        unpublished = true;
        long gaps = report.gaps() + report.losses();
        if (gaps != losses) {
            // What is:gap and is:lost mean has changed for rows that were looked at, and which heartbeats tell of a
            // gap.
            scan = newScan(scan.query());
            chips = newChips();
        }
        losses = gaps;
    }

    private void see(LogView view) {
        LogCursor event = view.cursor();
        for (long index = Math.max(seenTo, view.first()); index < analysis.position() && event.moveTo(index); index++) {
            seen.take(event);
        }
        seenTo = analysis.position();
        seen.refresh(view);
    }

    private void publish() {
        if (!unpublished && problem == null) {
            return;
        }
        unpublished = false;
        MessageRows rows = analysis.rows();
        SeenValues values = seen.values();
        if (values != null) {
            seenValues = values;
        }
        ready.set(new Snapshot(
                ++number,
                log.view(),
                log.extent(),
                analysis.position(),
                rows,
                scan.result(rows),
                streams(),
                chosenStream(),
                analysis.connection(),
                report,
                analysis.audit().keyframes(),
                seenValues,
                chips.counts(),
                log.holes(),
                analysis.neverRead(),
                problem));
    }

    private List<StreamSummary> streams() {
        List<StreamSummary> streams = new ArrayList<>();
        for (StreamAnalysis stream : analysis.streams()) {
            StreamSummary known = summaries.get(stream.id());
            StreamCard card = cardOf(stream);
            long missing = card == null ? 0 : card.missing();
            if (known == null || known.revision() != stream.revision() || known.missing() != missing) {
                known = stream.summary(missing);
                summaries.put(stream.id(), known);
            }
            streams.add(known);
        }
        if (summaries.size() > streams.size()) {
            summaries.keySet().removeIf(id -> analysis.stream(id) == null);
        }
        return List.copyOf(streams);
    }

    /** What the last report says of a stream; null for nothing. */
    private @Nullable StreamCard cardOf(StreamAnalysis stream) {
        Segment current = stream.current();
        return current == null ? null : cards.get(current.streamID());
    }

    private @Nullable StreamAnalysis chosenStream() {
        Wishes wanted = wishes;
        StreamAnalysis stream = analysis.stream(wanted.chosen());
        StreamAnalysis known = chosen;
        if (stream == null) {
            chosen = null;
        } else if (known == null
                || known.id() != stream.id()
                || known.revision() != stream.revision()
                || chosenAt != reports) {
            chosen = stream.copy(cardOf(stream));
            chosenAt = reports;
        }
        return chosen;
    }
}
