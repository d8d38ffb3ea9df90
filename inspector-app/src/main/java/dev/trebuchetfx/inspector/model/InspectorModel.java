// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.CaptureAnalysis;
import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.source.EventSource;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.concurrent.Executor;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The inspector without its looks: reads the log once a pulse and tells the models of the panes.
 *
 * <p>Confined to the FX thread.
 */
public final class InspectorModel {
    /** Read in one pulse: about two milliseconds' worth. The rest waits for the next. */
    private static final int EVENTS_A_PULSE = 4_000;

    private static final int MAX_ROWS = 1 << 20;

    private final EventSource source;
    private final InstantSource clock;
    private final CaptureAnalysis analysis;
    private final MessageTableModel table;
    private final DetailModel detail;
    private final StateModel state;
    private final LaneModel lane = new LaneModel();
    private final StreamDetailModel streamDetail;
    private final ConnectionModel connection = new ConnectionModel();
    private final ObservableList<StreamItem> streams = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable StreamItem> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final BooleanProperty recording = new SimpleBooleanProperty(this, "recording", true);
    private final BooleanProperty paused = new SimpleBooleanProperty(this, "paused", false);
    private final ReadOnlyLongWrapper waiting = new ReadOnlyLongWrapper(this, "waiting", 0);
    private long second;

    /** As below, with everything in place. */
    InspectorModel(EventSource source, InstantSource clock, ZoneId zone) {
        this(source, clock, zone, Runnable::run);
    }

    /**
     * Starts {@code source}.
     *
     * @param zone for times of day
     * @param background for what may take longer than a pulse
     */
    public InspectorModel(EventSource source, InstantSource clock, ZoneId zone, Executor background) {
        this.source = source;
        this.clock = clock;
        this.analysis = new CaptureAnalysis(source.log(), MAX_ROWS);
        this.table = new MessageTableModel(source.log(), analysis, zone);
        this.detail = new DetailModel(table);
        this.state = new StateModel(source.log(), table, zone, background);
        this.streamDetail = new StreamDetailModel(zone);
        source.start();
        recording.subscribe(source::setRecording);
        chosen.subscribe(this::chose);
    }

    private void chose() {
        StreamItem item = chosen.get();
        StreamAnalysis stream = item == null ? null : item.analysis();
        table.setStream(item == null ? 0 : item.id());
        state.setStream(item == null ? 0 : item.id());
        lane.show(stream);
        streamDetail.show(stream);
    }

    /** Takes in what was captured since the last call, a bounded part of it; to be called once a pulse. */
    public void refresh() {
        state.refresh();
        EventLog.Extent extent = source.log().extent();
        if (paused.get()) {
            waiting.set(Math.max(0, extent.end() - analysis.position()));
            return;
        }
        waiting.set(0);
        Instant now = clock.instant();
        boolean news = analysis.advance(EVENTS_A_PULSE);
        boolean tick = now.getEpochSecond() != second;
        second = now.getEpochSecond();
        if (!news && !tick) {
            return;
        }
        refreshStreams(now);
        connection.refresh(analysis, extent, source.notes(), now);
        if (news) {
            lane.refresh();
            streamDetail.refresh();
            table.refresh();
            detail.refresh();
        }
    }

    private void refreshStreams(Instant now) {
        streams.removeIf(item -> analysis.stream(item.id()) != item.analysis());
        if (streams.size() < analysis.streams().size()) {
            for (StreamAnalysis stream : analysis.streams()) {
                if (streams.stream().noneMatch(item -> item.id() == stream.id())) {
                    streams.add(new StreamItem(stream, now));
                }
            }
        }
        streams.forEach(item -> item.refresh(now));
        if (chosen.get() == null && !streams.isEmpty()) {
            chosen.set(streams.getFirst());
        }
    }

    /** Whether the log takes what comes. */
    public BooleanProperty recordingProperty() {
        return recording;
    }

    /** Whether the view stands still; the capture goes on. */
    public BooleanProperty pausedProperty() {
        return paused;
    }

    /** Events that came since the view was paused. */
    public ReadOnlyLongProperty waitingProperty() {
        return waiting.getReadOnlyProperty();
    }

    /** Back to the newest: the view goes on and follows. */
    public void jumpToLatest() {
        paused.set(false);
        lane.followProperty().set(true);
        table.followProperty().set(true);
    }

    /** Logical streams in the order in which they were opened. */
    public ObservableList<StreamItem> streams() {
        return streams;
    }

    /** The stream whose lane and details show; null while there is none. */
    public ObjectProperty<@Nullable StreamItem> chosenProperty() {
        return chosen;
    }

    public MessageTableModel table() {
        return table;
    }

    public DetailModel detail() {
        return detail;
    }

    /** The state as it was at the selected event. */
    public StateModel state() {
        return state;
    }

    public LaneModel lane() {
        return lane;
    }

    public StreamDetailModel streamDetail() {
        return streamDetail;
    }

    public ConnectionModel connection() {
        return connection;
    }
}
