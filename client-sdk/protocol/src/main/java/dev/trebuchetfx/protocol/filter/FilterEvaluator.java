// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import dev.trebuchetfx.protocol.filter.FilterMemory.Verdict;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An evaluator of a filter for one subscriber. A client uses it if its server does not know the filter.
 *
 * <p>Used by one thread at a time. It has no timer: its owner calls {@link #due} after {@link #dueIn} nanoseconds.
 *
 * @param <T> the type of an update
 */
public final class FilterEvaluator<T> {
    private final FilterPlan plan;
    private final FilterMemory<Filtered<T>> memory;

    private FilterEvaluator(FilterPlan plan) {
        this.plan = plan;
        this.memory = new FilterMemory<>(plan);
    }

    /**
     * An update that passes.
     *
     * @param <T> the type of an update
     * @param update the update
     * @param json the state, with the fields alone that the filter keeps
     */
    public record Filtered<T>(T update, StateJson json) {}

    /**
     * Makes an evaluator that has seen no update.
     *
     * @param filter the filter; null for none, so that everything passes. A part that can't be used lets everything pass
     */
    public static <T> FilterEvaluator<T> of(@Nullable StreamFilter filter) {
        return new FilterEvaluator<>(FilterPlan.of(filter));
    }

    /**
     * Decides on an update.
     *
     * @param json the state's JSON, which the evaluator keeps: the caller must not change it afterwards
     * @param now the time of a monotonic clock, in nanoseconds
     * @return the update, if it passes now; null if it is left out or has to wait, see {@link #isWaiting}
     */
    public @Nullable Filtered<T> offer(T update, byte[] json, long now) {
        var reading = plan.read(new StateJson(json), List.of());
        Filtered<T> filtered = new Filtered<>(update, reading.json());
        return memory.offer(reading, filtered, now) == Verdict.SENT ? filtered : null;
    }

    /** Returns whether an update waits for the end of the interval of {@code rate-limit}. */
    public boolean isWaiting() {
        return memory.isWaiting();
    }

    /** Returns the nanoseconds until the update that waits is due; 0 or less if it is due. Meaningless if none waits. */
    public long dueIn(long now) {
        return memory.dueIn(now);
    }

    /** Takes the update that waits, if it is due; otherwise returns null. */
    public @Nullable Filtered<T> due(long now) {
        return memory.due(now);
    }

    /** Takes the update that waits, due or not; returns null if none waits. */
    public @Nullable Filtered<T> release(long now) {
        return memory.release(now);
    }
}
