// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.EndpointOrder;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.client.tap.TapEvent;
import dev.trebuchetfx.plain.PlainActor;
import dev.trebuchetfx.plain.PlainSwiftServer;
import dev.trebuchetfx.protocol.delta.DeltaCodable;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * The nine traps that a plain version 2 server sets, each over a real socket against one that behaves just so: what a subscriber
 * sees. Each test fails, too, where the client sends anything that is not version 2.
 */
@Timeout(60)
class VersionTwoTrapsTest {
    private static final BackoffPolicy WHEN_ASKED = BackoffPolicy.builder()
            .between(Duration.ofDays(365), Duration.ofDays(365))
            .maxAttempts(1_000)
            .resetAfter(Duration.ofSeconds(10))
            .build();
    private static final StreamOptions EVERY =
            StreamOptions.builder().everyUpdate(1_000).build();

    private PlainSwiftServer server;
    private PlainActor counter;
    private TrebuchetClient client;
    private final Heard<Integer> heard = new Heard<>();

    /** What one subscriber is told, in order, in the words of {@link ScriptedTest}. */
    private static final class Heard<T> implements StreamListener<T> {
        private final List<String> lines = new CopyOnWriteArrayList<>();

        @Override
        public void onUpdate(StreamEvent.Update<T> update) {}

        @Override
        public void onEvent(StreamEvent<T> event) {
            lines.add(ScriptedTest.describe(event));
        }

        void awaitExactly(String... expected) {
            await().pollInterval(Duration.ofMillis(5))
                    .untilAsserted(() -> assertThat(lines).containsExactly(expected));
        }

        void awaitLast(String... expected) {
            await().pollInterval(Duration.ofMillis(5))
                    .untilAsserted(() -> assertThat(lines).endsWith(expected));
        }
    }

    @BeforeEach
    void start() throws IOException {
        server = PlainSwiftServer.start();
        counter = server.expose("counter", "10");
        client = TrebuchetClient.builder(server.uri()).backoff(WHEN_ASKED).build();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        server.close();
    }

    private ActorStream<Integer> observe(Heard<Integer> by, StreamOptions options, Object... arguments) {
        ActorStream<Integer> stream =
                client.actor("counter").observe("observeState", Integer.class, options, arguments);
        stream.listen(by);
        by.awaitLast("LIVE");
        return stream;
    }

    /** Shows 10, 20, … up to {@code last}, numbered from 1. */
    private void observeUpTo(int last) {
        observe(heard, EVERY);
        for (int number = 2; number <= last; number++) {
            counter.become(Integer.toString(number * 10));
        }
        heard.awaitLast(last == 1 ? "LIVE" : "full " + last + "=" + last * 10);
        heard.lines.clear();
    }

    private void cut() throws IOException {
        server.cut();
        awaitCut();
    }

    /** The server's process is another one. */
    private void restart() throws IOException {
        server.restart();
        awaitCut();
    }

    private void awaitCut() {
        await().pollInterval(Duration.ofMillis(5))
                .until(() -> client.connectionState() instanceof ConnectionState.Reconnecting);
    }

    @Test
    void trap1LiveUpdatesGoOnToTheDeadConnectionAfterAReplay() throws IOException {
        observeUpTo(2);
        cut();
        counter.become("30");
        counter.become("40");
        client.reconnectNow();
        heard.awaitLast("LIVE");
        counter.become("50");

        heard.awaitExactly(
                "STALE",
                "CATCHING_UP",
                "resumed at 2 REPLAYED lost 0",
                "replay 3=30",
                "replay 4=40",
                "started after 4",
                "LIVE",
                "full 2=50");
        assertThat(server.swallowedCount())
                .as("30, 40 and 50 went to the dead connection, as they do in Swift")
                .isEqualTo(3);
        assertThat(server.boundStreamCount()).isEqualTo(1);
    }

    @Test
    void trap2ACaughtUpClientIsRestartedAndLosesNothing() throws IOException {
        observeUpTo(2);
        cut();
        client.reconnectNow();
        heard.awaitLast("LIVE");
        counter.become("30");

        heard.awaitExactly(
                "STALE", "CATCHING_UP", "started after 2", "resumed at 2 CURRENT lost 0", "LIVE", "full 2=30");
    }

