// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.analysis.StreamAnalysis;
import dev.trebuchetfx.inspector.analysis.StreamSummary;
import dev.trebuchetfx.inspector.source.EventSource;
import dev.trebuchetfx.inspector.worker.CaptureWorker;
import dev.trebuchetfx.inspector.worker.Snapshot;
import dev.trebuchetfx.inspector.worker.Wishes;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyLongProperty;
import javafx.beans.property.ReadOnlyLongWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.collections.FXCollections;
import javafx.collections.ObservableList;
import org.jspecify.annotations.Nullable;

/**
 * The inspector without its looks. A {@link CaptureWorker} reads the log; once a pulse what it has published is swapped in and told to
 * the models of the panes, of which this one makes those that every window has.
 *
 * <p>Confined to the FX thread. What {@link #snapshotProperty} holds may be handed to any thread.
 */
public final class InspectorModel {
    /** How often what is read, rather than watched, changes: a quarter of a second. */
    private static final int PULSES = 15;

    private final EventSource source;
    private final InstantSource clock;
    private final ZoneId zone;
    private final CaptureWorker worker;
    /** Swapped in; {@link #snapshot} follows when every model of the window shows it. */
    private Snapshot current;

    private final ReadOnlyObjectWrapper<Snapshot> snapshot;
    private final NotesModel notes = new NotesModel();
    private final MessageFilterModel filter = new MessageFilterModel(notes);
    private final MessageTableModel table;
    private final DetailModel detail;
    private final StateModel state;
    private final LaneModel lane = new LaneModel();
    private final StreamDetailModel streamDetail;
    private final ConnectionModel connection = new ConnectionModel();
    private final StatusModel status = new StatusModel();
    private final MessageCommands commands;
    private final CaptureFiles files;
    private final int pulses;
    /** What is read, rather than watched; each in a pulse of its own, so that none has much to lay out and to paint. */
    private final List<Consumer<Instant>> sides = List.of(
            now -> refreshStreams(current, now),
            this::refreshConnection,
            now -> filter().show(current),
            now -> streamDetail().show(current.chosen()),
            this::refreshStatus);

    private final boolean[] stale = new boolean[sides.size()];
    private int pulse;

    private final ObservableList<StreamItem> streams = FXCollections.observableArrayList();
    private final ObjectProperty<@Nullable StreamItem> chosen = new SimpleObjectProperty<>(this, "chosen");
    private final BooleanProperty recording = new SimpleBooleanProperty(this, "recording", true);
    private final BooleanProperty paused = new SimpleBooleanProperty(this, "paused", false);
    private final ReadOnlyBooleanWrapper over = new ReadOnlyBooleanWrapper(this, "over", false);
    private final ReadOnlyLongWrapper waiting = new ReadOnlyLongWrapper(this, "waiting", 0);
    private long second;

    /** As below, with everything in place and each time a new report. */
    InspectorModel(EventSource source, InstantSource clock, ZoneId zone) {
        this(source, clock, zone, Runnable::run, Runnable::run, 1);
    }

    /**
     * Starts {@code source}.
     *
     * @param zone for times of day
     * @param working reads, judges and searches, one task at a time
     * @param background puts states together
     */
    public InspectorModel(EventSource source, InstantSource clock, ZoneId zone, Executor working, Executor background) {
        this(source, clock, zone, working, background, PULSES);
    }

    private InspectorModel(
            EventSource source, InstantSource clock, ZoneId zone, Executor working, Executor background, int pulses) {
        this.source = source;
        this.clock = clock;
        this.zone = zone;
        this.worker = new CaptureWorker(source.log(), zone, working, pulses);
        this.current = Snapshot.empty(source.log());
        this.snapshot = new ReadOnlyObjectWrapper<>(this, "snapshot", current);
        this.table = new MessageTableModel(current, filter, notes, zone);
        this.detail = new DetailModel(table);
        this.state = new StateModel(source.log(), table, zone, background);
        this.streamDetail = new StreamDetailModel(zone);
        this.commands = new MessageCommands(table, zone);
        this.files = new CaptureFiles(source.log(), table, notes, clock, background);
        this.pulses = pulses;
        table.revealedProperty().subscribe(words -> {
            if (!words.isEmpty()) {
                files.tell(words);
            }
        });
        source.start();
        recording.subscribe(source::setRecording);
        chosen.subscribe(this::chose);
        paused.subscribe(on -> wish(wishes -> wishes.withPaused(on)));
        filter.queryProperty().subscribe(query -> wish(wishes -> wishes.with(query)));
    }

