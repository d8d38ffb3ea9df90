// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.lambda.connection.Connection;
import dev.trebuchetfx.protocol.envelope.HeartbeatEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.dynamodb.LocalDynamoExtension;
import dev.trebuchetfx.server.store.LogRetention;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Functions that are killed at each place where they speak to somebody, one after the other. */
@Timeout(180)
@ExtendWith(LocalDynamoExtension.class)
class KilledFunctionTest {
    /** The end of a container, which nothing in it can catch and go on. */
    private static final class Killed extends Error {
        private static final long serialVersionUID = 1L;
    }

    private final AtomicInteger left = new AtomicInteger(Integer.MAX_VALUE);

    private void step() {
        if (left.decrementAndGet() == 0) {
            throw new Killed();
        }
    }

    private FunctionWorld world(LocalDynamo.Tables tables) {
        FunctionWorld world = new FunctionWorld(tables, Map.of(), LogRetention.DEFAULT, 1, 2);
        world.onRequest(this::step);
        world.gateway.onPost(connection -> step());
        return world;
    }

    /** Runs something that is killed after so many steps; returns whether it was. */
    private boolean isKilled(int steps, Runnable work) {
        left.set(steps);
        try {
            work.run();
            return false;
        } catch (Killed e) {
            return true;
        } finally {
            left.set(Integer.MAX_VALUE);
        }
    }

    private static Map<Long, String> shown(FunctionWorld world, String connection) {
        Map<Long, String> shown = new TreeMap<>();
        world.updates(connection).forEach(update -> {
            String state = FunctionWorld.text(update.data());
            String before = shown.putIfAbsent(update.sequenceNumber(), state);
            assertThat(before).as("a number always stands for the same state").isIn(null, state);
        });
        return shown;
    }

    @Test
    void aBroadcastThatIsKilledAnywhereLosesNothing(LocalDynamo.Tables tables) {
        FunctionWorld world = world(tables);
        world.call("counter", "increment");
        List<String> all = List.of("a", "b", "c", "d", "e");
        for (String each : all) {
            world.observe(world.connect(each), "counter", each.equals("c") ? StreamFilter.changed() : null);
        }
        int versions = 1;
        boolean killed = true;
        for (int steps = 1; killed; steps++) {
            world.call("counter", "increment");
            versions++;
            StateBroadcast broadcast = world.broadcast(2);
            killed = isKilled(steps, () -> broadcast.toAll("counter", world.soon()));
            if (steps % 3 == 0) {
                // Before the next attempt there is another change.
                world.call("counter", "increment");
                versions++;
            }
            assertThat(world.broadcast(2).toAll("counter", world.soon()).isWhole())
                    .isTrue();
            for (String each : all) {
                Map<Long, String> shown = shown(world, each);
                assertThat(shown).as(each + " after a kill at step " + steps).hasSize(versions);
                for (long number = 1; number <= versions; number++) {
                    assertThat(shown).containsEntry(number, "{\"count\":" + number + "}");
                }
            }
        }
        assertThat(versions).as("steps that were tried").isGreaterThan(20);
    }

    /** A client that gets no begin asks again; one that has a begin hears by its next heartbeat what it lacks. */
    @Test
    void aBeginThatIsKilledAnywhereIsHealed(LocalDynamo.Tables tables) {
        FunctionWorld world = world(tables);
        world.call("counter", "increment");
        boolean killed = true;
        int steps = 0;
        while (killed) {
            steps++;
            String id = "k" + steps;
            Connection connection = world.connect(id);
            killed = isKilled(steps, () -> world.observe(connection, "counter", null));
            world.call("counter", "increment");
            world.tell("counter");
            String newest = FunctionWorld.text(world.store.load("counter"));
            boolean hasBegun = world.gateway.received(id).stream().anyMatch(StreamStartEnvelope.class::isInstance);
            if (hasBegun) {
                Map<Long, String> shown = shown(world, id);
                assertThat(shown.values()).as("after a kill at step " + steps).contains(newest);
                world.send(connection, new HeartbeatEnvelope(Map.of()));
                HeartbeatEnvelope told = requireNonNull(
                        GatewayDouble.first(world.gateway.received(id).reversed(), HeartbeatEnvelope.class));
                assertThat(told.streams().values())
                        .as("the number of the newest state")
                        .containsExactly(2L);
            }
            world.clients.disconnected(id);
        }
        assertThat(steps).as("steps that were tried").isGreaterThan(6);
    }
}