    @Test
    void trap2AnExpiredBufferIsASuspectedLossOfUnknownCount() throws IOException {
        observeUpTo(2);
        cut();
        counter.become("30");
        counter.become("40");
        server.letTimePass(Duration.ofSeconds(301));
        client.reconnectNow();
        heard.awaitLast("LIVE");
        counter.become("50");

        heard.awaitExactly(
                "STALE",
                "CATCHING_UP",
                "started after 2",
                "resumed at 2 RESTARTED lost ?",
                "gap 3..? UNKNOWN",
                "full 1=40",
                "LIVE",
                "full 2=50");
    }

    @Test
    void trap3AReplayThatBeginsTooLateIsAGap() throws IOException {
        observeUpTo(42);
        cut();
        for (int number = 43; number <= 189; number++) {
            counter.become(Integer.toString(number * 10));
        }
        client.reconnectNow();
        heard.awaitLast("LIVE");

        assertThat(heard.lines)
                .startsWith(
                        "STALE",
                        "CATCHING_UP",
                        "resumed at 42 REPLAYED lost 47",
                        "gap 43..89 EVICTED",
                        "replay 90=900",
                        "replay 91=910")
                .endsWith("replay 189=1890", "started after 189", "LIVE")
                .hasSize(4 + 100 + 2);
    }

    @Test
    void trap4TheRestartFindsTheActorByItsRealIdOnly() throws IOException {
        observeUpTo(2);
        cut();
        client.reconnectNow();
        heard.awaitLast("LIVE");
        assertThat(server.received("streamResume")).singleElement().satisfies(resume -> assertThat(
                        resume.path("actorID").path("id").stringValue())
                .isEqualTo(counter.id())
                .isNotEqualTo("counter"));
        heard.lines.clear();

        // The real id dies with the process: "Stream setup error: Actor not found", and the name is invoked afresh.
        restart();
        client.reconnectNow();
        heard.awaitLast("LIVE");
        counter.become("30");

        heard.awaitExactly(
                "STALE",
                "CATCHING_UP",
                "started after 1",
                "started after 1",
                "resumed at 1 CURRENT lost 0",
                "LIVE",
                "full 2=30");
        assertThat(server.received("invocation"))
                .extracting(call -> call.path("actorID").path("id").stringValue())
                .containsExactly("counter", "counter");
    }

    @Test
    void trap5WhatHasAFilterIsInvokedAfresh() throws IOException {
        StreamFilter changed = StreamFilter.predefined("changed", Map.of());
        observe(heard, EVERY.toBuilder().filter(changed).build());
        heard.lines.clear();
        cut();
        counter.become("20");
        client.reconnectNow();
        heard.awaitLast("LIVE");
        counter.become("20");
        counter.become("30");

        heard.awaitExactly(
                "STALE", "CATCHING_UP", "started after 1", "gap 2..? UNKNOWN", "full 1=20", "LIVE", "full 2=30");
        assertThat(server.received("streamResume")).isEmpty();
        assertThat(server.received("invocation"))
                .extracting(call -> call.path("streamFilter").path("name").asString("none"))
                .containsExactly("changed", "changed");
    }

    @Test
    void trap5WhatHasArgumentsIsInvokedAfresh() throws IOException {
        counter.showing((state, arguments) ->
                Integer.toString(Integer.parseInt(state) + Integer.parseInt(arguments.getFirst())));
        observe(heard, EVERY, 7);
        heard.lines.clear();
        cut();
        client.reconnectNow();
        heard.awaitLast("LIVE");
        counter.become("20");

        heard.awaitExactly("STALE", "CATCHING_UP", "started after 1", "LIVE", "full 2=27");
        assertThat(server.received("streamResume")).isEmpty();
    }

