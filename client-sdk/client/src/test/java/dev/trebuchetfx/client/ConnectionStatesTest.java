// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.internal.transport.ScriptedServer;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.documentation.DocumentedTable;
import dev.trebuchetfx.protocol.time.ManualTime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drives a connection through each event in each state; the document must show what happens. */
class ConnectionStatesTest {
    private static final Duration LONGEST_BACKOFF = Duration.ofSeconds(8);

    /** A client and its server. */
    private static final class Bench implements AutoCloseable {
        private final ManualTime time = new ManualTime();
        private final ScriptedServer server = new ScriptedServer();
        private final TrebuchetClient client = TestClients.inCallingThread(time, server)
                .backoff(BackoffPolicy.builder()
                        .between(Duration.ofSeconds(8), LONGEST_BACKOFF)
                        .maxAttempts(3)
                        .resetAfter(Duration.ofSeconds(10))
                        .build())
                .build();

        /** Lets time pass until the client tries again. */
        private void awaitAttempt() {
            int before = server.attempts().size();
            for (int i = 0; i < 200 && server.attempts().size() == before; i++) {
                time.advance(Duration.ofMillis(100));
            }
        }

        /** Where the connection is; waiting for an attempt and being at one are two states. */
        private String state() {
            ConnectionState now = client.connectionState();
            String name = now.getClass().getSimpleName();
            if (!(now instanceof ConnectionState.Reconnecting again)) {
                return name;
            }
            return name + (again.nextAttemptAt().isAfter(time.instant()) ? ", waiting" : ", trying");
        }

        /** Lets time pass until something comes of it, for as long as the longest wait that there is. */
        private void awaitChange() {
            String before = state();
            for (int i = 0; i < 310 && state().equals(before); i++) {
                time.advance(Duration.ofMillis(100));
            }
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** The states, and how to come there. */
    @SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
    enum State {
        CONNECTING("Connecting", bench -> {}),
        CONNECTED("Connected", bench -> bench.server.acceptExtended()),
        WAITING("Reconnecting, waiting", bench -> {
            bench.server.acceptExtended();
            bench.server.lose("cut");
        }),
        TRYING("Reconnecting, trying", bench -> {
            bench.server.acceptExtended();
            bench.server.lose("cut");
            bench.awaitAttempt();
        }),
        OFFLINE("Offline", bench -> bench.server.refuse(403, Map.of())),
        CLOSED("Closed", bench -> {
            bench.server.acceptExtended();
            bench.client.close();
        });

        private final String title;
        private final Consumer<Bench> reach;

        State(String title, Consumer<Bench> reach) {
            this.title = title;
            this.reach = reach;
        }
    }

    /** The events, and in which states they can be. */
    @SuppressWarnings("ImmutableEnumChecker") // The functions and sets are not changed.
    enum Event {
        ACCEPTED("the server accepts", Set.of(State.CONNECTING, State.TRYING), bench -> bench.server.acceptExtended()),
        REFUSED(
                "the server refuses, 503",
                Set.of(State.CONNECTING, State.TRYING),
                bench -> bench.server.refuse(503, Map.of())),
        FORBIDDEN(
                "the server refuses, 403",
                Set.of(State.CONNECTING, State.TRYING),
                bench -> bench.server.refuse(403, Map.of())),
        UNREACHABLE(
                "no way to the server",
                Set.of(State.CONNECTING, State.TRYING),
                bench -> bench.server.lose("no route to host")),
        LOST("the line breaks", Set.of(State.CONNECTED), bench -> bench.server.lose("cut")),
        DEAD("the line is dead, and pings get no answer", Set.of(State.CONNECTED), bench -> {
            bench.server.stopAnsweringPings();
            bench.awaitChange();
        }),
        SILENCE("nothing, for as long as it takes", Set.of(State.values()), Bench::awaitChange),
        RECONNECT("the application wants to connect now", Set.of(State.values()), bench -> bench.client.reconnectNow()),
        CLOSE("the application closes the client", Set.of(State.values()), bench -> bench.client.close());

        private final String title;
        private final Set<State> in;
        private final Consumer<Bench> action;

        Event(String title, Set<State> in, Consumer<Bench> action) {
            this.title = title;
            this.in = in;
            this.action = action;
        }
    }

    private static String tried(Event event, State state) {
        try (Bench bench = new Bench()) {
            state.reach.accept(bench);
            String before = bench.state();
            event.action.accept(bench);
            return bench.state().equals(before) ? "·" : "**" + bench.state() + "**";
        }
    }

    @Test
    void theDocumentShowsEachEventInEachState() throws IOException {
        List<String> columns = new ArrayList<>();
        columns.add("event");
        List.of(State.values()).forEach(state -> columns.add(state.title));
        DocumentedTable table = new DocumentedTable(columns);
        for (Event event : Event.values()) {
            List<String> row = new ArrayList<>();
            row.add(event.title);
            for (State state : State.values()) {
                row.add(event.in.contains(state) ? tried(event, state) : "–");
            }
            table.add(row);
        }
        table.assertShownIn("stream-states.md", "connection");
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void eachStateIsWhatItIsCalled(State state) {
        try (Bench bench = new Bench()) {
            state.reach.accept(bench);
            assertThat(bench.state()).isEqualTo(state.title);
        }
    }

    @Test
    void everyStateIsReached() {
        Set<String> names = List.of(State.values()).stream()
                .map(state -> state.title.split(",", 2)[0])
                .collect(Collectors.toSet());
        assertThat(names)
                .containsExactlyInAnyOrderElementsOf(List.of(ConnectionState.class.getPermittedSubclasses()).stream()
                        .map(Class::getSimpleName)
                        .toList());
    }
}
