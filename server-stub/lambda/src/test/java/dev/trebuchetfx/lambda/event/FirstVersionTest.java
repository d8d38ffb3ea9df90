// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.lambda.connection.Connection;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.dynamodb.LocalDynamoExtension;
import dev.trebuchetfx.server.store.LogRetention;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Streams of an actor of which nothing was stored when they began, and what comes with its first version. */
@Timeout(60)
@ExtendWith(LocalDynamoExtension.class)
class FirstVersionTest {
    private FunctionWorld world;
    private Connection anna;

    @BeforeEach
    void make(LocalDynamo.Tables tables) {
        world = new FunctionWorld(tables);
        anna = world.connect("anna");
    }

    private void change() {
        world.call("counter", "increment");
        world.tell("counter");
    }

    private StreamResumedEnvelope resumed(String connection) {
        return requireNonNull(GatewayDouble.first(world.gateway.received(connection), StreamResumedEnvelope.class));
    }

    @Test
    void theFirstVersionHasTheNextNumber() {
        world.observe(anna, "counter", null);
        change();
        change();

        assertThat(world.states("anna")).containsExactly("1 {\"count\":0}", "2 {\"count\":1}", "3 {\"count\":2}");
        assertThat(world.updates("anna"))
                .extracting(each -> requireNonNull(each.ext()).skipped())
                .containsOnlyNulls();
    }

    @Test
    void aFilterThatHoldsTheFirstVersionBackLeavesNoHole() {
        StreamStartEnvelope start =
                world.observe(anna, "counter", StreamFilter.threshold("count").atLeast(2));
        change();
        world.gateway.take("anna");
        world.send(anna, new HeartbeatEnvelope(Map.of(start.streamID(), 0L)));

        assertThat(requireNonNull(GatewayDouble.first(world.gateway.received("anna"), HeartbeatEnvelope.class))
                        .streams())
                .as("nothing was sent yet")
                .isEqualTo(Map.of(start.streamID(), 0L));
        change();
        change();
        assertThat(world.states("anna")).containsExactly("1 {\"count\":2}", "2 {\"count\":3}");
    }

    @Test
    void whatWasLostOnTheSameConnectionComesAgainWithItsNumbers() {
        StreamStartEnvelope start = world.observe(anna, "counter", null);
        StreamDataEnvelope origin = world.updates("anna").getLast();
        change();
        change();
        assertThat(world.states("anna")).endsWith("2 {\"count\":1}", "3 {\"count\":2}");
        world.gateway.take("anna");

        world.send(anna, FunctionWorld.resume(start, origin, "counter", null));

        assertThat(resumed("anna").outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(world.states("anna")).containsExactly("2 {\"count\":1}", "3 {\"count\":2}");
        change();
        assertThat(world.states("anna")).endsWith("4 {\"count\":3}");
    }

    @Test
    void whatWasLostOnAnotherConnectionIsResumedTheSameWayTwice() {
        StreamStartEnvelope start = world.observe(anna, "counter", null);
        StreamDataEnvelope origin = world.updates("anna").getLast();
        world.call("counter", "increment");
        Connection again = world.connect("again");

        world.send(again, FunctionWorld.resume(start, origin, "counter", null));
        assertThat(world.states("again"))
                .as("nobody knows whether there was another life")
                .containsExactly("3 {\"count\":1}");
        change();
        world.gateway.take("again");
        world.send(again, FunctionWorld.resume(start, origin, "counter", null));

        assertThat(resumed("again").outcome()).isEqualTo(ResumeOutcome.REPLAYED);
        assertThat(world.states("again")).containsExactly("3 {\"count\":1}", "4 {\"count\":2}");
    }

    @Test
    void aLifeInBetweenOnTheSameConnectionBeginsTheStreamAnew() {
        StreamStartEnvelope start = world.observe(anna, "counter", null);
        StreamDataEnvelope origin = world.updates("anna").getLast();
        change();
        world.store.delete("counter");
        world.tell("counter");
        world.call("counter", "decrement");
        world.tell("counter");
        world.gateway.take("anna");

        world.send(anna, FunctionWorld.resume(start, origin, "counter", null));

        assertThat(resumed("anna").outcome()).isEqualTo(ResumeOutcome.RESTARTED);
        assertThat(world.states("anna")).containsExactly("1 {\"count\":-1}");
    }

    @Test
    void aLogThatHasForgottenTheFirstVersionLeavesOutWhatNobodyCanRead(LocalDynamo.Tables tables) {
        world = new FunctionWorld(
                tables, Map.of(), new LogRetention(2, Duration.ofMinutes(5), 1 << 20), 8, StateBroadcast.PART);
        world.observe(world.connect("bea"), "counter", null);
        for (int i = 0; i < 5; i++) {
            world.call("counter", "increment");
        }
        world.tell("counter");

        assertThat(world.states("bea")).containsExactly("1 {\"count\":0}", "6 {\"count\":5}");
        assertThat(requireNonNull(world.updates("bea").getLast().ext()).skipped())
                .isEqualTo(4);
    }
}
