// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.pulse;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** A run of the queue, on a clock that tasks move. */
class PulseQueueTest {
    private static final long BUDGET = 4;

    private final PulseQueue queue = new PulseQueue();
    private final AtomicLong clock = new AtomicLong();
    private final List<String> ran = new ArrayList<>();

    private void add(String name, long takes) {
        queue.add(() -> {
            ran.add(name);
            clock.addAndGet(takes);
        });
    }

    private void run() {
        queue.run(clock::get, BUDGET);
    }

    @Test
    void whatDoesNotFitIntoThePulseGoesFirstInTheNextOne() {
        add("a", 1);
        add("b", 3);
        add("c", 1);
        add("d", 1);
        run();
        assertThat(ran).containsExactly("a", "b");
        add("e", 1);
        run();
        assertThat(ran).containsExactly("a", "b", "c", "d", "e");
        assertThat(queue.isEmpty()).isTrue();
    }

    @Test
    void aTaskThatTakesLongerThanThePulseRunsAllTheSame() {
        add("long", 100);
        add("next", 1);
        run();
        assertThat(ran).containsExactly("long");
        run();
        assertThat(ran).containsExactly("long", "next");
    }

    @Test
    void whatAPersonLooksAtGoesFirst() {
        add("hidden", 1);
        queue.addFirst(() -> ran.add("seen"));
        assertThat(queue.size()).isEqualTo(2);
        run();
        assertThat(ran).containsExactly("seen", "hidden");
    }

    @Test
    void whatNobodyLooksAtIsNotKeptWaitingForEver() {
        add("hidden 1", 1);
        add("hidden 2", 1);
        queue.addFirst(() -> clock.addAndGet(100));
        run();
        assertThat(ran).containsExactly("hidden 1");
        run();
        assertThat(ran).containsExactly("hidden 1", "hidden 2");
    }
}
