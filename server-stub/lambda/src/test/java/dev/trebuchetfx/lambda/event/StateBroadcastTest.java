// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.lambda.connection.Connection;
import dev.trebuchetfx.lambda.posting.FunctionDeadline;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.actor.PersistentState;
import dev.trebuchetfx.server.actor.StatefulActor;
import dev.trebuchetfx.server.actor.StreamedState;
import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.dynamodb.LocalDynamoExtension;
import dev.trebuchetfx.server.store.LogRetention;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.LimitExceededException;

/** The sending of changes to many, some of whom have gone, or can't be reached just now. */
@Timeout(60)
@ExtendWith(LocalDynamoExtension.class)
class StateBroadcastTest {
    private final AtomicInteger written = new AtomicInteger();
    private FunctionWorld world;

    /** A state that counts how often it is written as JSON. */
    public final class Counted {
        private final String text;

        Counted(String text) {
            this.text = text;
        }

        public String getText() {
            written.incrementAndGet();
            return text;
        }
    }

    /** An actor with a text of any length. */
    public static final class Page implements StatefulActor<Page.Text> {
        private final PersistentState<Text> state = new PersistentState<>(Text.class, new Text(0, "", List.of()));

        public record Text(int edition, String text, List<String> parts) {}

        @Override
        public PersistentState<Text> persistentState() {
            return state;
        }

        public StreamedState<Text> observeState() {
            return state.streamed();
        }

        public void fill(int length) {
            state.set(new Text(1, "x".repeat(length), List.of()));
        }

        public void append(int length) {
            List<String> more = new ArrayList<>(state.get().parts());
            more.add("y".repeat(length));
            state.set(new Text(state.get().edition(), state.get().text(), more));
        }

        public void print() {
            state.set(new Text(
                    state.get().edition() + 1, state.get().text(), state.get().parts()));
        }

        public String read() {
            return state.get().text();
        }
    }

    /** An actor whose view counts how often it is written as JSON. */
    public final class Gauge implements StatefulActor<Long> {
        private final PersistentState<Long> state = new PersistentState<>(Long.class, 0L);
        private final StreamedState<Counted> counted = state.view(value -> new Counted("value " + value));

        @Override
        public PersistentState<Long> persistentState() {
            return state;
        }

        public StreamedState<Counted> observeState() {
            return counted;
        }

        public void raise() {
            state.set(state.get() + 1);
        }
    }

    /** An actor that keeps nothing. */
    public static final class Forgetful {
        private final StreamedState<Integer> state = new StreamedState<>(1);

        public StreamedState<Integer> observeState() {
            return state;
        }
    }

    @BeforeEach
    void make(LocalDynamo.Tables tables) {
        world = new FunctionWorld(
                tables,
                Map.of("page", name -> new Page(), "gauge", name -> new Gauge(), "forgetful", name -> new Forgetful()),
                LogRetention.DEFAULT,
                8,
                StateBroadcast.PART);
    }

    @Test
    void aStateIsWrittenOnceHoweverManyObserveIt() {
        for (int i = 0; i < 30; i++) {
            Connection connection = world.connect("c" + i);
            world.observe(
                    connection, "gauge", i % 3 == 0 ? StreamFilter.changed() : null, i % 2 == 0 ? "json-patch" : "x");
        }
        world.call("gauge", "raise");
        world.tell("gauge");
        world.call("gauge", "raise");
        written.set(0);

        assertThat(world.tell("gauge").sent()).isEqualTo(30);
        assertThat(written)
                .as("the new state, and the one before for its patch")
                .hasValue(2);
        assertThat(IntStream.range(0, 30).mapToObj(i -> world.updates("c" + i).getLast()))
                .allSatisfy(last -> assertThat(last.sequenceNumber()).isGreaterThanOrEqualTo(3));
    }

