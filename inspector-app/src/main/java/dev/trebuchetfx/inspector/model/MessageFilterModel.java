// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.MessageIndex;
import dev.trebuchetfx.inspector.analysis.Verdict;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.LongProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleLongProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;

/**
 * Which messages the table shows.
 *
 * <p>The chips for gaps, replays and errors add up: with none of them on, everything shows. Confined to the FX thread.
 */
public final class MessageFilterModel {
    private static final Set<Verdict> GAPS =
            Set.of(Verdict.MISSING, Verdict.HEALED, Verdict.RESTART, Verdict.DUPLICATE);
    private static final Set<Verdict> REPLAY = Set.of(Verdict.REPLAY, Verdict.RESUME);
    private static final Set<Verdict> ERRORS = Set.of(Verdict.ERROR, Verdict.UNDECODABLE);

    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final BooleanProperty thisStream = new SimpleBooleanProperty(this, "thisStream", false);
    private final BooleanProperty gaps = new SimpleBooleanProperty(this, "gaps", false);
    private final BooleanProperty replay = new SimpleBooleanProperty(this, "replay", false);
    private final BooleanProperty errors = new SimpleBooleanProperty(this, "errors", false);
    private final BooleanProperty heartbeats = new SimpleBooleanProperty(this, "heartbeats", false);
    private final LongProperty gapCount = new SimpleLongProperty(this, "gapCount");
    private final LongProperty replayCount = new SimpleLongProperty(this, "replayCount");
    private final LongProperty errorCount = new SimpleLongProperty(this, "errorCount");
    private final LongProperty heartbeatCount = new SimpleLongProperty(this, "heartbeatCount");
    private int stream;

    /** Whether a row shows. {@code searched} gives the text in which to look, and is asked only where needed. */
    boolean accepts(MessageIndex rows, long row, Supplier<String> searched) {
        Verdict verdict = rows.verdict(row);
        if (verdict == Verdict.HEARTBEAT && !heartbeats.get()) {
            return false;
        }
        boolean anyChip = gaps.get() || replay.get() || errors.get();
        boolean chosen = (gaps.get() && GAPS.contains(verdict))
                || (replay.get() && REPLAY.contains(verdict))
                || (errors.get() && ERRORS.contains(verdict));
        if (anyChip && !chosen) {
            return false;
        }
        if (thisStream.get() && stream != 0 && rows.stream(row) != stream && !concernsAll(rows, row)) {
            return false;
        }
        String wanted = text.get();
        return wanted.isEmpty() || searched.get().toLowerCase(Locale.ROOT).contains(wanted.toLowerCase(Locale.ROOT));
    }

    private static boolean concernsAll(MessageIndex rows, long row) {
        Verdict verdict = rows.verdict(row);
        return rows.stream(row) == MessageIndex.NO_STREAM
                && (verdict == Verdict.CONNECTION || verdict == Verdict.UNDECODABLE || verdict == Verdict.HEARTBEAT);
    }

    /** Whether every row shows whatever its verdict and stream. */
    boolean isTrivial() {
        return text.get().isEmpty() && !gaps.get() && !replay.get() && !errors.get() && !thisStream.get();
    }

    boolean setStream(int number) {
        boolean changes = stream != number;
        stream = number;
        return changes && thisStream.get();
    }

    void count(MessageIndex rows) {
        gapCount.set(sum(rows, GAPS));
        replayCount.set(sum(rows, REPLAY));
        errorCount.set(sum(rows, ERRORS));
        heartbeatCount.set(rows.count(Verdict.HEARTBEAT));
    }

    private static long sum(MessageIndex rows, Set<Verdict> verdicts) {
        return verdicts.stream().mapToLong(rows::count).sum();
    }

    /** Shows everything again, but for heartbeats. */
    public void clear() {
        text.set("");
        thisStream.set(false);
        gaps.set(false);
        replay.set(false);
        errors.set(false);
    }

    /** Part of the type, stream or preview, in any case; empty for all. */
    public StringProperty textProperty() {
        return text;
    }

    /** Only what belongs to the chosen stream, or to none in particular. */
    public BooleanProperty thisStreamProperty() {
        return thisStream;
    }

    /** Gaps, duplicates, restarts. */
    public BooleanProperty gapsProperty() {
        return gaps;
    }

    /** Replayed updates, resumes. */
    public BooleanProperty replayProperty() {
        return replay;
    }

    /** Errors and what can't be read. */
    public BooleanProperty errorsProperty() {
        return errors;
    }

    /** Heartbeats too. */
    public BooleanProperty heartbeatsProperty() {
        return heartbeats;
    }

    public ReadOnlyLongProperty gapCountProperty() {
        return gapCount;
    }

    public ReadOnlyLongProperty replayCountProperty() {
        return replayCount;
    }

    public ReadOnlyLongProperty errorCountProperty() {
        return errorCount;
    }

    public ReadOnlyLongProperty heartbeatCountProperty() {
        return heartbeatCount;
    }
}
