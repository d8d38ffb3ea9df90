// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.lambda.connection.Connection;
import dev.trebuchetfx.lambda.connection.StreamSubscription;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdateEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamUpdatedEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.dynamodb.LocalDynamoExtension;
import dev.trebuchetfx.server.store.LogRetention;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The answers to clients, whatever container gives them: each message is answered by parts that were just made. */
@Timeout(60)
@ExtendWith(LocalDynamoExtension.class)
class ClientEventsTest {
    private FunctionWorld world;
    private Connection anna;

    @BeforeEach
    void make(LocalDynamo.Tables tables) {
        world = new FunctionWorld(tables);
        anna = world.connect("anna");
    }

    @Test
    void aCallIsStoredBeforeItIsAnswered() {
        ResponseEnvelope response = world.call("counter", "increment");

        assertThat(FunctionWorld.text(response.result())).isEqualTo("1");
        assertThat(requireNonNull(response.ext()).version()).isEqualTo(1);
        assertThat(FunctionWorld.text(world.store.load("counter"))).isEqualTo("{\"count\":1}");
    }

    @Test
    void aFailedCallIsAnsweredToo() {
        assertThat(world.call("nobody", "increment").errorMessage()).isEqualTo("Actor not found: nobody");
        assertThat(world.call("counter", "explode").errorMessage()).startsWith("Unknown method: explode");
    }

    @Test
    void anObserverGetsTheStateAtOnceAndThenEachChange() {
        world.call("counter", "increment");
        StreamStartEnvelope start = world.observe(anna, "counter", null);

        assertThat(requireNonNull(start.ext()).epoch())
                .isEqualTo(requireNonNull(world.store.loadWithVersion("counter"))
                        .version()
                        .generation()
                        .toString());
        assertThat(world.states("anna")).containsExactly("1 {\"count\":1}");

        world.call("counter", "increment");
        world.tell("counter");
        world.call("counter", "increment");
        world.tell("counter");

        assertThat(world.states("anna")).containsExactly("1 {\"count\":1}", "2 {\"count\":2}", "3 {\"count\":3}");
        assertThat(world.updates("anna"))
                .extracting(each -> requireNonNull(each.ext()).throughVersion())
                .containsExactly(1L, 2L, 3L);
    }

    @Test
    void aConnectionHasAnyNumberOfStreams() {
        StreamStartEnvelope all = world.observe(anna, "counter", null);
        StreamStartEnvelope some =
                world.observe(anna, "counter", StreamFilter.threshold("count").moreThan(1));
        world.observe(anna, "counters/b", null);

        assertThat(world.connections.streamsOf("anna").values())
                .containsExactlyInAnyOrder("counter", "counter", "counters/b");

        world.call("counter", "increment");
        world.call("counter", "increment");
        world.call("counters/b", "decrement");
        world.tell("counter");
        world.tell("counters/b");

        assertThat(world.updates("anna"))
                .filteredOn(each -> each.streamID().equals(all.streamID()))
                .extracting(each -> FunctionWorld.text(each.data()))
                .containsExactly("{\"count\":0}", "{\"count\":1}", "{\"count\":2}");
        assertThat(world.updates("anna"))
                .filteredOn(each -> each.streamID().equals(some.streamID()))
                .extracting(each -> FunctionWorld.text(each.data()))
                .containsExactly("{\"count\":2}");
    }

    @Test
    void aConnectionHasNoMoreStreamsThanItMayHave() {
        ClientEvents clients = world.clientsWith(2);
        StreamStartEnvelope first = world.observe(anna, "counter", null);
        world.observe(anna, "counters/b", null);
        world.gateway.take("anna");

        sendTo(clients, FunctionWorld.observation("counters/c", null, null));

        assertThat(world.gateway.received("anna")).hasSize(2);
        assertThat(requireNonNull(GatewayDouble.first(world.gateway.take("anna"), StreamErrorEnvelope.class))
                        .errorMessage())
                .isEqualTo("Stream setup error: this connection has 2 streams, which is the limit");
        assertThat(world.connections.streamsOf("anna").values()).containsExactlyInAnyOrder("counter", "counters/b");

        sendTo(clients, new StreamUpdateEnvelope(first.streamID(), StreamFilter.changed()));
        assertThat(GatewayDouble.first(world.gateway.take("anna"), StreamUpdatedEnvelope.class))
                .as("one that it has may change its filter")
                .isNotNull();
        sendTo(clients, new StreamEndEnvelope(first.streamID(), StreamEndReason.COMPLETED));
        sendTo(clients, FunctionWorld.observation("counters/c", null, null));
        assertThat(world.states("anna")).containsExactly("1 {\"count\":0}");
    }

