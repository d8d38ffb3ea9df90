// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dynamodb;

import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.server.store.LogRetention;
import dev.trebuchetfx.server.store.ReconnectingSource;
import dev.trebuchetfx.server.store.StateChangeSource;
import dev.trebuchetfx.testing.StateFollower;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.GetItemRequest;
import software.amazon.awssdk.services.dynamodb.streams.DynamoDbStreamsClient;

/**
 * A node that listens and nothing else, for which each reading of an actor takes a second of its own time, and which a test can hold at one of them.
 * Safe for use by any thread.
 */
final class SlowReader implements AutoCloseable {
    private final SystemTime real = new SystemTime("slow-time", InstantSource.system());
    private final AtomicLong ahead = new AtomicLong();
    private final DynamoRequests requests;
    private final StateChangeSource source;
    final StateFollower follower;
    private volatile @Nullable Hold hold;

    private record Hold(String actor, CountDownLatch reached, CountDownLatch end) {}

    SlowReader(LocalDynamo.Tables tables, Duration term) {
        this.requests = new DynamoRequests(
                DynamoDbClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .endpointOverride(tables.endpoint())
                        .region(Region.US_EAST_1)
                        .overrideConfiguration(each -> each.addExecutionInterceptor(new Slowness(tables.name)))
                        .build(),
                new Own(),
                Duration.ofSeconds(5));
        DynamoNames names = new DynamoNames(tables.name, tables.log(), tables.changes());
        DynamoSchema schema = new DynamoSchema(requests, names);
        schema.create(null);
        EditNumbering numbering = new EditNumbering(
                requests,
                names,
                new ActorLog(requests, names.log()),
                new StateTransactions(requests, names, LogRetention.DEFAULT));
        DynamoSession.Setting setting = new DynamoSession.Setting(
                requests,
                new ChangesTable(requests, names.changes()),
                numbering,
                () -> DynamoDbStreamsClient.builder()
                        .httpClientBuilder(UrlConnectionHttpClient.builder())
                        .endpointOverride(tables.endpoint())
                        .region(Region.US_EAST_1)
                        .build(),
                schema::stream,
                Duration.ofMillis(50),
                term);
        source = new ReconnectingSource(
                () -> new DynamoSession(setting, "slow"),
                DynamoNode.SHORT,
                DynamoFailures::deafness,
                requests.time(),
                VirtualThreads.named("slow-reader"));
        follower = new StateFollower(
                new DynamoStateStore(requests, names, LogRetention.DEFAULT, numbering, () -> source), List.of());
    }

    /** Begins to listen, and returns as soon as it does. */
    void start() {
        source.start(follower);
        await().until(() -> follower.connections() >= 1);
    }

    /** Lets it go on, and holds it when it is about to read this actor. */
    void holdAt(String actor) {
        Hold next = new Hold(actor, new CountDownLatch(1), new CountDownLatch(1));
        Hold before = hold;
        hold = next;
        if (before != null) {
            before.end.countDown();
            await().until(() -> next.reached.getCount() == 0);
        }
    }

    /** Lets it go on. */
    void letGo() {
        Hold before = hold;
        hold = null;
        if (before != null) {
            before.end.countDown();
        }
    }

    @Override
    public void close() {
        letGo();
        source.close();
        requests.close();
        real.close();
    }

    private final class Slowness implements ExecutionInterceptor {
        private final String table;

        Slowness(String table) {
            this.table = table;
        }

        @Override
        public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
            if (context.request() instanceof GetItemRequest request
                    && request.tableName().equals(table)) {
                ahead.addAndGet(Duration.ofSeconds(1).toNanos());
                Hold now = hold;
                if (now != null && now.actor.equals(Attributes.text(request.key(), "actorId"))) {
                    now.reached.countDown();
                    try {
                        now.end.await();
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                }
            }
        }
    }

    /** The time of this node, which runs ahead. */
    private final class Own implements TimeSource {
        @Override
        public Instant instant() {
            return real.instant();
        }

        @Override
        public long nanoTime() {
            return real.nanoTime() + ahead.get();
        }

        @Override
        public Timer schedule(Duration delay, Runnable task) {
            return real.schedule(delay, task);
        }

        @Override
        public RandomGenerator random() {
            return real.random();
        }
    }
}
