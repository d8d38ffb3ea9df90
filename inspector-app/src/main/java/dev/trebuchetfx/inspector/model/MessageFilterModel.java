// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.Verdict;
import dev.trebuchetfx.inspector.query.Completion;
import dev.trebuchetfx.inspector.query.Expression;
import dev.trebuchetfx.inspector.query.QueryError;
import dev.trebuchetfx.inspector.query.QueryException;
import dev.trebuchetfx.inspector.query.QueryFlag;
import dev.trebuchetfx.inspector.query.QueryParser;
import dev.trebuchetfx.inspector.query.SeenValues;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.worker.Notes;
import dev.trebuchetfx.inspector.worker.Snapshot;
import dev.trebuchetfx.inspector.worker.TableQuery;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the messages, in the filter language, and what is done with those that match.
 *
 * <p>A text that is no query leaves the last one that was in force. The chips are words of the language: they are on where the text
 * says so, and switching one writes it. Confined to the FX thread.
 */
public final class MessageFilterModel {
    private static final int MAX_PROPOSALS = 12;

    private final ReadOnlyLongWrapper refreshed = new ReadOnlyLongWrapper(this, "refreshed");
    private final StringProperty text = new SimpleStringProperty(this, "text", "");
    private final ReadOnlyObjectWrapper<@Nullable QueryError> error = new ReadOnlyObjectWrapper<>(this, "error");
    private final ObjectProperty<TableQuery.Mode> mode = new SimpleObjectProperty<>(this, "mode", TableQuery.Mode.ONLY);
    private final BooleanProperty inverted = new SimpleBooleanProperty(this, "inverted", false);
    private final BooleanProperty heartbeats = new SimpleBooleanProperty(this, "heartbeats", false);
    private final ObjectProperty<@Nullable TimeRange> range = new SimpleObjectProperty<>(this, "range");
    private final BooleanProperty thisStream = new SimpleBooleanProperty(this, "thisStream", false);
    private final Map<QueryFlag, BooleanProperty> chips = new EnumMap<>(QueryFlag.class);
    private final Map<QueryFlag, ReadOnlyLongWrapper> counts = new EnumMap<>(QueryFlag.class);
    private final ReadOnlyObjectWrapper<TableQuery> query =
            new ReadOnlyObjectWrapper<>(this, "query", TableQuery.EVERYTHING);
    private final FilterHistory history = new FilterHistory();
    private final NotesModel notes;
    private Expression expression = Expression.EVERYTHING;
    private SeenValues seen = SeenValues.NONE;
    private @Nullable String stream;
    private boolean reading;

    MessageFilterModel(NotesModel notes) {
        this.notes = notes;
        for (QueryFlag flag : ChipTerms.FLAGS) {
            BooleanProperty chip = new SimpleBooleanProperty(this, flag.word(), false);
            chip.subscribe(on -> chipSwitched(flag, on));
            chips.put(flag, chip);
            counts.put(flag, new ReadOnlyLongWrapper(this, flag.word() + "Count"));
        }
        counts.put(QueryFlag.HEARTBEAT, new ReadOnlyLongWrapper(this, "heartbeatCount"));
        thisStream.subscribe(this::thisStreamSwitched);
        text.subscribe(this::read);
        mode.subscribe(this::ask);
        inverted.subscribe(this::ask);
        heartbeats.subscribe(this::ask);
        range.subscribe(this::ask);
        notes.notesProperty().subscribe(this::ask);
    }

    private void read() {
        try {
            expression = QueryParser.parse(text.get());
            error.set(null);
        } catch (QueryException e) {
            error.set(e.error());
            return;
        }
        showChips();
        ask();
    }

    private void showChips() {
        reading = true;
        Set<QueryFlag> on = ChipTerms.flags(expression);
        chips.forEach((flag, chip) -> chip.set(on.contains(flag)));
        thisStream.set(stream != null && stream.equals(ChipTerms.stream(expression)));
        reading = false;
    }

    private void chipSwitched(QueryFlag flag, boolean on) {
        if (!reading) {
            write(ChipTerms.with(expression, flag, on));
        }
    }

    private void thisStreamSwitched(boolean on) {
        if (!reading) {
            write(ChipTerms.withStream(expression, on ? stream : null));
        }
    }

    /** Goes on from the last text that was a query. */
    private void write(Expression changed) {
        text.set(changed.toString());
        if (error.get() == null) {
            showChips();
        }
    }

