// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import dev.trebuchetfx.protocol.filter.FilterMemory.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates a filter for one subscriber alone, as a client does where its server can't.
 *
 * <p>Used by one thread at a time.
 *
 * @param <T> an update
 */
public final class FilterEvaluator<T> {
    private final FilterPlan plan;
    private final FilterMemory<Filtered<T>> memory;

    private FilterEvaluator(FilterPlan plan) {
        this.plan = plan;
        this.memory = new FilterMemory<>(plan);
    }

    /**
     * An update, and what is left of its state.
     *
     * @param json the fields that are wanted
     */
    public record Filtered<T>(T update, StateJson json) {}

    /**
     * An evaluator that has seen nothing yet.
     *
     * @param filter null for none: everything passes
     */
    public static <T> FilterEvaluator<T> of(@Nullable StreamFilter filter) {
        return new FilterEvaluator<>(FilterPlan.of(filter));
    }

    /**
     * Judges an update.
     *
     * @param json the state's JSON; kept, so the caller must not change it afterwards
     * @param now monotonic nanoseconds
     * @return what passes now; null where it is left out or has to wait, see {@link #isWaiting}
     */
    public @Nullable Filtered<T> offer(T update, byte[] json, long now) {
        var reading = plan.read(new StateJson(json), List.of());
        Filtered<T> filtered = new Filtered<>(update, reading.json());
        return memory.offer(reading, filtered, now) == Verdict.SENT ? filtered : null;
    }

    /** Whether an update waits for its interval to end. */
    public boolean isWaiting() {
        return memory.isWaiting();
    }

    /** In how many nanoseconds what waits is due. */
    public long dueIn(long now) {
        return memory.dueIn(now);
    }

    /** What waits, if it is due. */
    public @Nullable Filtered<T> due(long now) {
        return memory.due(now);
    }

    /** What waits, due or not. */
    public @Nullable Filtered<T> release(long now) {
        return memory.release(now);
    }
}
