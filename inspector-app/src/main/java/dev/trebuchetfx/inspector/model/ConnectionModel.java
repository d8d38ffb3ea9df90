// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.model;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.ConnectionState.Connected;
import dev.trebuchetfx.client.event.ConnectionState.Offline;
import dev.trebuchetfx.client.event.ConnectionState.Reconnecting;
import dev.trebuchetfx.inspector.analysis.ConnectionAnalysis;
import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.text.Texts;
import dev.trebuchetfx.inspector.worker.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import org.jspecify.annotations.Nullable;

/** The connection and the capture, as the header shows them. Confined to the FX thread. */
public final class ConnectionModel {
    private final ReadOnlyObjectWrapper<Header> header = new ReadOnlyObjectWrapper<>(this, "header", Header.NONE);

    /** How the connection is, at a glance. */
    public enum Health {
        UP,
        TRYING,
        DOWN,
        UNKNOWN
    }

    /**
     * What the header shows.
     *
     * @param state one word
     * @param detail the endpoint, or why there is no connection
     * @param number {@code connection 2}, or how many there are at once; empty before the first
     * @param rate messages a second
     * @param traffic messages and bytes both ways
     * @param capture what the log holds and had to let go
     * @param incomplete whether events are missing from the capture
     * @param notes what else is to be known of it, a sentence a line; empty for nothing
     */
    public record Header(
            Health health,
            String state,
            String detail,
            String number,
            String rate,
            String traffic,
            String capture,
            boolean incomplete,
            String notes) {
        static final Header NONE = new Header(
                Health.UNKNOWN,
                "no connection seen",
                "",
                "",
                "0 msg/s",
                "nothing sent or received",
                "0 events",
                false,
                "");
    }

    void refresh(Snapshot snapshot, EventLog.Extent extent, List<String> notes, boolean over, Instant now) {
        ConnectionAnalysis connection = snapshot.connection();
        ConnectionState state = connection.state();
        header.set(new Header(
                health(state),
                state == null ? Header.NONE.state() : over ? "at the end " + state.word() : state.word(),
                detail(state),
                number(connection),
                over ? "closed capture" : String.format(Locale.ROOT, "%.1f msg/s", connection.messagesPerSecond(now)),
                Texts.count(connection.received()) + " in · " + Texts.bytes(connection.bytesReceived()) + "    "
                        + Texts.count(connection.sent()) + " out · " + Texts.bytes(connection.bytesSent()),
                capture(snapshot, extent) + (notes.isEmpty() ? "" : " · " + Texts.count(notes.size(), "note", "notes")),
                extent.evicted() + extent.notRecorded() + extent.damaged() > 0 || !notes.isEmpty(),
                String.join("\n", notes)));
    }

    private static String number(ConnectionAnalysis connection) {
        if (connection.open() > 1) {
            return Texts.count(connection.open()) + " connections";
        }
        return connection.number() == 0 ? "" : "connection " + connection.number();
    }

    private static Health health(@Nullable ConnectionState state) {
        return switch (state) {
            case null -> Health.UNKNOWN;
            case Connected ignored -> Health.UP;
            case Offline ignored -> Health.DOWN;
            case ConnectionState.Closed ignored -> Health.DOWN;
            default -> Health.TRYING;
        };
    }

    private static String detail(@Nullable ConnectionState state) {
        return switch (state) {
            case Connected connected -> connected.endpoint().toString();
            case Reconnecting again -> "attempt " + again.attempt() + ": " + again.cause();
            case Offline offline -> offline.cause();
            case null, default -> "";
        };
    }

    private static String capture(Snapshot snapshot, EventLog.Extent extent) {
        StringBuilder text = new StringBuilder(Texts.count(extent.held(), "event", "events"));
        if (extent.evicted() > 0) {
            text.append(" · ").append(Texts.count(extent.evicted())).append(" dropped");
        }
        if (snapshot.neverRead() > 0) {
            text.append(" (").append(Texts.count(snapshot.neverRead())).append(" unread)");
        }
        if (extent.notRecorded() > 0) {
            text.append(" · ").append(Texts.count(extent.notRecorded())).append(" not recorded");
        }
        if (extent.damaged() > 0) {
            text.append(" · ").append(Texts.count(extent.damaged())).append(" damaged");
        }
        return text.toString();
    }

    /** Never null. */
    public ReadOnlyObjectProperty<Header> headerProperty() {
        return header.getReadOnlyProperty();
    }
}