    private void ask() {
        boolean trivial = expression.equals(Expression.EVERYTHING) && !inverted.get();
        TableQuery now = new TableQuery(
                expression,
                mode.get(),
                inverted.get(),
                heartbeats.get() || ChipTerms.speaksOfHeartbeats(expression),
                trivial ? Notes.NONE : notes.notesProperty().get(),
                range.get());
        if (!now.equals(query.get())) {
            query.set(now);
        }
    }

    /** The last text that was a query; what is done with what matches apart. */
    public Expression expression() {
        return expression;
    }

    /** What the last text that was a query asks. Never null. */
    ReadOnlyObjectProperty<TableQuery> queryProperty() {
        return query.getReadOnlyProperty();
    }

    /** Tells the name of the chosen stream; null for none that is known. Where the text asks for the one before, it asks for this one. */
    void setStream(@Nullable String name) {
        boolean follows = thisStream.get();
        stream = name;
        if (follows && name != null) {
            write(ChipTerms.withStream(expression, name));
        }
        showChips();
    }

    /** Counts how often the counts were made anew: a few times a second while events come. */
    public ReadOnlyLongProperty refreshedProperty() {
        return refreshed.getReadOnlyProperty();
    }

    void show(Snapshot snapshot) {
        seen = snapshot.seen();
        snapshot.chips().forEach((flag, count) -> wrapper(flag).set(count));
        wrapper(QueryFlag.HEARTBEAT).set(snapshot.rows().count(Verdict.HEARTBEAT));
        refreshed.set(refreshed.get() + 1);
    }

    private ReadOnlyLongWrapper wrapper(QueryFlag flag) {
        return Objects.requireNonNull(counts.get(flag));
    }

    /** What may stand at the caret of the text, the best first. */
    public List<Completion.Proposal> proposals(int caret) {
        return Completion.at(text.get(), Math.clamp(caret, 0, text.get().length()), seen, MAX_PROPOSALS);
    }

    /** Searches for what is at fault as it stands. */
    public void searchLiterally() {
        QueryError wrong = error.get();
        if (wrong != null) {
            text.set(wrong.asLiteral());
        }
    }

    /** Shows everything again, but for heartbeats. */
    public void clear() {
        history.keep(text.get());
        text.set("");
        inverted.set(false);
    }

    /**
     * Lets a row show that is hidden, and keeps what was asked: what matches is highlighted from now on, rather than all that shows.
     *
     * @param verdict of the row
     * @param time of its event
     * @return what was changed for that, in a sentence
     */
    String reveal(Verdict verdict, long time) {
        List<String> changes = new ArrayList<>();
        TimeRange chosen = range.get();
        if (chosen != null && !chosen.contains(time)) {
            range.set(null);
            changes.add("all times show again");
        }
        if (verdict == Verdict.HEARTBEAT && !heartbeats.get()) {
            heartbeats.set(true);
            changes.add("heartbeats show");
        }
        if (!query.get().isTrivial() && mode.get() != TableQuery.Mode.HIGHLIGHT) {
            mode.set(TableQuery.Mode.HIGHLIGHT);
            changes.add("what matches is highlighted");
        }
        return "The filter hid this message: " + String.join(", ", changes) + ".";
    }

    /** In the filter language; empty for all. */
    public StringProperty textProperty() {
        return text;
    }

    /** What is wrong with the text; null where it is a query. */
    public ReadOnlyObjectProperty<@Nullable QueryError> errorProperty() {
        return error.getReadOnlyProperty();
    }

    /** What is done with messages that match. */
    public ObjectProperty<TableQuery.Mode> modeProperty() {
        return mode;
    }

    /** Whether what does not match counts as a match. */
    public BooleanProperty invertedProperty() {
        return inverted;
    }

    /** Heartbeats too. */
    public BooleanProperty heartbeatsProperty() {
        return heartbeats;
    }

    /** Of which times messages are looked at, in this table and in every other view; null for all. */
    public ObjectProperty<@Nullable TimeRange> rangeProperty() {
        return range;
    }

    /** Only what belongs to the chosen stream. */
    public BooleanProperty thisStreamProperty() {
        return thisStream;
    }

    /** Whether the text asks for one of {@link QueryFlag#GAP}, {@code REPLAY}, {@code DELTA} and {@code ERROR}. */
    public BooleanProperty chipProperty(QueryFlag flag) {
        return Objects.requireNonNull(chips.get(flag));
    }

    /** How many rows a chip is about, {@link QueryFlag#HEARTBEAT} included. */
    public ReadOnlyLongProperty countProperty(QueryFlag flag) {
        return wrapper(flag).getReadOnlyProperty();
    }

    /** What was asked before. */
    public FilterHistory history() {
        return history;
    }
}
