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

/** The connection and how far the list can be vouched for, in words. Belongs to the FX thread. */
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

    /** Where the todos live. */
    public String endpoint() {
        return service.endpoint();
    }

    /** The connection in a word and a few more. */
    public ReadOnlyObjectProperty<ConnectionBadge> badgeProperty() {
        return badge.getReadOnlyProperty();
    }

    /** Whether todos are shown that can't be vouched for now. */
    public ReadOnlyBooleanProperty staleProperty() {
        return stale.getReadOnlyProperty();
    }

    /** What to say above stale todos; empty where nothing is to be said. */
    public ReadOnlyStringProperty bannerProperty() {
        return banner.getReadOnlyProperty();
    }

    /** Whether there is a connection to be tried for. */
    public ReadOnlyBooleanProperty canReconnectProperty() {
        return canReconnect.getReadOnlyProperty();
    }

    /** Tries to connect now. */
    public void reconnectNow() {
        service.reconnectNow();
    }

    /** Counts down to the next attempt. */
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
