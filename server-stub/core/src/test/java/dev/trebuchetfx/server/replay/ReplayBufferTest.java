// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.server.change.StateContent;
import dev.trebuchetfx.server.replay.ReplayBuffer.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

class ReplayBufferTest {
    private static Update update(long sequence, int bytes) {
        return new Update(
                sequence, new StateContent(Bytes.utf8("x".repeat(bytes)), null), Instant.EPOCH, new LeftOut(0, 0));
    }

    private static long bytes(List<Update> updates) {
        return updates.stream().mapToLong(update -> update.data().size()).sum();
    }

    /** Against a plain list that drops its head; 0 clears, another number adds an update of so many bytes. */
    @Property
    void keepsTheNewestAsAListWould(
            @ForAll @IntRange(max = 7) int capacity,
            @ForAll @IntRange(max = 30) int maxBytes,
            @ForAll List<@IntRange(max = 12) Integer> steps) {
        ReplayBuffer buffer = new ReplayBuffer(capacity, maxBytes, "ann", new ReplayBudget(1L << 20));
        List<Update> model = new ArrayList<>();
        long newest = 0;
        for (int step : steps) {
            if (step == 0) {
                buffer.clear();
                model.clear();
            } else {
                newest++;
                buffer.add(update(newest, step));
                model.add(update(newest, step));
                while (model.size() > capacity || bytes(model) > maxBytes) {
                    model.remove(0);
                }
            }
            assertThat(buffer.bytes()).isEqualTo(bytes(model));
            assertThat(buffer.newest()).isEqualTo(model.isEmpty() ? null : model.get(model.size() - 1));
            assertThat(buffer.size()).isEqualTo(model.size());
            for (long last = 0; last <= newest; last++) {
                long after = last;
                List<Update> expected = model.stream()
                        .filter(update -> update.sequence() > after)
                        .toList();
                assertThat(buffer.after(last)).isEqualTo(expected);
            }
            assertThat(buffer.oldest())
                    .isEqualTo(model.isEmpty() ? null : model.get(0).sequence());
        }
    }

    @Example
    void refusesAHole() {
        ReplayBuffer buffer = new ReplayBuffer(3, 100, "ann", new ReplayBudget(1L << 20));
        buffer.add(update(1, 1));
        assertThatThrownBy(() -> buffer.add(update(3, 1))).hasMessage("expected sequence 2 but found 3");
    }
}