    private void sendTo(ClientEvents clients, Envelope message) {
        assertThat(clients.message(anna, "host.example.com", world.node.codec().encode(message), world.soon()))
                .isTrue();
    }

    @Test
    void aStreamThatIsEndedGetsNothingMore() {
        StreamStartEnvelope start = world.observe(anna, "counter", null);
        world.send(anna, new StreamEndEnvelope(start.streamID(), StreamEndReason.COMPLETED));
        world.call("counter", "increment");

        assertThat(world.tell("counter").sent()).isZero();
        assertThat(world.connections.streamsOf("anna")).isEmpty();
    }

    @Test
    void aClientThatHasGoneLeavesNothing() {
        world.observe(anna, "counter", null);
        world.observe(anna, "counters/b", null);
        for (int i = 0; i < 13; i++) {
            world.observe(anna, "counter", null);
        }
        AtomicInteger requests = new AtomicInteger();
        world.onRequest(requests::incrementAndGet);
        world.clients.disconnected("anna");
        world.onRequest(() -> {});
        // Each is counted at its begin and at its end.
        assertThat(requests)
                .as("whoever has many streams keeps nobody waiting for long")
                .hasValueLessThanOrEqualTo(8);
        world.call("counter", "increment");

        assertThat(world.connections.streamsOf("anna")).isEmpty();
        assertThat(world.connections.observersOf("counter", null, 10).subscriptions())
                .isEmpty();
        assertThat(world.tell("counter").sent()).isZero();
    }

    @Test
    void aMessageAfterTheEndOfItsConnectionBeginsNoStream() {
        world.clients.disconnected("anna");
        world.send(anna, FunctionWorld.observation("counter", null, new InvocationEnvelope.Ext(1, List.of(), null)));

        assertThat(world.gateway.received("anna")).isEmpty();
        assertThat(world.connections.observersOf("counter", null, 10).subscriptions())
                .isEmpty();
    }

    /** The change comes after the state was read, and its broadcast finds the stream half made, or not yet. */
    @Test
    void noChangeFallsIntoTheBeginOfAStream() {
        AtomicBoolean once = new AtomicBoolean();
        world.gateway.onPost(connection -> {
            if (connection.equals("anna") && once.compareAndSet(false, true)) {
                world.call("counter", "increment");
            }
        });
        world.observe(anna, "counter", null);

        assertThat(world.states("anna")).containsExactly("1 {\"count\":0}", "2 {\"count\":1}");
        assertThat(world.tell("counter").sent()).as("known already").isZero();
    }

    @Test
    void aBroadcastDuringTheBeginSendsTheSameNumbers() {
        world.call("counter", "increment");
        AtomicBoolean once = new AtomicBoolean();
        world.gateway.onPost(connection -> {
            if (connection.equals("anna") && once.compareAndSet(false, true)) {
                world.call("counter", "increment");
                world.tell("counter");
            }
        });
        world.observe(anna, "counter", null);
        world.call("counter", "increment");
        world.tell("counter");

        assertThat(world.states("anna").stream().distinct())
                .containsExactlyInAnyOrder("1 {\"count\":1}", "2 {\"count\":2}", "3 {\"count\":3}");
    }

