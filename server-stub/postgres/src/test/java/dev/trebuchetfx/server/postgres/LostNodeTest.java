// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Three nodes in processes of their own. The one that serves a client is killed, or stands still for a while, while a thousand updates are made at
 * the others: the client shows each of them once and in order. {@code mvn verify -Psoak -Dnodes.runs=50} does it fifty times behind HAProxy.
 */
@ExtendWith(RealServerExtension.class)
class LostNodeTest {
    private static final int UPDATES = 1_000;
    private static final int EVERY_MILLIS = 7;
    private static final Duration STANDSTILL = Duration.ofSeconds(5);
    private static final CallOptions CALL = CallOptions.builder()
            .timeout(Duration.ofSeconds(30))
            .withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT)
            .build();

    private final Random random = new Random();
    private final List<ServeProcess> nodes = new ArrayList<>();

    /** The ways in which a node is lost. */
    enum Loss {
        KILLED,
        STOPPED
    }

    @AfterEach
    void close() {
        nodes.forEach(ServeProcess::close);
    }

    @ParameterizedTest
    @EnumSource(Loss.class)
    @Timeout(180)
    void theClientGoesOnAtAnotherNode(Loss loss, RealServer.Database database) throws Exception {
        startNodes(database, "notify");
        try (Watcher watcher = new Watcher(endpoints())) {
            lose(watcher, loss);

            // A node that goes on before its client has given it up has missed nothing itself.
            assertThat(watcher.outcomes())
                    .containsExactlyElementsOf(loss == Loss.KILLED ? List.of("REPLAYED") : List.of());
        }
    }

    @ParameterizedTest
    @CsvSource({"KILLED, notify", "KILLED, replication", "STOPPED, notify", "STOPPED, replication"})
    @Tag("soak")
    @Timeout(7_200)
    void theClientGoesOnBehindABalancerAgainAndAgain(
            Loss loss, String changes, RealServer.Database database, @TempDir Path folder) throws Exception {
        assertThat(Balancer.program())
                .as("the program haproxy, without which this can't be tested")
                .isPresent();
        int runs = Math.max(1, Integer.getInteger("nodes.runs", 50) / 2);
        List<Long> pauses = new ArrayList<>();
        startNodes(database, changes);
        try (Balancer balancer = Balancer.start(endpoints(), folder)) {
            for (int run = 0; run < runs; run++) {
                try (Watcher watcher = new Watcher(List.of(balancer.uri()))) {
                    lose(watcher, loss);

                    assertThat(watcher.outcomes())
                            .as("run %s", run)
                            .isNotEmpty()
                            .containsOnly("REPLAYED");
                    pauses.add(watcher.longestPauseMillis());
                }
                restart(database, changes);
            }
        }
        pauses.sort(null);
        System.out.printf(
                "%s, changes=%s: without updates for %d ms in the median of %d runs, %d ms at worst%n",
                loss, changes, pauses.get(pauses.size() / 2), runs, pauses.getLast());
    }

    private List<URI> endpoints() {
        return nodes.stream().map(ServeProcess::uri).toList();
    }

    private void startNodes(RealServer.Database database, String changes) throws IOException {
        for (int i = 0; i < 3; i++) {
            nodes.add(start(0, database, changes));
        }
    }

    private static ServeProcess start(int port, RealServer.Database database, String changes) throws IOException {
        return ServeProcess.start(port, database.address(), "--create-schema", "--store-option", "changes=" + changes);
    }

    /** Starts the nodes that were killed at their ports. */
    private void restart(RealServer.Database database, String changes) throws IOException {
        for (int i = 0; i < nodes.size(); i++) {
            if (!nodes.get(i).isAlive()) {
                nodes.set(i, start(nodes.get(i).uri().getPort(), database, changes));
            }
        }
    }

    private void lose(Watcher watcher, Loss loss) throws Exception {
        await().atMost(Duration.ofSeconds(20)).until(() -> watcher.newest() >= 0);
        long first = watcher.newest();
        List<ServeProcess> serving =
                nodes.stream().filter(node -> node.connections() > 0).toList();
        assertThat(serving).hasSize(1);
        List<ServeProcess> others =
                nodes.stream().filter(node -> node != serving.getFirst()).toList();
        int lostAfter = 200 + random.nextInt(200);
        CompletableFuture<Void> over = new CompletableFuture<>();
        CompletableFuture<Void> made = new CompletableFuture<>();
        AtomicInteger calls = new AtomicInteger();
        try (ScheduledExecutorService pace = Executors.newSingleThreadScheduledExecutor();
                TrebuchetClient one =
                        TrebuchetClient.builder(others.get(0).uri()).build();
                TrebuchetClient other =
                        TrebuchetClient.builder(others.get(1).uri()).build()) {
            ScheduledFuture<?> unused = pace.scheduleAtFixedRate(
                    () -> {
                        try {
                            int call = calls.getAndIncrement();
                            (call % 2 == 0 ? one : other)
                                    .actor("counter")
                                    .call("increment", Long.class, CALL)
                                    .join();
                            if (call == lostAfter) {
                                lose(serving.getFirst(), loss, over);
                            } else if (call == UPDATES - 1) {
                                made.complete(null);
                            }
                        } catch (Throwable e) {
                            made.completeExceptionally(e);
                            throw e;
                        }
                    },
                    0,
                    EVERY_MILLIS,
                    TimeUnit.MILLISECONDS);
            made.whenComplete((nothing, failure) -> pace.shutdownNow()).get(100, TimeUnit.SECONDS);
        }
        over.get(30, TimeUnit.SECONDS);
        await().atMost(Duration.ofSeconds(40))
                .untilAsserted(() -> assertThat(watcher.newest()).isEqualTo(first + UPDATES));
        assertThat(watcher.counts())
                .as("lost after %s; %s; %s", lostAfter, watcher.outcomes(), watcher.troubles())
                .isEqualTo(
                        LongStream.rangeClosed(first, first + UPDATES).boxed().toList());
        assertThat(watcher.troubles()).isEmpty();
    }

    private static void lose(ServeProcess serving, Loss loss, CompletableFuture<Void> over) {
        if (loss == Loss.KILLED) {
            serving.kill();
            over.complete(null);
            return;
        }
        serving.signal("STOP");
        CompletableFuture<Void> unused = over.completeAsync(
                () -> {
                    serving.signal("CONT");
                    return null;
                },
                CompletableFuture.delayedExecutor(STANDSTILL.toMillis(), TimeUnit.MILLISECONDS));
    }
}
