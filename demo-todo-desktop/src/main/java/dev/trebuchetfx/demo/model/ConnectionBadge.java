// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.model;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.ConnectionState.Closed;
import dev.trebuchetfx.client.event.ConnectionState.Connected;
import dev.trebuchetfx.client.event.ConnectionState.Connecting;
import dev.trebuchetfx.client.event.ConnectionState.Offline;
import dev.trebuchetfx.client.event.ConnectionState.Reconnecting;
import java.time.Duration;
import java.time.Instant;

/**
 * The state of the connection as a short text.
 *
 * @param kind the kind of state, which determines shape and colour
 * @param word the state in one word
 * @param detail what happens next; may be empty
 * @param cause why there is no connection; empty if there is one
 */
public record ConnectionBadge(Kind kind, String word, String detail, String cause) {

    /** The kinds of state that look different. */
    public enum Kind {
        CONNECTED,
        CONNECTING,
        RECONNECTING,
        OFFLINE
    }

    /** Returns the badge for {@code state} at the time {@code now}. */
    static ConnectionBadge of(ConnectionState state, Instant now) {
        return switch (state) {
            case Connected _ -> new ConnectionBadge(Kind.CONNECTED, "Connected", "", "");
            case Connecting _ -> new ConnectionBadge(Kind.CONNECTING, "Connecting", "", "");
            case Reconnecting(int attempt, var endpoint, Instant next, String cause) ->
                new ConnectionBadge(
                        Kind.RECONNECTING, "Reconnecting", "attempt " + attempt + ", " + when(next, now), cause);
            case Offline(String cause) -> new ConnectionBadge(Kind.OFFLINE, "Offline", "", cause);
            case Closed _ -> new ConnectionBadge(Kind.OFFLINE, "Closed", "", "The connection was closed here.");
        };
    }

    private static String when(Instant next, Instant now) {
        long millis = Duration.between(now, next).toMillis();
        return millis <= 0 ? "trying now" : "next try in " + (millis + 999) / 1000 + " s";
    }
}