    @Test
    void aConnectionThatHasGoneIsForgottenAndKeepsNobodyWaiting() {
        for (String each : List.of("a", "b", "c")) {
            world.observe(world.connect(each), "counter", null);
        }
        world.gateway.gone.add("b");
        world.call("counter", "increment");

        StateBroadcast.Report report = world.tell("counter");

        assertThat(report).isEqualTo(new StateBroadcast.Report(true, 2, 1, 0));
        assertThat(world.connections.streamsOf("b")).isEmpty();
        assertThat(world.states("c")).hasSize(2);
    }

    @Test
    void aConnectionThatIsOnlySaidToHaveGoneIsKept() {
        world.observe(world.connect("a"), "counter", null);
        AtomicInteger posts = new AtomicInteger();
        world.gateway.onPost(connection -> {
            if (connection.equals("a") && posts.incrementAndGet() == 1) {
                throw software.amazon.awssdk.services.apigatewaymanagementapi.model.GoneException.builder()
                        .build();
            }
        });
        world.call("counter", "increment");

        assertThat(world.tell("counter").gone()).isZero();
        assertThat(world.states("a")).hasSize(2);
    }

    @Test
    void whatIsThrottledIsSentAgain() {
        world.observe(world.connect("a"), "counter", null);
        AtomicInteger posts = new AtomicInteger();
        world.gateway.onPost(connection -> {
            if (connection.equals("a") && posts.incrementAndGet() <= 3) {
                throw LimitExceededException.builder().message("slow down").build();
            }
        });
        world.call("counter", "increment");

        assertThat(world.tell("counter")).isEqualTo(new StateBroadcast.Report(true, 1, 0, 0));
        assertThat(posts).hasValue(4);
    }

    @Test
    void oneThatCannotBeReachedIsTriedAgainByTheNextCall() {
        for (String each : List.of("a", "b", "c")) {
            world.observe(world.connect(each), "counter", null);
        }
        world.call("counter", "increment");
        world.tell("counter");
        world.gateway.onPost(connection -> {
            if (connection.equals("b")) {
                throw software.amazon.awssdk.services.apigatewaymanagementapi.model.ForbiddenException.builder()
                        .message("not now")
                        .build();
            }
        });
        world.call("counter", "increment");

        assertThat(world.tell("counter")).isEqualTo(new StateBroadcast.Report(false, 2, 0, 1));
        assertThat(world.states("c")).endsWith("3 {\"count\":2}");
        world.gateway.onPost(connection -> {});
        assertThat(world.tell("counter")).isEqualTo(new StateBroadcast.Report(true, 1, 0, 0));
        assertThat(world.states("b")).endsWith("3 {\"count\":2}");
        assertThat(world.states("c")).hasSize(3);
    }

    @Test
    void theNextCallGoesOnWhereTheTimeWasOver() {
        List<String> all = IntStream.range(0, 6).mapToObj(i -> "c" + i).toList();
        all.forEach(each -> world.observe(world.connect(each), "counter", null));
        ManualTime time = new ManualTime();
        List<String> order = new ArrayList<>();
        world.gateway.onPost(connection -> {
            order.add(connection);
            time.advance(Duration.ofSeconds(1));
        });
        world.call("counter", "increment");
        order.clear();
        // One after the other, so that the time is over after the second one in any case.
        StateBroadcast broadcast = world.broadcast(1);

        StateBroadcast.Report first = broadcast.toAll("counter", FunctionDeadline.in(Duration.ofSeconds(2), time));
        assertThat(first.isWhole()).isFalse();
        world.gateway.onPost(connection -> order.add(connection));
        // It changes again before the rest was told.
        world.call("counter", "increment");
        order.removeIf("caller"::equals);
        int before = order.size();
        assertThat(broadcast.toAll("counter", world.soon()).isWhole()).isTrue();

        assertThat(order.subList(before, order.size()).getFirst())
                .as("not the first again")
                .isEqualTo("c2");
        assertThat(all).allSatisfy(each -> assertThat(world.states(each))
                .containsExactly("1 {\"count\":0}", "2 {\"count\":1}", "3 {\"count\":2}"));
    }

