// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.update;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests the bounds of what a server can make the watch for drift keep and do. */
class DriftWatchTest {
    private static final UUID STREAM = UUID.randomUUID();
    private static final String WRONG = "crc32c:00000000";

    private final Deque<Runnable> background = new ArrayDeque<>();
    private final List<Long> differing = new ArrayList<>();
    private final DriftWatch watch = new DriftWatch(background::add, Runnable::run, new DriftWatch.Listener() {
        @Override
        public void proven() {}

        @Override
        public void differs(UUID streamID, long sequence, StateValue state, String why) {
            differing.add(sequence);
        }

        @Override
        public void explained(UUID streamID, long sequence, @Nullable String path) {}
    });

    private void check(long sequence, String json) {
        watch.check(STREAM, sequence, StateValue.beforeDeltas(Bytes.utf8(json)), WRONG);
    }

    /** Each state that is compared takes many times its size, and a server may send a hash with each update. */
    @Test
    void oneStateIsComparedAtATimeAndTheNewestNext() {
        for (int i = 1; i <= 1_000; i++) {
            check(i, "[1]");
        }
        assertThat(background).hasSize(1);

        background.remove().run();
        assertThat(background).hasSize(1);
        background.remove().run();
        assertThat(background).isEmpty();
        assertThat(differing).containsExactly(1L, 1_000L);
    }

    @Test
    void aStateThatCantBeComparedDoesNotEndTheWatch() {
        check(1, "no JSON");
        background.remove().run();
        check(2, "[1]");
        background.remove().run();

        assertThat(differing).containsExactly(2L);
    }
}
