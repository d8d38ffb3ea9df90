// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.client.option.WithoutConnection;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A master with two replicas and three Sentinels, and three nodes in processes of their own. The master is lost while calls are made: with
 * {@code wait=1} no answered call is lost; without it the lost ones are counted, and no client is shown an older state without a word.
 * {@code mvn verify -Psoak -Dnodes.runs=20 -Dnodes.calls=10000} does each twenty times.
 */
@Tag("soak")
class LostMasterTest {
    private static final int CALLS = Integer.getInteger("nodes.calls", 3_000);
    private static final int RUNS = Integer.getInteger("nodes.runs", 20);
    private static final Duration STANDSTILL = Duration.ofSeconds(4);
    private static final Duration CUT = Duration.ofSeconds(20);
    private static final CallOptions CALL = CallOptions.builder()
            .timeout(Duration.ofSeconds(60))
            .withoutConnection(WithoutConnection.WAIT_UNTIL_TIMEOUT)
            .build();

    private final List<AutoCloseable> opened = new ArrayList<>();

    /** The ways in which a master is lost. */
    enum Loss {
        KILLED,
        STOPPED,
        CUT_OFF
    }

    /**
     * An answered call.
     *
     * @param count the count that it was answered with
     */
    private record Answered(long nanos, long count) {}

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : opened.reversed()) {
            each.close();
        }
    }

    private <T extends AutoCloseable> T closedAtTheEnd(T each) {
        opened.add(each);
        return each;
    }

    @ParameterizedTest
    @CsvSource({"KILLED, 1", "KILLED, 0", "STOPPED, 1", "STOPPED, 0", "CUT_OFF, 1", "CUT_OFF, 0"})
    @Timeout(7_200)
    void callsGoOnAtTheNextMaster(Loss loss, int wait) throws Exception {
        assumeTrue(
                loss != Loss.CUT_OFF || SentinelGroup.canCutNetworks(),
                "needs the right to make networks, as root has");
        SentinelGroup group = closedAtTheEnd(SentinelGroup.start(RedisPrograms.embedded(), loss == Loss.CUT_OFF));
        List<URI> nodes = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            nodes.add(closedAtTheEnd(RedisServeProcess.start(0, group.address() + "?wait=" + wait))
                    .uri());
        }
        List<Long> outages = new ArrayList<>();
        long answered = 0;
        long lost = 0;
        for (int run = 0; run < RUNS; run++) {
            group.awaitReplicas();
            List<Answered> calls = new ArrayList<>();
            lost += run(group, nodes, loss, wait, calls);
            answered += calls.size();
            outages.add(longestPauseMillis(calls));
        }
        outages.sort(null);
        System.out.printf(
                "%s, wait=%d: %d runs, %d answered calls, %d lost; without answers for %d ms in the median, %d ms at worst%n",
                loss, wait, RUNS, answered, lost, outages.get(outages.size() / 2), outages.getLast());
    }

    /** Returns the number of answered calls that were lost. */
    private long run(SentinelGroup group, List<URI> nodes, Loss loss, int wait, List<Answered> calls) throws Exception {
        List<CountWatcher> watchers = nodes.stream().map(CountWatcher::new).toList();
        try {
            await().atMost(Duration.ofSeconds(60)).until(() -> watchers.stream().allMatch(each -> each.newest() >= 0));
            Queue<Answered> answers = new ConcurrentLinkedQueue<>();
            CompletableFuture<Void> restored = call(group, nodes, loss, answers);
            calls.addAll(answers);
            restored.get(60, TimeUnit.SECONDS);
            // Until then a master that was stopped takes writes, which are lost.
            group.awaitReplicas();
            long newest;
            try (TrebuchetClient client =
                    TrebuchetClient.builder(nodes.getFirst()).build()) {
                newest = client.actor("counter")
                        .call("increment", Long.class, CALL)
                        .get(90, TimeUnit.SECONDS);
            }
            long last = newest;
            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(watchers)
                    .allSatisfy(each -> assertThat(each.newest()).isEqualTo(last)));
            Set<Long> kept = new HashSet<>();
            answers.stream().map(Answered::count).filter(count -> count < last).forEach(kept::add);
            int lost = answers.size() - kept.size();
            for (CountWatcher watcher : watchers) {
                assertThat(watcher.silentStepsBack()).isEmpty();
                if (wait > 0) {
                    assertThat(watcher.stepsBack()).isZero();
                }
            }
            if (wait > 0) {
                assertThat(lost).as("answered calls that were lost").isZero();
            }
            return lost;
        } finally {
            watchers.forEach(CountWatcher::close);
        }
    }

    /** Makes the calls, at each node one after the other, and loses the master meanwhile. */
    private static CompletableFuture<Void> call(
            SentinelGroup group, List<URI> nodes, Loss loss, Queue<Answered> answers) throws Exception {
        AtomicInteger begun = new AtomicInteger();
        CompletableFuture<Void> restored = new CompletableFuture<>();
        Map<String, Integer> failures = new ConcurrentHashMap<>();
        try (ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor()) {
            for (URI node : nodes) {
                callers.execute(() -> {
                    try (TrebuchetClient client = TrebuchetClient.builder(node).build()) {
                        for (int call = begun.getAndIncrement(); call < CALLS; call = begun.getAndIncrement()) {
                            if (call == CALLS / 3) {
                                lose(group, loss, restored);
                            }
                            try {
                                long count = client.actor("counter")
                                        .call("increment", Long.class, CALL)
                                        .join();
                                answers.add(new Answered(System.nanoTime(), count));
                            } catch (RuntimeException e) {
                                failures.merge(String.valueOf(e.getMessage()), 1, Integer::sum);
                            }
                        }
                    }
                });
            }
        }
        assertThat(failures.values().stream().mapToInt(each -> each).sum())
                .as("calls without an answer: %s", failures)
                .isLessThan(CALLS / 10);
        return restored;
    }

    private static void lose(SentinelGroup group, Loss loss, CompletableFuture<Void> restored) {
        RedisServer master = group.master();
        Duration time = loss == Loss.STOPPED ? STANDSTILL : CUT;
        switch (loss) {
            case KILLED -> master.kill();
            case STOPPED -> master.signal("STOP");
            case CUT_OFF -> group.connect(master, false);
        }
        CompletableFuture<Void> unused = restored.completeAsync(
                () -> {
                    switch (loss) {
                        case KILLED -> master.start();
                        case STOPPED -> master.signal("CONT");
                        case CUT_OFF -> group.connect(master, true);
                    }
                    return null;
                },
                CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS));
    }

    private static long longestPauseMillis(List<Answered> calls) {
        List<Long> times = calls.stream().map(Answered::nanos).sorted().toList();
        long longest = 0;
        for (int i = 1; i < times.size(); i++) {
            longest = Math.max(longest, times.get(i) - times.get(i - 1));
        }
        return longest / 1_000_000;
    }
}