    @Test
    void eachOfSeveralVersionsIsSent() {
        world.call("counter", "increment");
        world.observe(world.connect("a"), "counter", null);
        world.observe(
                world.connect("b"), "counter", StreamFilter.threshold("count").atLeast(3));
        for (int i = 0; i < 3; i++) {
            world.call("counter", "increment");
        }

        world.tell("counter");

        assertThat(world.states("a"))
                .containsExactly("1 {\"count\":1}", "2 {\"count\":2}", "3 {\"count\":3}", "4 {\"count\":4}");
        assertThat(world.states("b")).containsExactly("1 {\"count\":3}", "2 {\"count\":4}");
    }

    @Test
    void streamsThatHaveComeEquallyFarKeepTheirOwnIdsAndNumbers() {
        world.call("page", "fill", "1000");
        observePage("early");
        world.call("page", "print");
        world.call("page", "print");
        world.tell("page");
        observePage("late");
        world.call("page", "print");
        world.call("page", "print");

        assertThat(world.tell("page").sent()).isEqualTo(8);

        for (String name : List.of("a", "b")) {
            assertThat(editions("early-" + name)).containsExactly("1: 1", "2: 2", "3: 3", "4: 4", "5: 5");
            assertThat(editions("late-" + name)).containsExactly("1: 3", "2: 4", "3: 5");
            assertThat(bases("early-patch-" + name)).containsExactly(null, 1L, 2L, 3L, 4L);
            assertThat(bases("late-patch-" + name)).containsExactly(null, 1L, 2L);
        }
        assertThat(world.updates("early-a").getLast().streamID())
                .isNotEqualTo(world.updates("early-b").getLast().streamID());
        assertThat(world.updates("late-a").getLast().ext())
                .isEqualTo(world.updates("early-b").getLast().ext());
        // Each goes on from where its own broadcast has left it.
        world.call("page", "print");
        world.tell("page");
        assertThat(editions("early-b")).endsWith("6: 6");
        assertThat(editions("late-b")).endsWith("4: 6");
        assertThat(bases("late-patch-b")).endsWith(3L);
    }

    private void observePage(String when) {
        for (String name : List.of("a", "b")) {
            world.observe(world.connect(when + "-" + name), "page", null);
            world.observe(world.connect(when + "-patch-" + name), "page", null, "json-patch");
        }
    }

    /** Returns the numbers of the updates with the editions of their states. */
    private List<String> editions(String connection) {
        return world.updates(connection).stream()
                .map(each -> each.sequenceNumber() + ": "
                        + FunctionWorld.text(each.data()).replaceAll(".*\"edition\":(\\d+).*", "$1"))
                .toList();
    }

    private List<Long> bases(String connection) {
        List<Long> bases = new ArrayList<>();
        world.updates(connection)
                .forEach(each -> bases.add(requireNonNull(each.ext()).base()));
        return bases;
    }

    @Test
    void whatAFilterHasLeftOutIsCountedFromOneEventToTheNext() {
        world.call("counter", "increment");
        world.observe(
                world.connect("a"), "counter", StreamFilter.threshold("count").atLeast(4));
        for (int i = 0; i < 4; i++) {
            world.call("counter", "increment");
            world.tell("counter");
        }

        assertThat(world.states("a")).containsExactly("1 {\"count\":4}", "2 {\"count\":5}");
        assertThat(world.updates("a"))
                .extracting(each ->
                        requireNonNull(requireNonNull(each.ext()).leftOut()).updates())
                .containsExactly(3L, 3L);
    }

    @Test
    void aDeletedActorIsShownAsItBegins() {
        world.call("counter", "increment");
        world.observe(world.connect("a"), "counter", null);
        world.store.delete("counter");
        world.tell("counter");
        world.call("counter", "decrement");
        world.tell("counter");
        world.call("counter", "decrement");
        world.tell("counter");

        assertThat(world.updates("a"))
                .extracting(each -> FunctionWorld.text(each.data()))
                .containsExactly("{\"count\":1}", "{\"count\":0}", "{\"count\":-1}", "{\"count\":-2}");
        assertThat(world.updates("a").stream().map(StreamDataEnvelope::sequenceNumber))
                .isSorted()
                .doesNotHaveDuplicates();
    }

