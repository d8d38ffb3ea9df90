// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.lambda.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.BackoffPolicy;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.Deltas;
import dev.trebuchetfx.client.option.StreamOptions;
import dev.trebuchetfx.lambda.connection.Connection;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.VirtualThreads;
import dev.trebuchetfx.protocol.transport.Acceptor;
import dev.trebuchetfx.protocol.transport.InMemoryTransport;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.server.demo.Counter.Count;
import dev.trebuchetfx.server.dynamodb.LocalDynamo;
import dev.trebuchetfx.server.dynamodb.LocalDynamoExtension;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** The client of this project at functions: it observes, calls, loses its line and goes on. */
@Timeout(60)
@ExtendWith(LocalDynamoExtension.class)
class ClientAtFunctionsTest {
    private final List<StreamEvent<Count>> events = new CopyOnWriteArrayList<>();
    private FunctionWorld world;
    private InMemoryTransport transport;
    private TrebuchetClient client;

    /** Each connection is an event of its own, and so is each message; the end of a connection is told to nobody. */
    private final class FunctionAcceptor implements Acceptor {
        private final AtomicInteger count = new AtomicInteger();

        @Override
        public Answer accept(Map<String, String> headers) {
            return new Accepted(Map.of(), new FunctionLine("sdk-" + count.incrementAndGet()));
        }
    }

    private final class FunctionLine implements TransportListener {
        private final String id;
        private final Connection connection;

        FunctionLine(String id) {
            this.id = id;
            this.connection = world.connect(id);
        }

        @Override
        public void onOpen(TransportConnection opened, Map<String, String> headers) {
            world.gateway.join(id, opened::send);
        }

        @Override
        public void onMessage(Bytes message) {
            world.clients.message(connection, "functions.example.com", message, world.soon());
        }

        @Override
        public void onPong() {
            // The gateway tells functions nothing of it.
        }

        @Override
        public void onClosed(TransportClosed closed) {
            world.gateway.gone.add(id);
        }
    }

    @BeforeEach
    void connect(LocalDynamo.Tables tables) {
        world = new FunctionWorld(tables);
        Executor threads = VirtualThreads.named("functions");
        transport = new InMemoryTransport(new FunctionAcceptor(), threads, threads);
        client = TrebuchetClient.builder(URI.create("ws://functions"))
                .backoff(BackoffPolicy.builder()
                        .between(Duration.ofMillis(10), Duration.ofMillis(50))
                        .build())
                .simulated(world.time, transport, threads)
                .build();
    }

    @AfterEach
    void close() {
        client.close();
    }

    private List<Long> shown() {
        return events.stream()
                .filter(StreamEvent.Update.class::isInstance)
                .map(event -> ((StreamEvent.Update<Count>) event).value().count())
                .toList();
    }

    private List<ResumeOutcome> outcomes() {
        return events.stream()
                .filter(StreamEvent.Resumed.class::isInstance)
                .map(event -> ((StreamEvent.Resumed<Count>) event).report().outcome())
                .toList();
    }

    private Freshness freshness() {
        return events.stream()
                .filter(StreamEvent.FreshnessChanged.class::isInstance)
                .map(event -> ((StreamEvent.FreshnessChanged<Count>) event).freshness())
                .reduce((before, after) -> after)
                .orElse(Freshness.CATCHING_UP);
    }

    private long increment(ActorRef counter) throws Exception {
        long count = counter.call("increment", Long.class, CallOptions.WHEN_CONNECTED)
                .get(20, TimeUnit.SECONDS);
        world.tell("counter");
        return count;
    }

    @Test
    void aCutIsHealedFromTheLog() throws Exception {
        ActorRef counter = client.actor("counter");
        increment(counter);
        counter.observe(
                        "observeState",
                        Count.class,
                        StreamOptions.builder().everyUpdate(100).build())
                .listen(events::add);
        await().untilAsserted(() -> assertThat(freshness()).isEqualTo(Freshness.LIVE));
        increment(counter);
        await().untilAsserted(() -> assertThat(shown()).containsExactly(1L, 2L));

        world.gateway.onPost(connection -> {
            if (connection.equals("caller")) {
                return;
            }
            throw software.amazon.awssdk.services.apigatewaymanagementapi.model.ForbiddenException.builder()
                    .message("the line is dead")
                    .build();
        });
        world.call("counter", "increment");
        world.tell("counter");
        world.call("counter", "increment");
        world.gateway.onPost(connection -> {});
        transport.cut();
        await().untilAsserted(() -> assertThat(shown()).containsExactly(1L, 2L, 3L, 4L));
        assertThat(outcomes()).containsExactly(ResumeOutcome.REPLAYED);

        assertThat(increment(counter)).isEqualTo(5);
        await().untilAsserted(() -> assertThat(shown()).containsExactly(1L, 2L, 3L, 4L, 5L));
        assertThat(world.connections.streamsOf("sdk-1"))
                .as("the connection that was cut")
                .isEmpty();
        assertThat(events).noneMatch(StreamEvent.Gap.class::isInstance);
    }

    @Test
    void aFilteredStreamWithDeltasGoesOnToo() throws Exception {
        ActorRef counter = client.actor("counter");
        increment(counter);
        counter.observe(
                        "observeState",
                        Count.class,
                        StreamOptions.builder()
                                .filter(StreamFilter.threshold("count").atLeast(2))
                                .everyUpdate(100)
                                .deltas(Deltas.AUTOMATIC)
                                .build())
                .listen(events::add);
        await().untilAsserted(() -> assertThat(freshness()).isEqualTo(Freshness.LIVE));
        increment(counter);
        increment(counter);
        await().untilAsserted(() -> assertThat(shown()).containsExactly(2L, 3L));
        transport.cut();
        await().untilAsserted(() -> assertThat(outcomes()).containsExactly(ResumeOutcome.CURRENT));
        increment(counter);
        await().untilAsserted(() -> assertThat(shown()).containsExactly(2L, 3L, 4L));
    }

    @Test
    void aFilteredStreamOfAnActorThatWasNeverStoredHearsOfNoLoss() throws Exception {
        ActorRef counter = client.actor("counter");
        counter.observe(
                        "observeState",
                        Count.class,
                        StreamOptions.builder()
                                .filter(StreamFilter.threshold("count").atLeast(2))
                                .everyUpdate(100)
                                .build())
                .listen(events::add);
        await().untilAsserted(() -> assertThat(freshness()).isEqualTo(Freshness.LIVE));
        increment(counter);
        increment(counter);
        increment(counter);
        await().untilAsserted(() -> assertThat(shown()).containsExactly(2L, 3L));

        assertThat(outcomes()).isEmpty();
        assertThat(events).noneMatch(StreamEvent.Gap.class::isInstance);
    }
}
