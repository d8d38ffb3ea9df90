// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.time.ManualTime;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes is killed in the middle of it, several times. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SqliteCrashTest {
    private static final int KILLS = 5;

    private final Random random = new Random(7);

    @Test
    void everyAcknowledgedWriteIsInStateAndLogOnce(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("states.db");
        Set<UUID> acknowledged = new HashSet<>();
        for (int kill = 1; kill <= KILLS; kill++) {
            acknowledged.addAll(WritingProcess.start(file).killAfter(20 + random.nextInt(200)));

            try (SqliteStateStore store = new SqliteStateStore(file, WritingProcess.RETENTION, new ManualTime())) {
                assertStateAndLogAgree(store, acknowledged, kill);
            }
        }
    }

    private static void assertStateAndLogAgree(SqliteStateStore store, Set<UUID> acknowledged, int kills) {
        StoredState state = Objects.requireNonNull(store.loadWithVersion(WritingProcess.ACTOR));
        StateVersion first = new StateVersion(state.version().generation(), 1);
        List<LogEntry> log = store.readLogFromState(WritingProcess.ACTOR, first, Integer.MAX_VALUE, Long.MAX_VALUE);
        int number = (int) state.version().number();

        assertThat(state.json().utf8()).isEqualTo(String.valueOf(number));
        assertThat(log).hasSize(number);
        for (int i = 0; i < number; i++) {
            assertThat(log.get(i).version().number()).isEqualTo(i + 1);
            assertThat(log.get(i).content().utf8()).isEqualTo(String.valueOf(i + 1));
        }
        assertThat(log.getLast().writeId()).isEqualTo(state.writeId());
        assertThat(log.stream().map(LogEntry::writeId)).doesNotHaveDuplicates().containsAll(acknowledged);
        // Beside those, only the write that each thread was about to tell of when it was killed.
        assertThat(number).isBetween(acknowledged.size(), acknowledged.size() + kills * WritingProcess.THREADS);
    }
}