    @Test
    void aStateThatIsTooLargeTravelsAsADelta() {
        world.call("page", "fill", "70000");
        world.observe(world.connect("a"), "page", null, "json-patch");
        world.observe(world.connect("b"), "page", null);
        world.call("page", "append", "30000");
        world.call("page", "print");

        world.tell("page");

        assertThat(world.gateway.sizes("a")).allMatch(size -> size <= MessageFit.MAX_BYTES);
        StreamErrorEnvelope error =
                requireNonNull(GatewayDouble.first(world.gateway.received("b"), StreamErrorEnvelope.class));
        assertThat(error.errorMessage())
                .contains("bytes as a message, but API Gateway carries at most 131072")
                .contains("filter 'fields'");
        assertThat(world.connections.streamsOf("b")).as("its stream has ended").isEmpty();
        world.call("page", "print");
        assertThat(world.tell("page").failed()).isZero();
    }

    @Test
    void aSmallChangeOfALargeStateFits() {
        world.call("page", "fill", "70000");
        world.observe(world.connect("a"), "page", null, "json-patch");
        world.call("page", "print");
        world.tell("page");

        assertThat(world.gateway.sizes("a").getLast()).isLessThan(2_000);
        assertThat(requireNonNull(world.updates("a").getLast().ext()).base()).isEqualTo(1);
    }

    @Test
    void aStreamWithAFilterGetsDeltasTooWhereItIsKnownWhatWasSent() {
        world.call("page", "fill", "70000");
        world.observe(world.connect("fields"), "page", StreamFilter.fields("/edition", "/text"), "json-patch");
        world.observe(world.connect("changed"), "page", StreamFilter.changed(), "json-patch");
        world.observe(
                world.connect("same"), "page", StreamFilter.fields("/text").and(StreamFilter.changed()), "json-patch");
        world.observe(
                world.connect("late"), "page", StreamFilter.threshold("edition").atLeast(3), "json-patch");
        for (int i = 0; i < 3; i++) {
            world.call("page", "print");
            world.tell("page");
        }

        assertThat(bases("fields")).containsExactly(null, 1L, 2L, 3L);
        assertThat(bases("changed")).containsExactly(null, 1L, 2L, 3L);
        assertThat(bases("same")).hasSize(1);
        assertThat(bases("late")).containsExactly(null, 1L);
        assertThat(world.gateway.sizes("fields").subList(2, 5)).allMatch(size -> size < 2_000);
        assertThat(world.gateway.sizes("changed").getLast()).isLessThan(2_000);
    }

    @Test
    void aStateThatNeverFitsIsRefusedAtOnce() {
        world.call("page", "fill", "120000");
        world.observe(world.connect("a"), "page", null, "json-patch");

        assertThat(requireNonNull(GatewayDouble.first(world.gateway.received("a"), StreamErrorEnvelope.class))
                        .errorMessage())
                .startsWith("Stream error: the update has 2136");
        assertThat(world.updates("a")).isEmpty();
        assertThat(world.connections.streamsOf("a")).isEmpty();
    }

    @Test
    void aResultThatIsTooLargeIsSaidToBeSo() {
        world.call("page", "fill", "120000");
        ResponseEnvelope response = world.call("page", "read");

        assertThat(response.errorMessage()).startsWith("the call is done, but its result has 16");
    }

    @Test
    void aStateThatIsNotStoredCannotBeObserved() {
        world.observe(world.connect("a"), "forgetful", null);

        assertThat(requireNonNull(GatewayDouble.first(world.gateway.received("a"), StreamErrorEnvelope.class))
                        .errorMessage())
                .startsWith("Stream setup error: at a function only a state that is stored can be observed");
        assertThat(world.updates("a")).isEmpty();
    }

    @Test
    void anActorThatNobodyExposesIsLeftAlone() {
        assertThat(world.tell("somebody else's item")).isEqualTo(new StateBroadcast.Report(true, 0, 0, 0));
    }
}