    @Test
    void trap6OneResumeIsUnderWayForEachActorAndMethod() throws IOException {
        Heard<Integer> second = new Heard<>();
        observeUpTo(1);
        observe(second, EVERY);
        second.lines.clear();
        cut();
        server.stall();
        client.reconnectNow();
        await().until(() -> server.received("streamResume").size() == 1);
        // Messages stay in order: what would have been sent with the first resume is there before this call.
        var call = client.actor("counter").call("get", Integer.class, CallOptions.WHEN_CONNECTED);
        await().until(() -> server.received("invocation").stream()
                .anyMatch(one -> one.path("targetIdentifier").asString("").equals("get")));
        assertThat(server.received("streamResume")).hasSize(1);

        counter.answering("get", arguments -> "10");
        server.goOn();
        assertThat(call.join()).isEqualTo(10);
        heard.awaitLast("LIVE");
        second.awaitLast("LIVE");
        counter.become("20");

        String[] expected = {
            "STALE", "CATCHING_UP", "started after 1", "resumed at 1 CURRENT lost 0", "LIVE", "full 2=20"
        };
        heard.awaitExactly(expected);
        second.awaitExactly(expected);
        assertThat(server.received("streamResume"))
                .extracting(resume -> resume.path("streamID").stringValue())
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void trap7ALowerNumberOfARestartedServerIsNoDuplicate() throws IOException {
        observeUpTo(42);
        restart();
        counter.become("1");
        client.reconnectNow();
        heard.awaitLast("LIVE");
        counter.become("2");
        counter.become("3");

        heard.awaitExactly(
                "STALE",
                "CATCHING_UP",
                "started after 42",
                "started after 42",
                "resumed at 42 RESTARTED lost ?",
                "gap 43..? UNKNOWN",
                "full 1=1",
                "LIVE",
                "full 2=2",
                "full 3=3");
    }

    /** A sum, whose deltas say how much more it is. */
    record Tally(@JsonValue int sum) implements DeltaCodable<Tally> {
        @Override
        public Optional<Tally> delta(Tally from) {
            return equals(from) ? Optional.empty() : Optional.of(new Tally(sum - from.sum));
        }

        @Override
        public Tally applying(Tally delta) {
            return new Tally(sum + delta.sum);
        }

        @Override
        public String toString() {
            return Integer.toString(sum);
        }
    }

    /** Shows 10, 20, … up to {@code last}, numbered from 1, of which all but the first came as deltas. */
    private Heard<Tally> observeDeltasUpTo(int last) {
        counter.withDeltas();
        Heard<Tally> tallies = new Heard<>();
        client.actor("counter")
                .observe(
                        "observeState",
                        Tally.class,
                        EVERY.toBuilder().deltas(Deltas.OWN).build())
                .listen(tallies);
        tallies.awaitLast("full 1=10", "LIVE");
        addTenUpTo(2, last);
        tallies.awaitLast("delta " + last + "=" + last * 10);
        tallies.lines.clear();
        return tallies;
    }

    private void addTenUpTo(int from, int last) {
        for (int number = from; number <= last; number++) {
            counter.change(Integer.toString(number * 10), "10");
        }
    }

    @Test
    void trap8ADeltaAfterAGapIsNeverAppliedAndTheStateAskedForOnce() {
        Heard<Tally> tallies = observeDeltasUpTo(2);
        server.stall();
        counter.changeUnheard("30", "10");
        addTenUpTo(4, 6);
        tallies.awaitLast("CATCHING_UP");
        server.goOn();
        tallies.awaitLast("LIVE");
        addTenUpTo(7, 7);

        tallies.awaitExactly(
                "undecodable 4",
                "RESYNCING",
                "CATCHING_UP",
                "started after 2",
                "gap 3..? UNKNOWN",
                "full 1=60",
                "LIVE",
                "delta 2=70");
        assertThat(server.received("invocation")).hasSize(2);
    }

    @Test
    void trap8AReplayOfDeltasThatBeginsTooLateIsNotApplied() throws IOException {
        Heard<Tally> tallies = observeDeltasUpTo(42);
        cut();
        addTenUpTo(43, 189);
        client.reconnectNow();
        tallies.awaitLast("LIVE");
        addTenUpTo(190, 190);

        tallies.awaitExactly(
                "STALE",
                "CATCHING_UP",
                "resumed at 42 REPLAYED lost 47",
                "undecodable 90",
                "started after 42",
                "gap 43..? UNKNOWN",
                "full 1=1890",
                "LIVE",
                "delta 2=1900");
        assertThat(server.received("invocation")).hasSize(2);
    }

    @Test
    void trap8ARestartThatBeginsWithADeltaIsNotApplied() throws IOException {
        Heard<Tally> tallies = observeDeltasUpTo(2);
        cut();
        addTenUpTo(3, 4);
        server.letTimePass(Duration.ofSeconds(301));
        counter.beginNextWithChange();
        client.reconnectNow();
        tallies.awaitLast("LIVE");
        addTenUpTo(5, 5);

        tallies.awaitExactly(
                "STALE",
                "CATCHING_UP",
                "started after 2",
                "undecodable 1",
                "RESYNCING",
                "CATCHING_UP",
                "started after 2",
                "resumed at 2 RESTARTED lost ?",
                "gap 3..? UNKNOWN",
                "full 1=40",
                "LIVE",
                "delta 2=50");
    }

    /** The base is at hand: no restart, and nothing is lost. */
    @Test
    void trap8ContiguousDeltasOfAReplayAreApplied() throws IOException {
        Heard<Tally> tallies = observeDeltasUpTo(2);
        cut();
        addTenUpTo(3, 4);
        client.reconnectNow();
        tallies.awaitLast("LIVE");

        tallies.awaitExactly(
                "STALE",
                "CATCHING_UP",
                "resumed at 2 REPLAYED lost 0",
                "replay 3=30",
                "replay 4=40",
                "started after 4",
                "LIVE");
    }

    @Test
    void trap9NothingUnsubscribesAndWhatStillComesIsDropped() throws IOException {
        List<String> received = new CopyOnWriteArrayList<>();
        ActorStream<Integer> stream = observe(heard, EVERY);
        var unused = client.taps().attach(event -> received.add(event.toString()));
        stream.close();
        heard.lines.clear();
        counter.become("20");
        await().until(() -> received.stream().anyMatch(line -> line.startsWith("MessageReceived")));
        assertThat(server.boundStreamCount()).isEqualTo(1);

        // A later subscriber has a stream of its own, and the old one's updates don't reach it.
        Heard<Integer> later = new Heard<>();
        observe(later, EVERY);
        counter.become("30");

        later.awaitLast("LIVE", "full 2=30");
        assertThat(later.lines).filteredOn(line -> line.startsWith("full")).containsExactly("full 1=20", "full 2=30");
        assertThat(later.lines).noneMatch(line -> line.startsWith("duplicate"));
        assertThat(heard.lines).noneMatch(line -> line.startsWith("full"));
    }

    /** A payload would come back masked: the double minds one. */
    @Test
    void pingsAreEmpty() throws IOException {
        client.close();
        client = TrebuchetClient.builder(server.uri())
                .heartbeat(Duration.ofMillis(200))
                .build();
        await().until(() -> server.pingCount() > 2);
    }

    @Test
    void aDrainingServerIsWaitedForAndItsSubscriberTold() throws IOException {
        List<String> told = new CopyOnWriteArrayList<>();
        var unused = client.taps().attach(event -> {
            if (event instanceof TapEvent.FreshnessChanged changed) {
                told.add(changed.freshness() + " " + changed.why());
            }
        });
        server.drain();
        ActorStream<Integer> stream = client.actor("counter").observe("observeState", Integer.class, EVERY);
        stream.listen(heard);
        heard.awaitLast("STALE");
        assertThat(told.getLast())
                .startsWith("STALE the server can't open the stream now: Server is shutting down; asked again in ");
        assertThat(client.actor("counter").call("get", Integer.class))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("Server is shutting down");
        restart();
        client.reconnectNow();
        heard.awaitLast("full 1=10", "LIVE");
    }

    /** Without an end of the connection, and without anybody who asks for it. */
    @Test
    void aServerThatDrainsNoMoreIsAskedAgain() {
        server.drain();
        ActorStream<Integer> stream = client.actor("counter").observe("observeState", Integer.class, EVERY);
        stream.listen(heard);
        heard.awaitLast("STALE");
        server.drainNoMore();
        heard.awaitLast("full 1=10", "LIVE");
        assertThat(server.received("invocation")).hasSizeGreaterThan(1);
    }

    @Test
    void whereThereIsAnotherServerADrainingOneIsLeft() throws IOException {
        try (PlainSwiftServer other = PlainSwiftServer.start()) {
            other.expose("counter", "70");
            client.close();
            client = TrebuchetClient.builder(List.of(server.uri(), other.uri()))
                    .endpointOrder(EndpointOrder.AS_GIVEN)
                    .build();
            server.drain();
            client.actor("counter")
                    .observe("observeState", Integer.class, EVERY)
                    .listen(heard);
            heard.awaitLast("full 1=70", "LIVE");

            assertThat(server.received("invocation")).hasSize(1);
            assertThat(heard.lines).contains("STALE");
            await().until(() -> server.connectionCount() == 0);
        }
    }

    @Test
    void aCallThatIsTooLargeForThePeerIsNotSent() {
        counter.answering("get", arguments -> "10");
        var options = CallOptions.WHEN_CONNECTED;
        assertThat(client.actor("counter").call("get", Integer.class, options, "x".repeat(20_000)))
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .withMessageContaining("a peer without the extension takes at most 16384");
        assertThat(client.actor("counter").call("get", Integer.class, options).join())
                .isEqualTo(10);
    }
}
