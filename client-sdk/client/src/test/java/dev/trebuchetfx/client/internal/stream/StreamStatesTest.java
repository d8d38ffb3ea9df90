// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.documentation.DocumentedTable;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Drives a stream through each event in each state; the document must show what happens. */
class StreamStatesTest {

    /** The states, and how to come there. The first ones are those of a plain peer too. */
    enum State {
        WAITING("Waiting") {
            @Override
            void reach(StreamOnTheBench bench) {}
        },
        CUT_OFF("Waiting, after a cut") {
            @Override
            void reach(StreamOnTheBench bench) {
                LIVE.reach(bench);
                bench.disconnect();
            }
        },
        INVOKING("Invoking") {
            @Override
            void reach(StreamOnTheBench bench) {
                bench.connect();
            }
        },
        STARTED("Live, first state awaited") {
            @Override
            void reach(StreamOnTheBench bench) {
                INVOKING.reach(bench);
                bench.start();
            }
        },
        LIVE("Live") {
            @Override
            void reach(StreamOnTheBench bench) {
                STARTED.reach(bench);
                bench.data(1, "1");
                bench.data(2, "2");
            }
        },
        RESUMING("Resuming") {
            @Override
            void reach(StreamOnTheBench bench) {
                LIVE.reach(bench);
                bench.disconnect();
                bench.connect();
            }
        },
        CLOSED("Closed") {
            @Override
            void reach(StreamOnTheBench bench) {
                LIVE.reach(bench);
                bench.turn(() -> bench.stream.close("closed"));
            }
        },
        REPLAYING("Live, replay under way") {
            @Override
            void reach(StreamOnTheBench bench) {
                RESUMING.reach(bench);
                bench.resumed(ResumeOutcome.REPLAYED, 4);
            }
        },
        RESTARTING("AwaitingRestart") {
            @Override
            void reach(StreamOnTheBench bench) {
                RESUMING.reach(bench);
                bench.resumed(ResumeOutcome.RESTARTED, 0);
            }
        },
        PAUSED("Paused") {
            @Override
            void reach(StreamOnTheBench bench) {
                if (bench.extended) {
                    LIVE.reach(bench);
                    bench.restartUntilItPauses();
                } else {
                    INVOKING.reach(bench);
                    bench.refuse(ResponseEnvelope.DRAINING);
                }
            }
        };

        private static final List<State> PLAIN =
                List.of(WAITING, CUT_OFF, INVOKING, STARTED, LIVE, RESUMING, PAUSED, CLOSED);

        private final String title;

        State(String title) {
            this.title = title;
        }

        private boolean hasNoSession() {
            return this == WAITING || this == CUT_OFF;
        }

        abstract void reach(StreamOnTheBench bench);
    }

