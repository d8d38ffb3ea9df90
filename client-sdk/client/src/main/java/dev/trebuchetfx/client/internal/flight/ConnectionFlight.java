// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.flight;

import dev.trebuchetfx.client.event.ConnectionState;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import org.jspecify.annotations.Nullable;

/** The event of a connection whose state has changed. */
@Name("dev.trebuchetfx.Connection")
@Label("Connection")
@Description("The state of the client's connection has changed")
@Category("Trebuchet FX")
@StackTrace(false)
@SuppressWarnings("UnusedVariable") // The recording reads the fields.
public final class ConnectionFlight extends Event {
    @Label("Number of the connection")
    private final int connection;

    @Label("State")
    private final String state;

    @Label("Cause")
    private final @Nullable String cause;

    private ConnectionFlight(int connection, ConnectionState state) {
        this.connection = connection;
        this.state = state.word();
        this.cause = switch (state) {
            case ConnectionState.Reconnecting again -> String.valueOf(again.cause());
            case ConnectionState.Offline offline -> String.valueOf(offline.cause());
            default -> null;
        };
    }

    /** Records that the state has changed. */
    public static void changed(int connection, ConnectionState state) {
        new ConnectionFlight(connection, state).commit();
    }
}
