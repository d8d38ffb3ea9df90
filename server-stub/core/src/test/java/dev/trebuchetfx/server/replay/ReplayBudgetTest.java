// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.server.change.StateContent;
import dev.trebuchetfx.server.replay.ReplayBudget.Copy;
import dev.trebuchetfx.server.replay.ReplayBudget.Entry;
import dev.trebuchetfx.server.replay.ReplayBuffer.Update;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

class ReplayBudgetTest {
    private static final int EACH = ReplayBudget.BYTES_FOR_EACH;

    private static Bytes bytes(int size) {
        return Bytes.wrap(new byte[size]);
    }

    private static Update update(long sequence, Bytes data) {
        return new Update(sequence, new StateContent(data, null), Instant.EPOCH, new LeftOut(0, 0));
    }

    @Example
    void theGreediestPrincipalLosesItsOldestFirst() {
        ReplayBudget budget = new ReplayBudget(10 * (100 + EACH));
        Entry modest = budget.keep("modest", update(1, bytes(100)));
        List<Entry> greedy = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            greedy.add(budget.keep("greedy", update(i, bytes(100))));
        }

        assertThat(modest.update()).isNotNull();
        assertThat(greedy.subList(0, 91))
                .allSatisfy(entry -> assertThat(entry.update()).isNull());
        assertThat(greedy.subList(91, 100))
                .allSatisfy(entry -> assertThat(entry.update()).isNotNull());
        assertThat(budget.evicted()).isEqualTo(91);
    }

    @Example
    void bytesThatAreSharedCountOnce() {
        ReplayBudget budget = new ReplayBudget(1 << 20);
        Bytes shared = bytes(100_000);
        List<Entry> entries = new ArrayList<>();
        for (int i = 1; i <= 100; i++) {
            entries.add(budget.keep(i % 2 == 0 ? "ann" : "bob", update(1, shared)));
        }

        assertThat(budget.bytes()).isEqualTo(100_000 + 100 * EACH);
        assertThat(budget.evicted()).isZero();
        entries.forEach(budget::release);
        assertThat(budget.bytes()).isZero();
    }

    @Example
    void aCopyThatHasNoRoomIsRefusedToTheGreedy() {
        ReplayBudget budget = new ReplayBudget(1_000);
        AtomicInteger ended = new AtomicInteger();
        Copy first = budget.keepCopy("greedy", bytes(400), ended::incrementAndGet);
        Copy second = budget.keepCopy("greedy", bytes(400), ended::incrementAndGet);
        Copy third = budget.keepCopy("greedy", bytes(400), ended::incrementAndGet);

        assertThat(first).isNotNull();
        assertThat(second).isNotNull();
        assertThat(third).isNull();
        assertThat(ended).hasValue(0);
        assertThat(budget.bytes()).isEqualTo(800);
    }

    @Example
    void aModestPrincipalGetsItsShareFromTheGreediest() {
        ReplayBudget budget = new ReplayBudget(1_000);
        AtomicInteger ended = new AtomicInteger();
        for (int i = 0; i < 10; i++) {
            budget.keepCopy("greedy", bytes(100), ended::incrementAndGet);
        }
        assertThat(budget.keepCopy("modest", bytes(300), () -> {})).isNotNull();
        assertThat(ended).hasValue(3);
        assertThat(budget.keepCopy("modest", bytes(300), () -> {})).isNull();
        assertThat(budget.bytes()).isEqualTo(1_000);
    }

    @Example
    void updatesGiveWayToCopies() {
        ReplayBudget budget = new ReplayBudget(1_000);
        Entry entry = budget.keep("ann", update(1, bytes(500)));
        assertThat(budget.keepCopy("bob", bytes(900), () -> {})).isNotNull();
        assertThat(entry.update()).isNull();
    }

    @Property(tries = 200)
    void countsWhatIsKept(@ForAll long seed) {
        Random random = new Random(seed);
        int max = 4_000;
        ReplayBudget budget = new ReplayBudget(max);
        List<Bytes> contents = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            contents.add(bytes(random.nextInt(1, 900)));
        }
        List<Entry> entries = new ArrayList<>();
        for (int step = 0; step < 200; step++) {
            if (random.nextInt(4) == 0 && !entries.isEmpty()) {
                budget.release(entries.remove(random.nextInt(entries.size())));
            } else {
                Bytes content = contents.get(random.nextInt(contents.size()));
                entries.add(budget.keep("p" + random.nextInt(3), update(1, content)));
            }
            Set<Bytes> distinct = Collections.newSetFromMap(new IdentityHashMap<>());
            long expected = 0;
            for (Entry entry : entries) {
                Update kept = entry.update();
                if (kept != null) {
                    expected += EACH + (distinct.add(kept.data()) ? kept.data().size() : 0);
                }
            }
            assertThat(budget.bytes()).isEqualTo(expected).isLessThanOrEqualTo(max);
        }
    }

    /** A buffer is read in its own turn while others' updates push its own out. */
    @Example
    void whatAReaderTakesOutHasNoHoles() throws InterruptedException {
        ReplayBudget budget = new ReplayBudget(200 * EACH);
        ReplayBuffer buffer = new ReplayBuffer(100, 1 << 20, "ann", budget);
        CountDownLatch done = new CountDownLatch(1);
        Thread other = Thread.ofPlatform().start(() -> {
            for (int i = 1; done.getCount() > 0; i++) {
                Entry entry = budget.keep(i % 2 == 0 ? "ann" : "bob", update(i, bytes(1_000)));
                if (i % 3 == 0) {
                    budget.release(entry);
                }
            }
        });
        try {
            for (long sequence = 1; sequence <= 50_000; sequence++) {
                buffer.add(update(sequence, bytes(100)));
                List<Update> after = buffer.after(Math.max(0, sequence - 50));
                for (int i = 0; i < after.size(); i++) {
                    assertThat(after.get(i).sequence()).isEqualTo(sequence - after.size() + 1 + i);
                }
                Long oldest = buffer.oldest();
                assertThat(oldest == null || oldest <= sequence).isTrue();
            }
        } finally {
            done.countDown();
            other.join();
        }
    }
}