    /** The events. */
    @SuppressWarnings("ImmutableEnumChecker") // The functions hold nothing.
    enum Event {
        CONNECTED("connected", bench -> bench.connect()),
        DISCONNECTED("disconnected", StreamOnTheBench::disconnect),
        STARTED("`streamStart`", StreamOnTheBench::start),
        NEXT("`streamData`, the next", bench -> bench.data(next(bench), "100")),
        JUMP("`streamData`, a later one", bench -> bench.data(next(bench) + 5, "100")),
        AGAIN("`streamData`, an old one", bench -> bench.data(next(bench) - 1, "100")),
        HEARTBEAT(
                "`heartbeat` with a later number",
                bench -> bench.turn(() -> bench.registry.heartbeat(
                        bench.session(), new HeartbeatEnvelope(Map.of(bench.streamId(), next(bench)))))),
        HEARTBEAT_BEHIND(
                "`heartbeat` with a lower number",
                bench -> bench.turn(() -> bench.registry.heartbeat(
                        bench.session(), new HeartbeatEnvelope(Map.of(bench.streamId(), 0L))))),
        CURRENT("`streamResumed` current", bench -> bench.resumed(ResumeOutcome.CURRENT, 2)),
        CURRENT_BEHIND("`streamResumed` current, at a lower number", StreamOnTheBench::resumedBehind),
        REPLAYED("`streamResumed` replayed", bench -> bench.resumed(ResumeOutcome.REPLAYED, 4)),
        RESTARTED("`streamResumed` restarted", bench -> bench.resumed(ResumeOutcome.RESTARTED, 0)),
        ENDED("`streamEnd` completed", bench -> end(bench, StreamEndReason.COMPLETED)),
        ENDED_BY_CLOSE("`streamEnd` connectionClosed", bench -> end(bench, StreamEndReason.CONNECTION_CLOSED)),
        ERROR(
                "`streamError`",
                bench -> bench.turn(() -> bench.registry.broken(new StreamErrorEnvelope(bench.streamId(), "broke")))),
        DRAINING("`response`: \"Server is shutting down\"", bench -> bench.refuse(ResponseEnvelope.DRAINING)),
        UNAVAILABLE(
                "`response`: \"Stream unavailable: …\"",
                bench -> bench.refuse(ResponseEnvelope.UNAVAILABLE + "no store")),
        UNAVAILABLE_TO_RESUME(
                "`streamError`: \"Stream unavailable: …\"",
                bench -> bench.turn(() -> bench.registry.broken(
                        new StreamErrorEnvelope(bench.streamId(), ResponseEnvelope.UNAVAILABLE + "no store")))),
        UNVOUCHED(
                "`heartbeat` with `stale`",
                bench -> bench.turn(() -> bench.registry.heartbeat(
                        bench.session(), HeartbeatEnvelope.ofStale(bench.streamId(), "no changes are heard")))),
        SILENCE("nothing for the time of an answer", bench -> bench.time.advance(StreamOnTheBench.ANSWER_TIMEOUT)),
        CLOSE("the application closes the stream", bench -> bench.turn(() -> bench.stream.close("closed"))),
        CLOSE_CLIENT(
                "the application closes the client",
                bench -> bench.turn(() -> bench.registry.close(new ClientClosedException("closed"))));

        /** What a plain server sends. */
        private static final Set<Event> NOT_PLAIN = Set.of(
                HEARTBEAT,
                HEARTBEAT_BEHIND,
                CURRENT,
                CURRENT_BEHIND,
                REPLAYED,
                RESTARTED,
                UNAVAILABLE,
                UNAVAILABLE_TO_RESUME,
                UNVOUCHED);

        private final String title;
        private final Consumer<StreamOnTheBench> action;

        Event(String title, Consumer<StreamOnTheBench> action) {
            this.title = title;
            this.action = action;
        }

        private static long next(StreamOnTheBench bench) {
            var at = bench.stream.checkpoint();
            return at == null ? 1 : at.lastSequence() + 1;
        }

        private static void end(StreamOnTheBench bench, StreamEndReason reason) {
            bench.turn(() -> bench.registry.ended(new StreamEndEnvelope(bench.streamId(), reason)));
        }

        /** A session begins only where there is none, and a peer can say something only where there is one. */
        boolean happensIn(State state) {
            return switch (this) {
                case CONNECTED -> state.hasNoSession() || state == State.CLOSED;
                case SILENCE, CLOSE, CLOSE_CLIENT -> true;
                default -> !state.hasNoSession();
            };
        }
    }

    private static Stream<Arguments> statesThatEnd() {
        Set<State> others = Set.of(State.WAITING, State.CUT_OFF, State.LIVE, State.CLOSED);
        return Stream.concat(
                        Stream.of(State.values()).map(state -> Arguments.of(state, true)),
                        State.PLAIN.stream().map(state -> Arguments.of(state, false)))
                .filter(arguments -> !others.contains((State) arguments.get()[0]));
    }

    private static StreamOnTheBench in(State state, boolean extended) {
        StreamOnTheBench bench = new StreamOnTheBench(extended);
        state.reach(bench);
        bench.sent.clear();
        bench.told.clear();
        return bench;
    }

    /** What has become of it: the new state if it is another, what is sent and what the subscriber hears. */
    private static String outcome(StreamOnTheBench bench, String before) {
        List<String> parts = new ArrayList<>();
        String after = nameOf(bench);
        if (!after.equals(before)) {
            parts.add("**" + after + "**");
        }
        Set<String> sent = new LinkedHashSet<>(bench.sent.stream()
                .map(Envelope::type)
                .map(type -> "`" + type + "`")
                .toList());
        if (!sent.isEmpty()) {
            parts.add("sends " + String.join(", ", sent));
        }
        Set<String> told =
                bench.told.stream().map(StreamStatesTest::word).collect(Collectors.toCollection(LinkedHashSet::new));
        if (!told.isEmpty()) {
            parts.add("tells " + String.join(", ", told));
        }
        return parts.isEmpty() ? "·" : String.join("; ", parts);
    }

