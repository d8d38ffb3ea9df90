// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.ActorRef;
import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.client.checkpoint.CheckpointReport;
import dev.trebuchetfx.client.checkpoint.FileCheckpointStore;
import dev.trebuchetfx.client.option.CallOptions;
import dev.trebuchetfx.endtoend.WatchingProcess.Shown;
import dev.trebuchetfx.server.StubServer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client in a process of its own is killed in the middle of updates and started again, over a real socket. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class KilledClientTest {
    private static final int KILLS = 4;

    private final Random random = new Random(4);

    @Test
    void losesNothingAndRepeatsOnlyWhatItHadNotWritten(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("checkpoints");
        AtomicBoolean enough = new AtomicBoolean();
        List<Shown> all = new ArrayList<>();
        try (StubServer server =
                        StubServer.builder().buffer(1_000_000).bundledActors().start();
                TrebuchetClient elsewhere = TrebuchetClient.connect(server.uri().toString())) {
            CompletableFuture<Long> changes = new CompletableFuture<>();
            for (int run = 0; run <= KILLS; run++) {
                WatchingProcess watching = WatchingProcess.start(server.uri(), file);
                try {
                    long shownBefore = all.isEmpty() ? 0 : all.getLast().sequence();
                    List<Shown> shown = new ArrayList<>();
                    // Into the live updates, so that there is something to lose.
                    long until = shownBefore + 50 + random.nextInt(500);
                    shown.add(watching.next());
                    if (run == 0) {
                        // From here on each change has a number.
                        changes = changes(elsewhere.actor("counter"), enough);
                    }
                    do {
                        shown.add(watching.next());
                    } while (shown.getLast().sequence() < until);
                    if (run == 0) {
                        mayNotShareTheFile(file);
                    }
                    if (run == KILLS) {
                        enough.set(true);
                        long last = 1 + changes.join();
                        while (shown.getLast().sequence() < last) {
                            shown.add(watching.next());
                        }
                    }
                    watching.kill();
                    shown.addAll(watching.rest());
                    check(shownBefore, shown, run);
                    all.addAll(shown);
                } finally {
                    watching.kill();
                }
            }
            assertThat(all)
                    .extracting(Shown::streamID)
                    .as("one stream, resumed each time")
                    .containsOnly(all.getFirst().streamID());
            assertThat(all.stream()
                            .flatMapToLong(
                                    one -> LongStream.rangeClosed(one.sequence() - one.leftOut(), one.sequence()))
                            .distinct()
                            .count())
                    .as("every update was shown, or said to be left out")
                    .isEqualTo(all.getLast().sequence());
        }
    }

    private static void check(long shownBefore, List<Shown> shown, int run) {
        long first = shown.getFirst().sequence();
        if (run == 0) {
            assertThat(first).isEqualTo(1);
        } else {
            assertThat(first)
                    .as("run %s begins with a state that was shown, and not long ago", run)
                    .isBetween(1L, shownBefore);
            assertThat(shown.getFirst().kind()).isEqualTo("REPLAY");
        }
        for (int i = 1; i < shown.size(); i++) {
            Shown one = shown.get(i);
            assertThat(one.sequence() - one.leftOut())
                    .as("run %s has no hole that nobody speaks of", run)
                    .isEqualTo(shown.get(i - 1).sequence() + 1);
        }
        assertThat(shown.stream().filter(one -> one.sequence() <= shownBefore))
                .as("run %s says what it repeats", run)
                .allMatch(one -> one.kind().equals("REPLAY"));
    }

    private static void mayNotShareTheFile(Path file) {
        List<CheckpointReport> reports = new ArrayList<>();
        try (FileCheckpointStore second = FileCheckpointStore.open(file)) {
            var unused = second.onReport(reports::add);
            assertThat(second.isDurable()).isFalse();
            assertThat(second.load()).isEmpty();
        }
        assertThat(reports).singleElement().isInstanceOfSatisfying(CheckpointReport.Problem.class, problem -> {
            assertThat(problem.kind()).isEqualTo(CheckpointReport.Kind.LOCKED);
            assertThat(problem.what()).contains("in use by another process");
        });
    }

    /** Changes the state, one call after the other, until it is enough; how often. */
    private static CompletableFuture<Long> changes(ActorRef counter, AtomicBoolean enough) {
        return CompletableFuture.supplyAsync(() -> {
            long count = 0;
            while (!enough.get()) {
                counter.call("increment", Long.class, CallOptions.WHEN_CONNECTED)
                        .join();
                count++;
            }
            return count;
        });
    }
}
