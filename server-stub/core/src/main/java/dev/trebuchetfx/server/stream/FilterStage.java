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
    private final Consumer<Offered> next;
    private FilterPlan plan;
    private FilterMemory<Offered> memory;
    private TimeSource.@Nullable Timer timer;
    private long updates;
    private long bytes;

    /**
     * Creates a stage that nothing has passed yet.
     *
     * @param turns the actor's, in which timers end too
     * @param next takes what passes
     */
    FilterStage(SubscriptionRequest request, TimeSource time, Executor turns, Consumer<Offered> next) {
        this.time = time;
        this.turns = turns;
        this.next = next;
        this.plan = FilterPlan.of(request.filter());
        this.updates = request.leftOut().updates();
        this.bytes = request.leftOut().bytes();
        this.memory = new FilterMemory<>(plan);
    }

    TimeSource time() {
        return time;
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
        pass(new Offered(filtered, state.stored()), time.nanoTime());
    }

    /** Goes on from what a filter remembered at another server. */
    void goOnFrom(FilterMemory.Mark mark) {
        memory = new FilterMemory<>(plan, mark);
    }

    /**
     * Offers a state that was stored before: it is decided as it would have been then.
     *
     * @param at the time at which it was stored, by the monotonic clock
     */
    void offerFormer(FeedState state, long at) throws ActorCallException {
        Offered due = memory.isWaiting() ? memory.due(at) : null;
        if (due != null) {
            goOn(due);
        }
        FilteredState filtered = state.by(plan);
        updates++;
        bytes += filtered.wholeSize();
        pass(new Offered(filtered, state.stored()), at);
    }

    /** Lets go on what waits, due or not: whoever is told that he has caught up gets the newest state first, whatever the clocks say. */
    void caughtUp() {
        Offered waiting = memory.release(time.nanoTime());
        if (waiting != null) {
            goOn(waiting);
        }
        await();
    }

    /** Returns what the filter remembers. */
    FilterMemory.Mark mark() {
        return memory.mark();
    }

    /** Returns whether something waits for its interval to end. */
    boolean isWaiting() {
        return memory.isWaiting();
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
            memory.offer(filtered.reading(), new Offered(filtered, state.stored()), time.nanoTime());
            return;
        }
        updates++;
        bytes += filtered.wholeSize();
        pass(new Offered(filtered, state.stored()), time.nanoTime());
    }

    /**
     * Replaces the filter; what waits goes on first.
     *
     * @param feed the feed of the stream, which shares what a filter makes; null for none
     */
    void change(@Nullable StreamFilter filter, @Nullable StateFeed feed) {
        if (feed != null) {
            feed.leaves(plan);
        }
        Offered waiting = memory.release(time.nanoTime());
        if (waiting != null) {
            goOn(waiting);
        }
        cancel();
        plan = FilterPlan.of(filter);
        memory = new FilterMemory<>(plan);
        if (feed != null) {
            feed.uses(plan);
        }
    }

    /** Ends the stage: nothing goes on any more. */
    void end() {
        cancel();
        memory = new FilterMemory<>(plan);
    }

    private void pass(Offered offered, long now) {
        Verdict verdict = memory.offer(offered.filtered().reading(), offered, now);
        if (verdict == Verdict.SENT) {
            goOn(offered);
        }
        await();
    }

    private void goOn(Offered offered) {
        updates--;
        bytes -= offered.filtered().data().size();
        next.accept(offered);
    }

    /** Sets a timer where something waits, and otherwise none. */
    private void await() {
        if (!memory.isWaiting()) {
            cancel();
        } else if (timer == null) {
            FilterMemory<Offered> awaited = memory;
            timer = time.schedule(
                    Duration.ofNanos(Math.max(0, memory.dueIn(time.nanoTime()))),
                    () -> turns.execute(() -> intervalEnded(awaited)));
        }
    }

    private void intervalEnded(FilterMemory<Offered> awaited) {
        if (memory != awaited) {
            return;
        }
        timer = null;
        Offered due = memory.due(time.nanoTime());
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