    @Test
    void anotherConnectionGoesOnWhereTheFirstEnded() {
        world.call("counter", "increment");
        StreamStartEnvelope start = world.observe(anna, "counter", null);
        StreamDataEnvelope last = world.updates("anna").getLast();
        world.call("counter", "increment");
        world.call("counter", "increment");
        Connection again = world.connect("again");

        world.send(again, FunctionWorld.resume(start, last, "counter", null));
        world.call("counter", "increment");
        world.tell("counter");

        StreamResumedEnvelope resumed =
                requireNonNull(GatewayDouble.first(world.gateway.received("again"), StreamResumedEnvelope.class));
        assertThat(resumed.outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(world.states("again")).containsExactly("2 {\"count\":2}", "3 {\"count\":3}", "4 {\"count\":4}");
    }

    @Test
    void whoHasMissedNothingHearsSo() {
        world.call("counter", "increment");
        StreamStartEnvelope start = world.observe(anna, "counter", null);
        Connection again = world.connect("again");

        world.send(again, FunctionWorld.resume(start, world.updates("anna").getLast(), "counter", null));

        assertThat(requireNonNull(GatewayDouble.first(world.gateway.received("again"), StreamResumedEnvelope.class))
                        .outcome())
                .isEqualTo(ResumeOutcome.CURRENT);
        assertThat(world.updates("again")).isEmpty();
    }

    @Test
    void aNewLifeOfTheActorRestartsTheStream() {
        world.call("counter", "increment");
        StreamStartEnvelope start = world.observe(anna, "counter", null);
        world.store.delete("counter");
        world.call("counter", "decrement");
        Connection again = world.connect("again");

        world.send(again, FunctionWorld.resume(start, world.updates("anna").getLast(), "counter", null));

        StreamResumedEnvelope resumed =
                requireNonNull(GatewayDouble.first(world.gateway.received("again"), StreamResumedEnvelope.class));
        assertThat(resumed.outcome()).isEqualTo(ResumeOutcome.RESTARTED);
        assertThat(resumed.reason()).isEqualTo(RestartReason.EPOCH);
        assertThat(world.states("again")).containsExactly("1 {\"count\":-1}");
        world.call("counter", "decrement");
        world.tell("counter");
        assertThat(world.states("again")).endsWith("2 {\"count\":-2}");
    }

    @Test
    void aLogThatDoesNotReachBackRestartsTheStream(LocalDynamo.Tables tables) {
        FunctionWorld forgetful = new FunctionWorld(
                tables, Map.of(), new LogRetention(2, Duration.ofMinutes(5), 1 << 20), 8, StateBroadcast.PART);
        Connection bea = forgetful.connect("bea");
        forgetful.call("counter", "increment");
        StreamStartEnvelope start = forgetful.observe(bea, "counter", null);
        for (int i = 0; i < 5; i++) {
            forgetful.call("counter", "increment");
        }
        Connection again = forgetful.connect("again");

        forgetful.send(
                again, FunctionWorld.resume(start, forgetful.updates("bea").getLast(), "counter", null));
        assertThat(requireNonNull(GatewayDouble.first(forgetful.gateway.received("again"), StreamResumedEnvelope.class))
                        .reason())
                .isEqualTo(RestartReason.EVICTED);

        // The connection that is still there goes on, and hears that numbers were left out.
        forgetful.tell("counter");
        StreamDataEnvelope next = forgetful.updates("bea").getLast();
        assertThat(next.sequenceNumber()).isEqualTo(6);
        assertThat(requireNonNull(next.ext()).skipped()).isEqualTo(4);
        assertThat(FunctionWorld.text(next.data())).isEqualTo("{\"count\":6}");
    }

    @Test
    void aFilterCanBeChanged() {
        StreamStartEnvelope start =
                world.observe(anna, "counter", StreamFilter.threshold("count").moreThan(5));
        world.send(anna, new StreamUpdateEnvelope(start.streamID(), null));

        assertThat(requireNonNull(GatewayDouble.first(world.gateway.received("anna"), StreamUpdatedEnvelope.class))
                        .fromSequence())
                .isEqualTo(1);
        assertThat(world.states("anna")).containsExactly("1 {\"count\":0}");
        world.call("counter", "increment");
        world.tell("counter");
        assertThat(world.states("anna")).hasSize(2);
    }

    @Test
    void aFilterOfAnUnknownStreamIsNotChanged() {
        UUID unknown = UUID.randomUUID();
        world.send(anna, new StreamUpdateEnvelope(unknown, null));

        assertThat(world.gateway.received("anna"))
                .containsExactly(new StreamErrorEnvelope(unknown, "Stream error: unknown stream"));
    }

    @Test
    void aClientThatKeepsItsLineAliveHearsHowFarItsStreamsAre() {
        StreamStartEnvelope start = world.observe(anna, "counter", null);
        world.send(anna, new HeartbeatEnvelope(Map.of(start.streamID(), 1L)));

        assertThat(requireNonNull(GatewayDouble.first(world.gateway.received("anna"), HeartbeatEnvelope.class))
                        .streams())
                .isEqualTo(Map.of(start.streamID(), 1L));
    }

    @Test
    void whatNoBroadcastHasSentComesWithTheHeartbeat() {
        world.call("counter", "increment");
        StreamStartEnvelope start = world.observe(anna, "counter", null);
        world.call("counter", "increment");
        world.send(anna, new HeartbeatEnvelope(Map.of()));

        assertThat(world.states("anna")).containsExactly("1 {\"count\":1}", "2 {\"count\":2}");
        assertThat(requireNonNull(GatewayDouble.first(world.gateway.received("anna"), HeartbeatEnvelope.class))
                        .streams())
                .isEqualTo(Map.of(start.streamID(), 2L));
        assertThat(world.tell("counter").sent()).isZero();
    }

    @Test
    void aStreamThatTheTableHasLostIsToldAsAhead() {
        UUID lost = UUID.randomUUID();
        world.send(anna, new HeartbeatEnvelope(Map.of(lost, 7L)));

        assertThat(requireNonNull(GatewayDouble.first(world.gateway.received("anna"), HeartbeatEnvelope.class))
                        .streams())
                .isEqualTo(Map.of(lost, 8L));
    }

    @Test
    void aVersion2ClientGetsPlainMessages() {
        world.send(anna, FunctionWorld.observation("counter", null, null));
        world.call("counter", "increment");
        world.tell("counter");
        world.call("counter", "increment");
        world.tell("counter");

        assertThat(world.gateway.received("anna"))
                .allSatisfy(message -> assertThat(extensionOf(message)).isNull());
        assertThat(world.states("anna")).containsExactly("1 {\"count\":0}", "2 {\"count\":1}", "3 {\"count\":2}");
    }

    private static @org.jspecify.annotations.Nullable Object extensionOf(Envelope message) {
        return message instanceof StreamDataEnvelope update
                ? update.ext()
                : message instanceof StreamStartEnvelope start ? start.ext() : null;
    }

    @Test
    void whatIsNoMessageIsDropped() {
        assertThat(world.clients.message(anna, "", Bytes.utf8("{"), world.soon()))
                .isTrue();
        assertThat(world.gateway.received("anna")).isEmpty();
    }

    @Test
    void anExpiredConnectionIsNotRead() {
        Connection old = new Connection("old", "anna", java.time.Instant.now().minus(Duration.ofHours(3)));
        world.clients.connected(old);
        world.observe(old, "counter", null);
        world.call("counter", "increment");

        assertThat(world.connections.observersOf("counter", null, 10).subscriptions())
                .isEmpty();
        assertThat(world.tell("counter").sent()).isZero();
    }

    @Test
    void aSubscriptionIsReadAsItWasWritten() {
        StreamFilter filter = StreamFilter.changed();
        StreamStartEnvelope start = world.observe(anna, "counter", filter, "json-patch");

        StreamSubscription read = requireNonNull(world.connections.find("anna", start.streamID()));
        assertThat(read.principal()).isEqualTo("anna");
        assertThat(read.number()).isEqualTo(1);
        assertThat(read.stream().actor()).isEqualTo("counter");
        assertThat(read.stream().isFiltered()).isTrue();
        assertThat(read.stream().extension()).isTrue();
        assertThat(requireNonNull(read.stream().resume().ext()).streamFilter()).isEqualTo(filter);
        assertThat(requireNonNull(read.stream().resume().ext()).delta()).containsExactly("json-patch");
        assertThat(read.stream().resume().actorID()).isEqualTo(new ActorId("counter", "host.example.com", 443));
        assertThat(read.status()).isEqualTo(StreamSubscription.Status.EXACT);
    }
}
