// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.ConnectionState.Closed;
import dev.trebuchetfx.client.event.ConnectionState.Connected;
import dev.trebuchetfx.client.event.ConnectionState.Connecting;
import dev.trebuchetfx.client.event.ConnectionState.Offline;
import dev.trebuchetfx.client.event.ConnectionState.Reconnecting;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The state of a connection in words.
 *
 * @param title a few words
 * @param sentence a sentence that says what it means for who reads it
 * @param facts what else is known, by name, in order
 */
record ConnectionWords(String title, String sentence, Map<String, String> facts) {
    ConnectionWords {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    /** Returns the words for {@code state}, which is null if nothing is followed. */
    static ConnectionWords of(@Nullable ConnectionState state, InstantSource clock) {
        return switch (state) {
            case null -> new ConnectionWords("No connection", "Nothing is connected yet.", Map.of());
            case Connected(var endpoint) ->
                new ConnectionWords("Connected", "The connection is up.", Map.of("Server", endpoint.toString()));
            case Connecting(var endpoint) ->
                new ConnectionWords(
                        "Connecting…", "The first attempt is under way.", Map.of("Server", endpoint.toString()));
            case Reconnecting reconnecting -> of(reconnecting, clock);
            case Offline(var cause) ->
                new ConnectionWords(
                        "Offline", "There is no connection, and no attempt is planned.", Map.of("Cause", cause));
            case Closed closed -> new ConnectionWords("Closed", "The application closed the connection.", Map.of());
        };
    }

    private static ConnectionWords of(Reconnecting state, InstantSource clock) {
        long millis = Duration.between(clock.instant(), state.nextAttemptAt()).toMillis();
        String when = millis <= 0 ? "now" : "in " + (millis + 999) / 1000 + " s";
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("Cause", state.cause());
        facts.put("Next attempt", when + ", number " + state.attempt());
        facts.put("Server", state.endpoint().toString());
        return new ConnectionWords(
                millis <= 0 ? "Reconnecting…" : "Reconnecting " + when,
                "The connection was lost. It comes back by itself.",
                facts);
    }
}
