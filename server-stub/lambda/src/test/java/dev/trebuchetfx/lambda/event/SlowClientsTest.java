// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.dynamodb.LocalDynamoExtension;
import dev.trebuchetfx.server.store.LogRetention;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.apigatewaymanagementapi.model.LimitExceededException;

/** Broadcasts to clients that don't take what they are sent, and to many that have much to be sent. */
@Timeout(60)
@ExtendWith(LocalDynamoExtension.class)
class SlowClientsTest {
    private final AtomicInteger tried = new AtomicInteger();
    private FunctionWorld world;

    @BeforeEach
    void make(LocalDynamo.Tables tables) {
        world = new FunctionWorld(
                tables,
                Map.of("page", name -> new StateBroadcastTest.Page()),
                LogRetention.DEFAULT,
                8,
                StateBroadcast.PART);
    }

    /** Lets the gateway answer as it does for a client that reads nothing from its socket. */
    private void fill(String full) {
        tried.set(0);
        world.gateway.onPost(connection -> {
            if (connection.equals(full)) {
                tried.incrementAndGet();
                throw LimitExceededException.builder()
                        .message("the client side buffer is full")
                        .build();
            }
        });
    }

    @Test
    void aClientThatReadsNothingKeepsNobodyWaiting() {
        for (String each : List.of("a", "b")) {
            world.observe(world.connect(each), "counter", null);
        }
        world.call("counter", "increment");
        world.tell("counter");
        fill("b");
        world.call("counter", "increment");

        assertThat(world.tell("counter")).as("the record is done").isEqualTo(new StateBroadcast.Report(true, 1, 1, 0));
        assertThat(world.states("a")).endsWith("3 {\"count\":2}");
        assertThat(world.gateway.closed).as("its client comes back and resumes").containsExactly("b");
        assertThat(world.connections.streamsOf("b")).isEmpty();
        fill("b");
        world.call("counter", "increment");
        assertThat(world.tell("counter")).isEqualTo(new StateBroadcast.Report(true, 1, 0, 0));
        assertThat(tried).as("nobody waits for it again").hasValue(0);
    }

    /** The quota of the account is used up, for posts and closes alike. */
    @Test
    void aClientThatCanNotBeToldEvenOfItsEndIsTriedAgainByTheNextCall() {
        for (String each : List.of("a", "b")) {
            world.observe(world.connect(each), "counter", null);
        }
        world.call("counter", "increment");
        world.tell("counter");
        fill("b");
        world.gateway.isCloseThrottled = true;
        world.call("counter", "increment");

        assertThat(world.tell("counter"))
                .as("the record comes again")
                .isEqualTo(new StateBroadcast.Report(false, 1, 0, 1));
        world.gateway.onPost(connection -> {});
        assertThat(world.tell("counter")).isEqualTo(new StateBroadcast.Report(true, 1, 0, 0));
        assertThat(world.states("b")).containsExactlyElementsOf(world.states("a"));
        assertThat(world.gateway.closed).isEmpty();
    }

    @Test
    void whatManyStreamsHaveMissedIsSentAsItIsMade() {
        world.call("page", "fill", "60000");
        for (int i = 0; i < 12; i++) {
            world.observe(world.connect("c" + i), "page", null);
        }
        for (int i = 0; i < 12; i++) {
            world.call("page", "print");
        }
        List<Long> kept = new ArrayList<>();
        long before = usedBytes();
        world.gateway.onPost(connection -> {
            synchronized (kept) {
                if (kept.isEmpty()) {
                    kept.add(usedBytes() - before);
                }
            }
        });

        StateBroadcast broadcast = world.broadcastInSteps(1 << 20);
        assertThat(broadcast.toAll("page", world.soon())).isEqualTo(new StateBroadcast.Report(true, 12, 0, 0));
        assertThat(kept.getFirst())
                .as("all that is sent has 15 MB, and each stream 1.3 MB of it")
                .isLessThan(8 << 20);
        assertThat(world.updates("c11")).hasSize(13);
    }

    private static long usedBytes() {
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
