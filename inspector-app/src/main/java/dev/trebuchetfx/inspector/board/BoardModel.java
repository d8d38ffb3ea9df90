// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.board;

import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.inspector.analysis.MessageRows;
import dev.trebuchetfx.inspector.analysis.Segment;
import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.audit.StreamCard;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.StreamName;
import dev.trebuchetfx.inspector.model.InspectorModel;
import dev.trebuchetfx.inspector.survey.TimeRange;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.worker.Snapshot;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import org.jspecify.annotations.Nullable;

/** What the overview and the drawer show of a window's snapshots. Confined to the FX thread. */
public final class BoardModel {
    /** While more comes all the time, surveys are made anew that seldom. */
    private static final int PULSES = 6;

    /** So many are surveyed in less than a pulse. */
    private static final int FEW_EVENTS = 10_000;

    private final InspectorModel inspector;
    private final ZoneId zone;
    private final DateTimeFormatter clock;
    private final ObjectProperty<Tab> tab = new SimpleObjectProperty<>(this, "tab", Tab.GRAPH);
    private final BooleanProperty open = new SimpleBooleanProperty(this, "open", true);
    private final OverviewModel overview;
    private final GraphModel graph;
    private final TimelineModel timeline;
    private final ProblemsModel problems;
    private final CardsModel cards;
    private Snapshot snapshot;
    private @Nullable StreamCard chosen;
    private boolean stale = true;
    private int pulses;

    /** The drawer's tabs, in their order. */
    public enum Tab {
        GRAPH("Sequence graph"),
        TIMELINE("Timeline"),
        PROBLEMS("Problems"),
        BUFFER("Server buffer"),
        RESUMES("Resumes"),
        CALLS("Calls"),
        SEND("Send");

        private final String title;

        Tab(String title) {
            this.title = title;
        }

        public String title() {
            return title;
        }
    }

    /** {@code background}: looks over the log, which may take some milliseconds for each million of events. */
    public BoardModel(InspectorModel inspector, ZoneId zone, Executor background) {
        this.inspector = inspector;
        this.zone = zone;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
        this.snapshot = inspector.snapshotProperty().get();
        this.overview = new OverviewModel(this, background);
        this.graph = new GraphModel(this, background);
        this.timeline = new TimelineModel(this, background);
        this.problems = new ProblemsModel(this);
        this.cards = new CardsModel(this);
        inspector.snapshotProperty().subscribe(this::changed);
        inspector.chosenProperty().subscribe(this::changedByHand);
        rangeProperty().subscribe(this::changedByHand);
        tab.subscribe(this::changedByHand);
        open.subscribe(this::changedByHand);
    }

    private void changed(Snapshot next) {
        boolean first = snapshot.number() == 0;
        snapshot = next;
        stale = true;
        if (first || next.view().size() < FEW_EVENTS) {
            show();
        }
    }

    private void changedByHand() {
        show();
    }

    private void show() {
        stale = false;
        pulses = 0;
        chosen = chosenCard();
        overview.show();
        problems.show();
        if (!open.get()) {
            return;
        }
        switch (tab.get()) {
            case GRAPH -> graph.show(chosen);
            case TIMELINE -> timeline.show();
            case BUFFER, RESUMES, CALLS -> cards.show();
            case PROBLEMS, SEND -> {}
        }
    }

    /** Takes what is ready, and asks for what has changed; once a pulse, after the inspector's own model. */
    public void refresh() {
        pulses++;
        if (stale && pulses >= PULSES) {
            show();
        }
        overview.refresh();
        graph.refresh();
        timeline.refresh();
    }

    /** Whether nothing is being looked for: what shows is what there is. */
    public boolean isSettled() {
        return !stale && overview.isSettled() && graph.isSettled() && timeline.isSettled();
    }

    private @Nullable StreamCard chosenCard() {
        StreamAnalysis stream = snapshot.chosen();
        if (stream == null) {
            return null;
        }
        Set<UUID> ids = stream.segments().stream().map(Segment::streamID).collect(Collectors.toSet());
        return snapshot.report().streams().stream()
                .filter(card -> card.streams().stream().anyMatch(ids::contains))
                .findFirst()
                .orElse(null);
    }

    Snapshot snapshot() {
        return snapshot;
    }

    /** The card of the chosen stream; null while there is none. */
    @Nullable
    StreamCard chosen() {
        return chosen;
    }

    int chosenNumber() {
        return chosen == null ? 0 : chosen.number();
    }

    /** The range to which all views are narrowed, or else all times. */
    TimeRange whole() {
        TimeRange range = rangeProperty().get();
        return range == null ? TimeRange.of(snapshot.view()) : range;
    }

    void select(long index) {
        inspector.table().selectEvent(index);
    }

    long selectedEvent() {
        return inspector.table().selectedEvent();
    }

    boolean selectInStream(int step) {
        return inspector.table().selectInStream(step);
    }

    /** Whether the table shows the event at an index of the log. */
    boolean isShown(long index) {
        long row = snapshot.rows().rowOf(index);
        return snapshot.rows().holds(row) && snapshot.table().shown().contains(row);
    }

    /** Chooses the logical stream with this number in the report. */
    void chooseStream(int number) {
        Set<UUID> ids = snapshot.report().streams().stream()
                .filter(card -> card.number() == number)
                .flatMap(card -> card.streams().stream())
                .collect(Collectors.toSet());
        int id = idOf(ids);
        inspector.streams().stream().filter(item -> item.id() == id).findFirst().ifPresent(item -> inspector
                .chosenProperty()
                .set(item));
    }

    /** The client's number of the stream that these ids were given to: that of its first row. */
    private int idOf(Set<UUID> ids) {
        MessageRows rows = snapshot.rows();
        LogCursor event = snapshot.view().cursor();
        for (long row = rows.first(); row < rows.end(); row++) {
            if (rows.stream(row) != MessageRows.NO_STREAM && event.moveTo(rows.logIndex(row))) {
                StreamName name = event.stream();
                if (name != null && name.streamID() != null && ids.contains(name.streamID())) {
                    return rows.stream(row);
                }
            }
        }
        return MessageRows.NO_STREAM;
    }

    String time(long nanos) {
        return clock.format(TapEvent.instant(nanos));
    }

    String duration(long nanos) {
        return Texts.duration(Duration.ofNanos(nanos));
    }

    /** In which times of day are shown. */
    public ZoneId zone() {
        return zone;
    }

    /** To what all views are narrowed; null for nothing. */
    public ObjectProperty<@Nullable TimeRange> rangeProperty() {
        return inspector.table().filter().rangeProperty();
    }

    /** Which row of the table is selected, for who draws it. */
    public InspectorModel inspector() {
        return inspector;
    }

    /** The drawer's tab that shows. */
    public ObjectProperty<Tab> tabProperty() {
        return tab;
    }

    /** Whether the drawer is open. */
    public BooleanProperty openProperty() {
        return open;
    }

    public OverviewModel overview() {
        return overview;
    }

    public GraphModel graph() {
        return graph;
    }

    public TimelineModel timeline() {
        return timeline;
    }

    public ProblemsModel problems() {
        return problems;
    }

    /** The server's buffers, resumes and calls. */
    public CardsModel cards() {
        return cards;
    }
}
