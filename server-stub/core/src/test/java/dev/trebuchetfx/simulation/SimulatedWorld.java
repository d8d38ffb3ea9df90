// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import java.util.PriorityQueue;
import java.util.SplittableRandom;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Everything that is to happen, ordered by virtual time; chance decides between what happens at the same moment.
 *
 * <p>Owned by the one thread that runs a simulation. The same seed gives the same run, event by event.
 */
final class SimulatedWorld {
    static final long MICROSECOND = 1_000;
    static final long MILLISECOND = 1_000 * MICROSECOND;
    static final long SECOND = 1_000 * MILLISECOND;

    private final PriorityQueue<Task> tasks = new PriorityQueue<>();
    private final SplittableRandom random;
    private final @Nullable StringBuilder trace;
    private long now;
    private long order;
    private long steps;

    /**
     * @param trace where to write what happens; null for nowhere
     */
    SimulatedWorld(long seed, @Nullable StringBuilder trace) {
        this.random = new SplittableRandom(seed);
        this.trace = trace;
    }

    /** One thing that is to happen. */
    final class Task implements Comparable<Task> {
        private final long at;
        private final int tie = random.nextInt();
        private final long created = order++;
        private final Object owner;
        private final Runnable action;
        private boolean cancelled;

        private Task(long at, Object owner, Runnable action) {
            this.at = at;
            this.owner = owner;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Task other) {
            int byTime = Long.compare(at, other.at);
            int byChance = byTime != 0 ? byTime : Integer.compare(tie, other.tie);
            return byChance != 0 ? byChance : Long.compare(created, other.created);
        }

        @Override
        public boolean equals(@Nullable Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return Long.hashCode(created);
        }
    }

    /** Nanoseconds since the beginning. */
    long now() {
        return now;
    }

    /** How many things have happened. */
    long steps() {
        return steps;
    }

    /** Chance for something with a life of its own, so that its draws don't depend on others'. */
    RandomGenerator newRandom() {
        return random.split();
    }

    Task after(long delay, Object owner, Runnable action) {
        Task task = new Task(now + Math.max(0, delay), owner, action);
        tasks.add(task);
        return task;
    }

    /** Does what is next; false if nothing is to happen until then, which it then is. */
    boolean next(long until) {
        while (true) {
            Task task = tasks.peek();
            if (task == null || task.at > until) {
                now = Math.max(now, until);
                return false;
            }
            tasks.remove();
            if (!task.cancelled) {
                now = task.at;
                steps++;
                task.action.run();
                return true;
            }
        }
    }

    /** How much of this owner is still to happen. */
    long waiting(Object owner) {
        return tasks.stream()
                .filter(task -> !task.cancelled && task.owner == owner)
                .count();
    }

    /** Forgets what this owner was about to do, as when a process is killed. */
    void forget(Object owner) {
        tasks.removeIf(task -> task.owner == owner);
    }

    /** Returns whether anybody will read what happens. */
    boolean isTraced() {
        return trace != null;
    }

    /** Writes a line of the trace, if there is one. */
    void say(String who, Supplier<String> what) {
        if (trace != null) {
            trace.append(String.format("%14.6f  %-9s %s%n", now / 1e9, who, what.get()));
        }
    }
}
