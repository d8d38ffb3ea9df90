// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import dev.trebuchetfx.protocol.filter.FilterPlan.Reading;
import dev.trebuchetfx.protocol.filter.FilterPlan.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * What a filter remembers of one subscriber: on which side a number was, what was sent last, and what waits for its interval to end.
 * Cheap: the state itself has been looked at already.
 *
 * <p>Knows no timer: its owner calls {@link #due} when {@link #dueIn} has passed. Used by one thread at a time.
 *
 * @param <T> what is sent
 */
public final class FilterMemory<T> {
    private final FilterPlan plan;
    private @Nullable Boolean above;
    private @Nullable StateJson sent;
    private long sentAt;
    private @Nullable Waiting<T> waiting;

    /** What the interval holds back. */
    private record Waiting<T>(StateJson json, T update) {}

    /** A memory of nothing yet. */
    public FilterMemory(FilterPlan plan) {
        this.plan = plan;
    }

    /** What becomes of an update. */
    public enum Verdict {
        /** It is sent now. */
        SENT,
        /** It is left out. */
        LEFT_OUT,
        /** It is sent when the interval ends, if no newer one has taken its place by then. */
        WAITS
    }

    /**
     * Decides on an update.
     *
     * @param now monotonic nanoseconds
     */
    public Verdict offer(Reading reading, T update, long now) {
        if (!reading.passes() || !crosses(reading)) {
            return Verdict.LEFT_OUT;
        }
        StateJson last = sent;
        if (plan.isChangedOnly() && last != null && last.isSame(reading.json())) {
            // What waits would only be taken back by this one.
            waiting = null;
            return Verdict.LEFT_OUT;
        }
        if (last != null && now - sentAt < plan.intervalNanos()) {
            waiting = new Waiting<>(reading.json(), update);
            return Verdict.WAITS;
        }
        waiting = null;
        sent(reading.json(), now);
        return Verdict.SENT;
    }

    /** Whether an update waits for its interval to end. */
    public boolean isWaiting() {
        return waiting != null;
    }

    /** In how many nanoseconds what waits is due; 0 or less for now. */
    public long dueIn(long now) {
        return sentAt + plan.intervalNanos() - now;
    }

    /** What waits, if it is due; it is sent now. */
    public @Nullable T due(long now) {
        return dueIn(now) <= 0 ? release(now) : null;
    }

    /** What waits, due or not; it is sent now. */
    public @Nullable T release(long now) {
        Waiting<T> last = waiting;
        if (last == null) {
            return null;
        }
        waiting = null;
        sent(last.json(), now);
        return last.update();
    }

    private void sent(StateJson json, long now) {
        sent = json;
        sentAt = now;
    }

    private boolean crosses(Reading reading) {
        Threshold threshold = plan.crossing();
        if (threshold == null || reading.number().isEmpty()) {
            return true;
        }
        double number = reading.number().getAsDouble();
        boolean before = Boolean.TRUE.equals(above);
        boolean after = before ? number > threshold.value() - threshold.hysteresis() : number > threshold.value();
        boolean crossed = above == null || before != after;
        above = after;
        return crossed;
    }
}