    private void chose() {
        StreamItem item = chosen.get();
        int id = item == null ? 0 : item.id();
        filter.setStream(item == null ? null : item.name());
        state.setStream(id);
        wish(wishes -> wishes.withChosen(id));
    }

    /** Tells the worker at once; what it makes of it shows at once where it works in place, and with a later pulse otherwise. */
    private void wish(UnaryOperator<Wishes> change) {
        worker.wish(change.apply(worker.wishes()));
        worker.kick();
        swap();
    }

    /** Swaps in what the worker has published since the last call, and lets it go on; to be called once a pulse. */
    public void refresh() {
        state.refresh();
        pulse = (pulse + 1) % pulses;
        worker.kick();
        swap();
        files.refresh();
        notes.fromFile(source.comments());
        over.set(source.log().isComplete());
        Instant now = clock.instant();
        waiting.set(paused.get() ? Math.max(0, source.log().view().end() - current.position()) : 0);
        boolean tick = now.getEpochSecond() != second;
        second = now.getEpochSecond();
        if (tick) {
            Arrays.fill(stale, true);
        }
        refreshSides(now, false);
    }

    /** Whether everything that was captured so far shows, or would but for a pause. */
    public boolean isCaughtUp() {
        boolean fresh = true;
        for (boolean each : stale) {
            fresh &= !each;
        }
        return worker.isIdle() && fresh;
    }

    /** A few times a second only, unless {@code all}: nobody reads faster, and laying them out costs most. */
    private void refreshSides(Instant now, boolean all) {
        for (int side = 0; side < stale.length; side++) {
            boolean turn = pulse == side * pulses / stale.length;
            if (all || (turn && stale[side])) {
                stale[side] = false;
                sides.get(side).accept(now);
            }
        }
    }

    private void refreshConnection(Instant now) {
        connection.refresh(current, source.log().extent(), source.notes(), over.get(), now);
    }

    private void refreshStatus(Instant now) {
        status.refresh(current, source.log(), now);
    }

    private MessageFilterModel filter() {
        return filter;
    }

    private void swap() {
        Snapshot next = worker.take();
        if (next == null) {
            return;
        }
        boolean other = chosenId(current) != chosenId(next)
                || streams.size() != next.streams().size();
        current = next;
        Arrays.fill(stale, true);
        lane.show(next.chosen());
        table.show(next);
        detail.refresh();
        snapshot.set(next);
        refreshSides(clock.instant(), other);
    }

    private static int chosenId(Snapshot snapshot) {
        StreamAnalysis stream = snapshot.chosen();
        return stream == null ? 0 : stream.id();
    }

    private void refreshStreams(Snapshot next, Instant now) {
        Map<Integer, StreamSummary> found =
                next.streams().stream().collect(Collectors.toMap(StreamSummary::id, Function.identity()));
        streams.removeIf(item -> !found.containsKey(item.id()));
        if (streams.size() < next.streams().size()) {
            List<Integer> known = streams.stream().map(StreamItem::id).toList();
            for (StreamSummary stream : next.streams()) {
                if (!known.contains(stream.id())) {
                    streams.add(new StreamItem(stream, zone, now));
                }
            }
        }
        for (StreamItem item : streams) {
            item.show(found.get(item.id()));
            item.refresh(over.get() ? null : now);
        }
        if (chosen.get() == null && !streams.isEmpty()) {
            chosen.set(streams.getFirst());
        }
    }

    /**
     * What shows now; another object each time that the worker has published and a pulse has swapped it in. A further view listens to this
     * alone.
     */
    public ReadOnlyObjectProperty<Snapshot> snapshotProperty() {
        return snapshot.getReadOnlyProperty();
    }

    /** Whether the log takes what comes. */
    public BooleanProperty recordingProperty() {
        return recording;
    }

    /** Returns the property that is true where nothing comes any more: a closed capture is looked at. */
    public ReadOnlyBooleanProperty overProperty() {
        return over.getReadOnlyProperty();
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

    /** What the inspector costs and misses. */
    public StatusModel status() {
        return status;
    }

    /** What can be done with the selected message, and how to get to another one. */
    public MessageCommands commands() {
        return commands;
    }

    /** Saving what was captured. */
    public CaptureFiles files() {
        return files;
    }

    /** Goes to {@code #67}, {@code 41} of the chosen stream, or a time; returns what is wrong, null where it went there. */
    public @Nullable String goTo(String where) {
        StreamItem item = chosen.get();
        return commands.goTo(where, item == null ? 0 : item.id());
    }
}