    private static String nameOf(StreamOnTheBench bench) {
        return bench.stream.phase().getClass().getSimpleName();
    }

    private static String word(StreamEvent<?> event) {
        return event instanceof StreamEvent.FreshnessChanged<?>(var freshness, var why)
                ? freshness.name()
                : event.getClass().getSimpleName().toLowerCase(Locale.ROOT);
    }

    private static DocumentedTable table(List<State> states, List<Event> events, boolean extended) {
        List<String> columns = new ArrayList<>();
        columns.add("event");
        states.forEach(state -> columns.add(state.title));
        DocumentedTable table = new DocumentedTable(columns);
        for (Event event : events) {
            List<String> row = new ArrayList<>();
            row.add(event.title);
            for (State state : states) {
                row.add(event.happensIn(state) ? tried(event, state, extended) : "–");
            }
            table.add(row);
        }
        return table;
    }

    private static String tried(Event event, State state, boolean extended) {
        StreamOnTheBench bench = in(state, extended);
        if (event == Event.CONNECTED && state == State.CLOSED) {
            bench.disconnect();
        }
        String before = nameOf(bench);
        event.action.accept(bench);
        return outcome(bench, before);
    }

    @Test
    void theDocumentShowsEachEventInEachStateTowardsAPeerWithTheExtension() throws IOException {
        table(List.of(State.values()), List.of(Event.values()), true).assertShownIn("stream-states.md", "stream");
    }

    @Test
    void theDocumentShowsEachEventInEachStateTowardsAPlainPeer() throws IOException {
        List<Event> events = List.of(Event.values()).stream()
                .filter(event -> !Event.NOT_PLAIN.contains(event))
                .toList();
        table(State.PLAIN, events, false).assertShownIn("stream-states.md", "plain stream");
    }

    @ParameterizedTest
    @EnumSource(State.class)
    void eachStateIsWhatItIsCalled(State state) {
        assertThat(state.title).startsWith(nameOf(in(state, true)));
    }

    /** Closed is final, Waiting ends with the next connection, and Live, up to date, is looked after by the connection. */
    @ParameterizedTest
    @MethodSource("statesThatEnd")
    void eachStateThatWaitsForThePeerEndsThoughThePeerSaysNothing(State state, boolean extended) {
        StreamOnTheBench bench = in(state, extended);
        bench.time.advance(Duration.ofSeconds(31));

        assertThat(bench.sent).as("it asks again").isNotEmpty();
    }

    @Test
    void everyPhaseHasAState() {
        Set<String> reached = List.of(State.values()).stream()
                .map(state -> nameOf(in(state, true)))
                .collect(Collectors.toSet());
        List<String> phases = List.of(Phase.class.getPermittedSubclasses()).stream()
                .map(Class::getSimpleName)
                .toList();
        assertThat(reached).containsExactlyInAnyOrderElementsOf(phases);
    }

    @Test
    void aCountOfSkippedUpdatesBeyondALongIsNotShownAsNegative() {
        StreamOnTheBench bench = new StreamOnTheBench(true);
        bench.connect();
        bench.start();
        bench.skipping(1, 0);
        bench.skipping(-1, -1);

        assertThat(bench.told)
                .filteredOn(StreamEvent.Update.class::isInstance)
                .map(event -> ((StreamEvent.Update<?>) event).conflated())
                .containsExactly(0L, Long.MAX_VALUE);
    }

    @Test
    void aStreamDoesNotKeepLongNamesOfTheServer() {
        StreamOnTheBench bench = new StreamOnTheBench(true);
        bench.connect();
        bench.start(new ActorId("x".repeat(1_000_000), null, null));

        assertThat(bench.told).last().isInstanceOfSatisfying(StreamEvent.Failed.class, failed -> assertThat(
                        failed.error())
                .hasMessageContaining("names of at most 4096 characters, but found 1000012"));
        assertThat(bench.stream.checkpoint()).isNull();
    }
}
