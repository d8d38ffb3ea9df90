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
            case null ->
                new ConnectionWords(
                        PartWords.of("connection.none"), PartWords.of("connection.none.sentence"), Map.of());
            case Connected(var endpoint) ->
                new ConnectionWords(
                        PartWords.of("connection.connected"),
                        PartWords.of("connection.connected.sentence"),
                        Map.of(PartWords.of("connection.server"), endpoint.toString()));
            case Connecting(var endpoint) ->
                new ConnectionWords(
                        PartWords.of("connection.connecting"),
                        PartWords.of("connection.connecting.sentence"),
                        Map.of(PartWords.of("connection.server"), endpoint.toString()));
            case Reconnecting reconnecting -> of(reconnecting, clock);
            case Offline(var cause) ->
                new ConnectionWords(
                        PartWords.of("connection.offline"),
                        PartWords.of("connection.offline.sentence"),
                        Map.of(PartWords.of("connection.cause"), cause));
            case Closed closed ->
                new ConnectionWords(
                        PartWords.of("connection.closed"), PartWords.of("connection.closed.sentence"), Map.of());
        };
    }

    private static ConnectionWords of(Reconnecting state, InstantSource clock) {
        long millis = Duration.between(clock.instant(), state.nextAttemptAt()).toMillis();
        String when =
                millis <= 0 ? PartWords.of("connection.now") : PartWords.of("connection.in", (millis + 999) / 1000);
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put(PartWords.of("connection.cause"), state.cause());
        facts.put(PartWords.of("connection.next"), PartWords.of("connection.attempt", when, state.attempt()));
        facts.put(PartWords.of("connection.server"), state.endpoint().toString());
        return new ConnectionWords(
                millis <= 0
                        ? PartWords.of("connection.reconnecting")
                        : PartWords.of("connection.reconnecting.when", when),
                PartWords.of("connection.reconnecting.sentence"),
                facts);
    }
}
