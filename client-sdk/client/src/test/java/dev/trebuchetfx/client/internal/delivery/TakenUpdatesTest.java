// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.internal.delta.StateValue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TakenUpdatesTest {
    private static final UUID ID = new UUID(0, 1);

    private final List<Long> all = new ArrayList<>();
    private final TakenUpdates updates = new TakenUpdates(update -> all.add(update.sequence()));

    private void hand(long from, long to) {
        for (long i = from; i <= to; i++) {
            updates.handedOver(
                    new StreamEvent.Update<>(ID, i, UpdateKind.FULL, StateValue.of(Bytes.empty()), Instant.EPOCH, 0));
        }
    }

    @Test
    void withoutTakersWhatIsHandedOverIsTaken() {
        hand(1, 3);
        assertThat(all).containsExactly(1L, 2L, 3L);
    }

    @Test
    void waitsForTheSlowestAndCountsWhatItLeftOut() {
        updates.add("a");
        updates.add("b");
        hand(1, 5);
        updates.taken("a", ID, 5);
        assertThat(all).isEmpty();
        updates.taken("b", ID, 3);
        assertThat(all).containsExactly(1L, 2L, 3L);
        updates.remove("b");
        assertThat(all).containsExactly(1L, 2L, 3L, 4L, 5L);
    }

    @Test
    void aTakerThatComesLaterNeedNotHaveTakenWhatCameBefore() {
        hand(1, 2);
        updates.add("late");
        updates.taken("late", ID, 2);
        hand(3, 3);
        assertThat(all).containsExactly(1L, 2L);
        updates.taken("late", ID, 3);
        assertThat(all).containsExactly(1L, 2L, 3L);
    }

    @Test
    void keepsABoundedNumberAndNeverSaysTooMuch() {
        updates.add("slow");
        hand(1, TakenUpdates.CAPACITY + 10);
        updates.taken("slow", ID, 5);
        assertThat(all).as("forgotten, so not known to be taken").isEmpty();
        updates.taken("slow", ID, 12);
        assertThat(all).containsExactly(11L, 12L);
    }
}
