// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.error.ClientClosedException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import tools.jackson.databind.JsonNode;

/** What a client leaves behind, and how many threads it takes, over real sockets. */
@Timeout(90)
class LifecycleTest {
    private final Recorder<JsonNode> recorder = new Recorder<>();
    private final List<String> writersBefore = NamedThreads.writers();
    private final List<TrebuchetClient> clients = new ArrayList<>();

    private TrebuchetClient client(String name, URI endpoint) {
        TrebuchetClient client = TrebuchetClient.builder(endpoint)
                .name(name)
                .connectTimeout(Duration.ofMinutes(10))
                .callTimeout(Duration.ofMinutes(10))
                .build();
        clients.add(client);
        return client;
    }

    @AfterEach
    void close() {
        clients.forEach(TrebuchetClient::close);
    }

    private void awaitNothingLeft(String name) {
        await().untilAsserted(() -> {
            assertThat(NamedThreads.of(name)).isEmpty();
            assertThat(NamedThreads.writers()).isSubsetOf(writersBefore);
        });
    }

    /** Everything that is pending ends with that the client was closed, and nothing is left. */
    private void closeAndCheck(TrebuchetClient client, String name) {
        client.actor("todos").observe("observeState", JsonNode.class).listen(recorder);
        var call = client.actor("todos").call("getTodos", JsonNode.class, CallOptions.WHEN_CONNECTED);
        await().until(() -> !NamedThreads.of(name).isEmpty());

        client.close();

        assertThat(call)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableThat()
                .havingCause()
                .isInstanceOf(ClientClosedException.class);
        await().untilAsserted(
                        () -> assertThat(recorder.has(StreamEvent.Failed.class)).isTrue());
        assertThat(client.connectionState()).isEqualTo(new ConnectionState.Closed());
        awaitNothingLeft(name);
    }

    @Test
    void leavesNothingWhereTheServerDoesNotAnswerTheClose() throws IOException {
        try (SilentServer server = new SilentServer(true)) {
            TrebuchetClient client = client("unanswered", server.uri("ws"));
            await().until(() -> client.connectionState() instanceof ConnectionState.Connected);
            closeAndCheck(client, "unanswered");
        }
    }

    @Test
    void leavesNothingWhereTheUpgradeIsUnderWay() throws IOException {
        try (SilentServer server = new SilentServer(false)) {
            TrebuchetClient client = client("upgrading", server.uri("ws"));
            await().until(() -> server.taken() == 1);
            closeAndCheck(client, "upgrading");
        }
    }

    @Test
    void leavesNothingWhereTheTlsHandshakeIsUnderWay() throws IOException {
        try (SilentServer server = new SilentServer(false)) {
            TrebuchetClient client = client("securing", server.uri("wss"));
            await().until(() -> server.taken() == 1);
            closeAndCheck(client, "securing");
        }
    }

    @Test
    void leavesNothingWhereATokenIsWaitedFor() throws IOException {
        CountDownLatch asked = new CountDownLatch(1);
        try (SilentServer server = new SilentServer(false)) {
            TrebuchetClient client = TrebuchetClient.builder(server.uri("ws"))
                    .name("tokenless")
                    .token(() -> {
                        asked.countDown();
                        try {
                            new CountDownLatch(1).await();
                        } catch (InterruptedException e) {
                            throw new IllegalStateException("interrupted", e);
                        }
                        return null;
                    })
                    .build();
            clients.add(client);
            await().until(() -> asked.getCount() == 0);
            closeAndCheck(client, "tokenless");
        }
    }

    @Test
    void leavesNothingWhereAClientIsClosedAtOnce() throws IOException {
        try (SilentServer server = new SilentServer(true)) {
            for (int i = 0; i < 50; i++) {
                client("fleeting", server.uri("ws")).close();
            }
            awaitNothingLeft("fleeting");
        }
    }

    @Test
    void takesNoThreadForAStream() throws IOException {
        try (StubServer server = StubServer.builder().bundledActors().start();
                TrebuchetClient client = client("streaming", server.uri())) {
            client.actor("counter").observe("observeState", JsonNode.class).listen(recorder);
            await().until(() -> recorder.freshness() == Freshness.LIVE);
            int platform = Thread.getAllStackTraces().size();
            List<Recorder<JsonNode>> recorders = new ArrayList<>();
            // With the first one as many as a connection may have.
            for (int i = 1; i < 1_000; i++) {
                Recorder<JsonNode> next = new Recorder<>();
                recorders.add(next);
                client.actor("counter").observe("observeState", JsonNode.class).listen(next);
            }
            await().until(() -> recorders.stream().allMatch(each -> each.freshness() == Freshness.LIVE));
            client.actor("counter").call("increment", JsonNode.class).join();
            await().until(() ->
                    recorders.stream().allMatch(each -> each.updates().size() >= 2));

            await().untilAsserted(() -> {
                assertThat(NamedThreads.of("streaming"))
                        .as("the reader, the writer and the timer; the loop and the callbacks only when there is work")
                        .contains("trebuchet-streaming-writer")
                        .hasSizeLessThan(10);
                assertThat(Thread.getAllStackTraces()).hasSizeLessThan(platform + 20);
            });
        }
        awaitNothingLeft("streaming");
    }
}
