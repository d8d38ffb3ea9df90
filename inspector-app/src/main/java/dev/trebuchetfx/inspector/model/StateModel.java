// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.inspector.audit.StateKeyframes;
import dev.trebuchetfx.inspector.capture.EventKind;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.capture.LogCursor;
import dev.trebuchetfx.inspector.capture.LogView;
import dev.trebuchetfx.inspector.state.KeyframeSource;
import dev.trebuchetfx.inspector.state.StateHistory;
import dev.trebuchetfx.inspector.state.StateMoment;
import dev.trebuchetfx.inspector.state.StreamSelector;
import dev.trebuchetfx.inspector.text.JsonLine;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/**
 * The state as it was right after the selected event, and what that event changed in it: of the event's own stream, or else of the
 * chosen one. It is put together in the background; {@link #refresh} fetches it.
 *
 * <p>Confined to the FX thread, but for what it hands to the background.
 */
public final class StateModel {
    private final EventLog log;
    private final MessageTableModel table;
    private final Executor background;
    private final DateTimeFormatter clock;
    private final ReadOnlyObjectWrapper<Shown> shown = new ReadOnlyObjectWrapper<>(this, "shown", Shown.NONE);
    private final ReentrantLock folding = new ReentrantLock();
    private final StateHistory history = new StateHistory();
    private final AtomicReference<@Nullable Request> wanted = new AtomicReference<>();
    private final AtomicReference<@Nullable Shown> ready = new AtomicReference<>();
    private int chosenStream;

    /**
     * What is shown of a state.
     *
     * @param title which state it is, in a sentence; empty where no event is selected
     * @param state in lines; empty where none is known
     * @param changes what the selected update changed, in words
     * @param diff those changes in lines
     * @param loading whether it is still being put together
     */
    public record Shown(String title, List<JsonLine> state, String changes, List<JsonLine> diff, boolean loading) {
        static final Shown NONE = new Shown("", List.of(), "", List.of(), false);
    }

    private record Request(LogView view, StreamSelector stream, long index, StateKeyframes keyframes) {
        /** States that the audit came by. */
        KeyframeSource known() {
            return (id, before) -> {
                StateKeyframes.Keyframe found = keyframes.before(id, before);
                return found == null ? null : new KeyframeSource.Known(found.index(), found.sequence(), found.state());
            };
        }
    }

    /** {@code background}: where states are put together; one at a time. */
    StateModel(EventLog log, MessageTableModel table, ZoneId zone, Executor background) {
        this.log = log;
        this.table = table;
        this.background = background;
        this.clock = DateTimeFormatter.ofPattern("HH:mm:ss.SSS", Locale.ROOT).withZone(zone);
        table.selectedRowProperty().subscribe(this::show);
    }

    /** Tells which stream is the chosen one; 0 for none. */
    void setStream(int stream) {
        chosenStream = stream;
        show();
    }

    private void show() {
        LogCursor event = table.event(table.selectedRowProperty().get());
        if (event == null) {
            wanted.set(null);
            ready.set(null);
            shown.set(Shown.NONE);
            return;
        }
        LogView view = log.view();
        StreamSelector stream = stream(event, view);
        if (stream == null) {
            wanted.set(null);
            ready.set(null);
            shown.set(new Shown(
                    "No stream is chosen, and this message belongs to none.", List.of(), "", List.of(), false));
            return;
        }
        Request request =
                new Request(view, stream, event.index(), table.snapshot().keyframes());
        wanted.set(request);
        shown.set(new Shown("Putting the state together…", List.of(), "", List.of(), true));
        background.execute(() -> work(request));
        refresh();
    }

    private @Nullable StreamSelector stream(LogCursor event, LogView view) {
        boolean ofStream = event.streamNumber() != 0 && event.kind() != EventKind.HEARTBEAT;
        if (ofStream) {
            return StreamSelector.of(view, event.streamNumber());
        }
        return chosenStream == 0 ? null : StreamSelector.logical(0, chosenStream);
    }

    /** In the background. Whoever asked last gets an answer; others give way. */
    private void work(Request request) {
        folding.lock();
        try {
            StateMoment moment = request.equals(wanted.get())
                    ? history.at(
                            request.view,
                            request.stream,
                            request.index,
                            request.known(),
                            () -> !request.equals(wanted.get()))
                    : null;
            if (moment != null) {
                Shown answer = StateTexts.shown(moment, request.view, clock);
                if (wanted.compareAndSet(request, null)) {
                    ready.set(answer);
                }
            }
        } finally {
            folding.unlock();
        }
    }

    /** Shows what the background has finished; called once a pulse by the inspector's own model. */
    public void refresh() {
        Shown answer = ready.getAndSet(null);
        if (answer != null) {
            shown.set(answer);
        }
    }

    /** Never null. */
    public ReadOnlyObjectProperty<Shown> shownProperty() {
        return shown.getReadOnlyProperty();
    }

    /** Selects the update of the same stream before the selected event, among those that show; false for none. */
    public boolean back() {
        return travel(-1);
    }

    /** Selects the update of the same stream after the selected event, among those that show; false for none. */
    public boolean forward() {
        return travel(1);
    }

    private boolean travel(int step) {
        long selected = table.selectedRowProperty().get();
        LogCursor event = table.event(selected);
        LogView view = log.view();
        StreamSelector stream = event == null
                ? chosenStream == 0 ? null : StreamSelector.logical(0, chosenStream)
                : stream(event, view);
        if (stream == null) {
            return false;
        }
        int from = event == null ? (step < 0 ? table.size() : -1) : table.positionOf(selected);
        // Of the rows that a filter hides, the one after them has their position.
        boolean shows = event == null || (from < table.size() && table.rowAt(from) == selected);
        for (int at = shows || step < 0 ? from + step : from; at >= 0 && at < table.size(); at += step) {
            long row = table.rowAt(at);
            LogCursor candidate = table.event(row);
            if (candidate != null
                    && candidate.kind() == EventKind.STREAM_DATA
                    && StreamSelector.of(view, candidate.streamNumber()).equals(stream)) {
                table.select(row);
                return true;
            }
        }
        return false;
    }
}
