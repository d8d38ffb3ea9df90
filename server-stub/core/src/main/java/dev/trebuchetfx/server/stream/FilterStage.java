// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.protocol.filter.FilterMemory;
import dev.trebuchetfx.protocol.filter.FilterMemory.Verdict;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The filter of one stream: what passes goes on, what does not is counted, and what waits for its interval to end goes on then.
 *
 * <p>Confined to the turns of the stream's actor.
 */
final class FilterStage {
    private final TimeSource time;
    private final Executor turns;
    private final Consumer<FilteredState> next;
    private FilterPlan plan;
    private FilterMemory<FilteredState> memory;
    private TimeSource.@Nullable Timer timer;
    private long updates;
    private long bytes;

    /**
     * Creates a stage that nothing has passed yet.
     *
     * @param turns the actor's, in which timers end too
     * @param next takes what passes
     */
    FilterStage(@Nullable StreamFilter filter, TimeSource time, Executor turns, Consumer<FilteredState> next) {
        this.time = time;
        this.turns = turns;
        this.next = next;
        this.plan = FilterPlan.of(filter);
        this.memory = new FilterMemory<>(plan);
    }

    FilterPlan plan() {
        return plan;
    }

    /** Returns what has been left out so far; what waits does not count. */
    LeftOut leftOut() {
        return new LeftOut(updates, bytes);
    }

    /** A new state. */
    void offer(FeedState state) throws ActorCallException {
        FilteredState filtered = state.by(plan);
        updates++;
        bytes += filtered.wholeSize();
        pass(filtered);
    }

    /**
     * Offers the current state once more, to a filter that was not asked before. A state that does not pass is no loss.
     *
     * @param newest what went on last, which does not go on again; null for none
     */
    void offerAgain(FeedState state, @Nullable Bytes newest) throws ActorCallException {
        FilteredState filtered = state.by(plan);
        if (!filtered.passes()) {
            return;
        }
        if (filtered.data().equals(newest)) {
            memory.offer(filtered.reading(), filtered, time.nanoTime());
            return;
        }
        updates++;
        bytes += filtered.wholeSize();
        pass(filtered);
    }

    /** Replaces the filter; what waits goes on first. */
    void change(@Nullable StreamFilter filter) {
        FilteredState waiting = memory.release(time.nanoTime());
        if (waiting != null) {
            goOn(waiting);
        }
        cancel();
        plan = FilterPlan.of(filter);
        memory = new FilterMemory<>(plan);
    }

    /** Ends the stage: nothing goes on any more. */
    void end() {
        cancel();
        memory = new FilterMemory<>(plan);
    }

    private void pass(FilteredState filtered) {
        Verdict verdict = memory.offer(filtered.reading(), filtered, time.nanoTime());
        if (verdict == Verdict.SENT) {
            goOn(filtered);
        }
        await();
    }

    private void goOn(FilteredState filtered) {
        updates--;
        bytes -= filtered.data().size();
        next.accept(filtered);
    }

    /** Sets a timer where something waits, and otherwise none. */
    private void await() {
        if (!memory.isWaiting()) {
            cancel();
        } else if (timer == null) {
            FilterMemory<FilteredState> awaited = memory;
            timer = time.schedule(
                    Duration.ofNanos(Math.max(0, memory.dueIn(time.nanoTime()))),
                    () -> turns.execute(() -> intervalEnded(awaited)));
        }
    }

    private void intervalEnded(FilterMemory<FilteredState> awaited) {
        if (memory != awaited) {
            return;
        }
        timer = null;
        FilteredState due = memory.due(time.nanoTime());
        if (due != null) {
            goOn(due);
        }
        await();
    }

    private void cancel() {
        TimeSource.Timer running = timer;
        if (running != null) {
            running.cancel();
            timer = null;
        }
    }
}
