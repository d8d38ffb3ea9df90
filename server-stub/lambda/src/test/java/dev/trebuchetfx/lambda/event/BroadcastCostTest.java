// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.dynamodb.LocalDynamoExtension;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** The work of a broadcast beside its posts: requests to the table, and time. It prints what docs/aws.md says. */
@Tag("soak")
@Timeout(600)
@ExtendWith(LocalDynamoExtension.class)
class BroadcastCostTest {
    private static final int OBSERVERS = 1_000;
    private static final int CHANGES = 30;

    @Test
    void aBroadcastWritesOnceForEachPart(LocalDynamo.Tables tables) {
        FunctionWorld world = new FunctionWorld(tables);
        world.call("counter", "increment");
        for (int i = 0; i < OBSERVERS; i++) {
            world.observe(world.connect("connection-" + i + "="), "counter", null, "json-patch");
        }
        world.call("counter", "increment");
        world.tell("counter");
        AtomicInteger requests = new AtomicInteger();
        AtomicInteger posts = new AtomicInteger();
        world.onRequest(requests::incrementAndGet);
        List<Long> times = new ArrayList<>();
        for (int i = 0; i < CHANGES; i++) {
            world.call("counter", "increment");
            requests.set(0);
            posts.set(0);
            world.gateway.onPost(connection -> posts.incrementAndGet());
            long begun = world.time.nanoTime();
            assertThat(world.tell("counter").sent()).isEqualTo(OBSERVERS);
            times.add((world.time.nanoTime() - begun) / 1_000);
            world.gateway.onPost(connection -> {});
            assertThat(posts).as("one post for each update").hasValue(OBSERVERS);
            // Each is counted before and after: a read and a note for each part, and the position at first.
            assertThat(requests.get() / 2).isLessThanOrEqualTo(2 * (OBSERVERS / StateBroadcast.PART + 1) + 1);
        }
        times.sort(null);
        long bytes = tables.scan(tables.name + "-connections").stream()
                .filter(item -> item.containsKey("request"))
                .mapToLong(BroadcastCostTest::size)
                .max()
                .orElse(0);
        LOG.warn(
                "{} observers: {} requests to the table, median {} us, {} us for each, {} bytes an item",
                OBSERVERS,
                requests.get() / 2,
                times.get(CHANGES / 2),
                times.get(CHANGES / 2) / OBSERVERS,
                bytes);
    }

    private static final org.slf4j.Logger LOG = org.slf4j.LoggerFactory.getLogger(BroadcastCostTest.class);

    private static long size(Map<String, AttributeValue> item) {
        return item.entrySet().stream()
                .mapToLong(each -> each.getKey().length()
                        + (each.getValue().s() == null ? 8 : each.getValue().s().length()))
                .sum();
    }
}
