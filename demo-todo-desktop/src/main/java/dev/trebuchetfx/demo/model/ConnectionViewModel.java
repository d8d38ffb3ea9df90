// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.ReplayProgress;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.value.ObservableValue;
import org.jspecify.annotations.Nullable;

/** The view model of the connection, of the freshness of the list and of the changes under way. Confined to the FX thread. */
public final class ConnectionViewModel {
    private final TodoService service;
    private final InstantSource clock;
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();
    private final ReadOnlyObjectWrapper<Freshness> freshness = new ReadOnlyObjectWrapper<>(Freshness.LIVE);
    private final ReadOnlyBooleanWrapper canReconnect = new ReadOnlyBooleanWrapper();

    ConnectionViewModel(TodoService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
        service.connectionState().subscribe(_ -> refresh());
        service.freshness().subscribe(_ -> refresh());
        service.loaded().subscribe(_ -> refresh());
    }

    /** Returns the place of the todos as a person would name it, such as the address of the server. */
    public String endpoint() {
        return service.endpoint();
    }

    /** Returns the clock by which the age of the todos is told. */
    public InstantSource clock() {
        return clock;
    }

    /** Returns the property of the state of the connection. */
    public ObservableValue<ConnectionState> state() {
        return service.connectionState();
    }

    /** Returns the property of the freshness of the todos that are shown; {@link Freshness#LIVE} while there are none to be old. */
    public ReadOnlyObjectProperty<Freshness> freshnessProperty() {
        return freshness.getReadOnlyProperty();
    }

    /** Returns the property of the time of the state that is shown; its value is null before the first. */
    public ObservableValue<@Nullable Instant> lastUpdated() {
        return service.lastUpdated();
    }

    /** Returns the property of the progress of a replay; its value is null while there is none. */
    public ObservableValue<@Nullable ReplayProgress> replayProgress() {
        return service.replayProgress();
    }

    /** Returns the property of the changes that are under way, in order. */
    public ObservableValue<List<PendingChange<?>>> changes() {
        return service.changes();
    }

    /** Returns a change in words. */
    public String describe(PendingChange<?> change) {
        return service.describe(change);
    }

    /** Returns the property that is true while the shown todos may be out of date. */
    public ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Returns the property that is true while {@link #reconnectNow} has an effect. */
    public ReadOnlyBooleanProperty canReconnectProperty() {
        return canReconnect.getReadOnlyProperty();
    }

    /** Tries to connect now. */
    public void reconnectNow() {
        service.reconnectNow();
    }

    private void refresh() {
        ConnectionState state = service.connectionState().getValue();
        Freshness now = service.freshness().getValue();
        boolean isLoaded = service.loaded().getValue();
        canReconnect.set(state instanceof ConnectionState.Reconnecting || state instanceof ConnectionState.Offline);
        stale.set(isLoaded && (now.isStale() || !(state instanceof ConnectionState.Connected)));
        freshness.set(isLoaded ? now : Freshness.LIVE);
    }
}
