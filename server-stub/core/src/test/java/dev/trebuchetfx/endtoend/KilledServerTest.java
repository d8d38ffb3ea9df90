// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.option.CallOptions;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A server with a file of SQLite that is killed while 500 calls are under way: what it has acknowledged is there afterwards, once. */
class KilledServerTest {
    private static final int CALLS = 500;
    private final Random random = new Random();

    @Test
    @Timeout(120)
    void keepsWhatItAcknowledgedOnce(@TempDir Path folder) throws Exception {
        killAgainAndAgain(folder.resolve("states"), 3);
    }

    @Test
    @Tag("soak")
    @Timeout(1_200)
    void keepsWhatItAcknowledgedOnceFiftyTimes(@TempDir Path folder) throws Exception {
        killAgainAndAgain(folder.resolve("states"), 50);
    }

    private void killAgainAndAgain(Path file, int times) throws Exception {
        Set<Integer> acknowledged = Collections.synchronizedSet(new TreeSet<>());
        int next = 0;
        for (int time = 0; time < times; time++) {
            int killAfter = 1 + random.nextInt(CALLS - 1);
            try (StoredServerProcess server = StoredServerProcess.start(file);
                    TrebuchetClient client =
                            TrebuchetClient.builder(server.uri()).build()) {
                BlockingQueue<Integer> answers = new LinkedBlockingQueue<>();
                Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
                for (int i = 0; i < CALLS; i++) {
                    int call = next++;
                    CompletableFuture<Integer> answer =
                            client.actor("notes").call("take", Integer.class, CallOptions.WHEN_CONNECTED, call);
                    CompletableFuture<Void> unused = answer.handle((size, failure) -> {
                        if (failure == null) {
                            acknowledged.add(call);
                            answers.add(call);
                        } else {
                            failures.add(failure);
                        }
                        return null;
                    });
                }
                for (int i = 0; i < killAfter; i++) {
                    assertThat(answers.poll(30, TimeUnit.SECONDS))
                            .as("answer %s of run %s; failures %s", i, time, failures.peek())
                            .isNotNull();
                }
                // While calls are under way.
                server.kill();
            }
            List<Integer> taken = taken(file);
            assertThat(taken)
                    .as("run %s, killed after %s answers", time, killAfter)
                    .doesNotHaveDuplicates();
            assertThat(taken).containsAll(List.copyOf(acknowledged));
        }
    }

    private static List<Integer> taken(Path file) throws Exception {
        try (StoredServerProcess server = StoredServerProcess.start(file);
                TrebuchetClient client = TrebuchetClient.builder(server.uri()).build()) {
            return List.of(client.actor("notes")
                    .call("taken", Integer[].class, CallOptions.WHEN_CONNECTED)
                    .get(30, TimeUnit.SECONDS));
        }
    }
}
