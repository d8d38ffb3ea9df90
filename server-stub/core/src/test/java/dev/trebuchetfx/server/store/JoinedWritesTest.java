// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Writes are numbers here; what is stored of each is its text. */
class JoinedWritesTest {
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final List<List<Integer>> transactions = new CopyOnWriteArrayList<>();
    private final CountDownLatch firstMayEnd = new CountDownLatch(1);

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    private static void awaitUninterrupted(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Lets writes wait behind the write 0, which takes long, and then lets all go on. */
    private List<CompletableFuture<String>> storeBehindTheFirst(JoinedWrites<Integer, String> joined, int... writes) {
        List<CompletableFuture<String>> results = new ArrayList<>();
        results.add(CompletableFuture.supplyAsync(() -> joined.store(0), threads));
        await().until(() -> transactions.size() == 1);
        List<Thread> callers = new CopyOnWriteArrayList<>();
        for (int write : writes) {
            results.add(CompletableFuture.supplyAsync(
                    () -> {
                        callers.add(Thread.currentThread());
                        return joined.store(write);
                    },
                    threads));
            await().until(() -> callers.size() == results.size() - 1
                    && callers.stream().allMatch(thread -> thread.getState() == Thread.State.WAITING));
        }
        firstMayEnd.countDown();
        return results;
    }

    private JoinedWrites<Integer, String> joined(JoinedWrites.Together<Integer, String> together) {
        return new JoinedWrites<>(
                1,
                write -> 10_000 * write,
                writes -> {
                    transactions.add(List.copyOf(writes));
                    if (writes.contains(0)) {
                        awaitUninterrupted(firstMayEnd);
                        return texts(writes);
                    }
                    return together.store(writes);
                },
                write -> "alone " + write);
    }

    private static List<String> texts(List<Integer> writes) {
        return writes.stream().map(write -> "together " + write).toList();
    }

    @Test
    void aWriteThatMeetsNoOtherIsStoredAtOnce() {
        assertThat(joined(JoinedWritesTest::texts).store(3)).isEqualTo("together 3");
    }

    @Test
    void thoseThatWaitAreStoredTogetherInTheirOrder() {
        List<CompletableFuture<String>> results = storeBehindTheFirst(joined(JoinedWritesTest::texts), 1, 2, 3);

        assertThat(results.stream().map(CompletableFuture::join))
                .containsExactly("together 0", "together 1", "together 2", "together 3");
        assertThat(transactions).containsExactly(List.of(0), List.of(1, 2, 3));
    }

    @Test
    void aMebibyteGoesAtATime() {
        List<CompletableFuture<String>> results =
                storeBehindTheFirst(joined(JoinedWritesTest::texts), 50, 54, 1, 200, 2);

        assertThat(results.stream().map(CompletableFuture::join)).hasSize(6).doesNotContainNull();
        assertThat(transactions).containsExactly(List.of(0), List.of(50, 54), List.of(1), List.of(200), List.of(2));
    }

    @Test
    void oneThatWasNotStoredTogetherIsStoredByItself() {
        List<CompletableFuture<String>> results = storeBehindTheFirst(
                joined(writes -> writes.stream()
                        .map(write -> write == 2 ? null : "together " + write)
                        .toList()),
                1,
                2,
                3);

        assertThat(results.stream().map(CompletableFuture::join))
                .containsExactly("together 0", "together 1", "alone 2", "together 3");
    }

    @Test
    void allHearOfAnUnknownOutcome() {
        List<CompletableFuture<String>> results = storeBehindTheFirst(
                joined(writes -> {
                    throw new StateStoreException("the line was cut", null);
                }),
                1,
                2);

        assertThat(results.getFirst().join()).isEqualTo("together 0");
        for (CompletableFuture<String> result : results.subList(1, 3)) {
            assertThatThrownBy(result::join)
                    .isInstanceOf(CompletionException.class)
                    .hasCauseInstanceOf(StateStoreException.class)
                    .hasMessageContaining("the line was cut");
        }
    }

    @Test
    void aWayThatGivesTooFewResultsEndsNobodysWaiting() {
        List<CompletableFuture<String>> results = storeBehindTheFirst(joined(writes -> List.of("one")), 1, 2);

        for (CompletableFuture<String> result : results.subList(1, 3)) {
            assertThatThrownBy(result::join).hasMessageContaining("expected 2 results");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void eachOfManyGetsItsResultHoweverManyStoreAtOnce(int mostAtOnce) {
        JoinedWrites<Integer, String> joined = new JoinedWrites<>(
                mostAtOnce,
                write -> 1,
                writes -> writes.stream()
                        .map(write -> write % 7 == 0 ? null : "stored " + write)
                        .toList(),
                write -> "stored " + write);

        List<CompletableFuture<List<String>>> callers = IntStream.range(0, 32)
                .mapToObj(caller -> CompletableFuture.supplyAsync(
                        () -> IntStream.range(0, 500)
                                .mapToObj(i -> joined.store(1_000 * caller + i))
                                .toList(),
                        threads))
                .toList();

        for (int caller = 0; caller < 32; caller++) {
            int first = 1_000 * caller;
            assertThat(callers.get(caller).join())
                    .isEqualTo(IntStream.range(0, 500)
                            .mapToObj(i -> "stored " + (first + i))
                            .toList());
        }
        assertThat(joined.store(1)).isEqualTo("stored 1");
    }
}
