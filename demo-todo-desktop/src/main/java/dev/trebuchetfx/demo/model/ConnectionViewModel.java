// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import java.time.Instant;
import java.time.InstantSource;
import javafx.beans.property.ReadOnlyBooleanProperty;
import javafx.beans.property.ReadOnlyBooleanWrapper;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;

/** The view model of the connection and of the freshness of the list. Confined to the FX thread. */
public final class ConnectionViewModel {
    private final TodoService service;
    private final InstantSource clock;
    private final ReadOnlyObjectWrapper<ConnectionBadge> badge;
    private final ReadOnlyBooleanWrapper stale = new ReadOnlyBooleanWrapper();
    private final ReadOnlyStringWrapper banner = new ReadOnlyStringWrapper("");
    private final ReadOnlyBooleanWrapper canReconnect = new ReadOnlyBooleanWrapper();

    ConnectionViewModel(TodoService service, InstantSource clock) {
        this.service = service;
        this.clock = clock;
        badge = new ReadOnlyObjectWrapper<>(
                ConnectionBadge.of(service.connectionState().getValue(), clock.instant()));
        service.connectionState().subscribe(_ -> refresh());
        service.freshness().subscribe(_ -> refresh());
        service.loaded().subscribe(_ -> refresh());
    }

    /** Returns the place of the todos as a person would name it, such as the address of the server. */
    public String endpoint() {
        return service.endpoint();
    }

    /** Returns the property of the badge, which shows the state of the connection. */
    public ReadOnlyObjectProperty<ConnectionBadge> badgeProperty() {
        return badge.getReadOnlyProperty();
    }

    /** Returns the property that is true while the shown todos may be out of date. */
    public ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** Returns the property of the text above stale todos; empty if there is nothing to say. */
    public ReadOnlyStringProperty bannerProperty() {
        return banner.getReadOnlyProperty();
    }

    /** Returns the property that is true while {@link #reconnectNow} has an effect. */
    public ReadOnlyBooleanProperty canReconnectProperty() {
        return canReconnect.getReadOnlyProperty();
    }

    /** Tries to connect now. */
    public void reconnectNow() {
        service.reconnectNow();
    }

    /** Updates the countdown to the next attempt. */
    void refresh() {
        ConnectionState state = service.connectionState().getValue();
        Freshness freshness = service.freshness().getValue();
        Instant now = clock.instant();
        ConnectionBadge shown = ConnectionBadge.of(state, now);
        badge.set(shown);
        boolean isConnected = state instanceof ConnectionState.Connected;
        canReconnect.set(state instanceof ConnectionState.Reconnecting || state instanceof ConnectionState.Offline);
        boolean isStale = service.loaded().getValue() && (freshness.isStale() || !isConnected);
        stale.set(isStale);
        banner.set(isStale ? words(freshness, shown) : "");
    }

    private static String words(Freshness freshness, ConnectionBadge badge) {
        if (freshness == Freshness.FAILED) {
            return "Last known state. The server no longer sends changes.";
        }
        return switch (badge.kind()) {
            case CONNECTED ->
                freshness == Freshness.RESYNCING
                        ? "Some changes went missing. Fetching the whole list again."
                        : "Connected again. Catching up on what was missed.";
            case CONNECTING, RECONNECTING -> "Last known state. Reconnecting; changes made elsewhere don't show yet.";
            case OFFLINE -> "Last known state. Offline; changes made elsewhere don't show.";
        };
    }
}
