// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.filter;

import dev.trebuchetfx.protocol.filter.FilterPlan.Reading;
import dev.trebuchetfx.protocol.filter.FilterPlan.Threshold;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a filter for one subscriber: the side of {@code crosses} on which the number was, the state that was sent last, and the
 * update that waits for the end of the interval of {@code rate-limit}. Its decisions are cheap, since {@link FilterPlan#read} has
 * examined the state already.
 *
 * <p>Used by one thread at a time. It has no timer: its owner calls {@link #due} after {@link #dueIn} nanoseconds. All times are those of
 * one monotonic clock, in nanoseconds.
 *
 * @param <T> the type of an update
 */
public final class FilterMemory<T> {
    private final FilterPlan plan;
    private @Nullable Boolean above;
    private @Nullable StateJson sent;
    /** The digest of the state that was sent last, where only that is known of it; null otherwise. */
    private @Nullable Long sentDigest;

    private long sentAt;
    private boolean hasSent;
    private @Nullable Waiting<T> waiting;

    /** An update that waits for the end of the interval. */
    private record Waiting<T>(StateJson json, T update) {}

    /** Makes a memory of no updates. */
    public FilterMemory(FilterPlan plan) {
        this.plan = plan;
    }

    /**
     * The memory in a few bytes, by which another server can go on with the decisions.
     *
     * @param above the side of {@code crosses} on which the number was; null if none was seen
     * @param digest 64 bits of the SHA-256 of the state that was sent last; null if none was sent, or the filter need not know
     * @param sentAt the time at which it was sent, in nanoseconds of the monotonic clock; null if none was sent, or the filter need not know
     */
    public record Mark(
            @Nullable Boolean above,
            @Nullable Long digest,
            @Nullable Long sentAt) {}

    /** Makes a memory that goes on from another one. */
    public FilterMemory(FilterPlan plan, Mark mark) {
        this(plan);
        this.above = mark.above();
        this.sentDigest = mark.digest();
        Long at = mark.sentAt();
        this.hasSent = at != null;
        this.sentAt = at == null ? 0 : at;
    }

    /** Returns the memory in a few bytes. An update that waits is not part of it. */
    public Mark mark() {
        StateJson last = sent;
        Long digest = !plan.isChangedOnly() ? null : last == null ? sentDigest : Long.valueOf(last.digest());
        return new Mark(above, digest, plan.intervalNanos() > 0 && hasSent ? Long.valueOf(sentAt) : null);
    }

    /** The decision on an update. */
    public enum Verdict {
        /** The update is sent now. */
        SENT,
        /** The update is left out. */
        LEFT_OUT,
        /** The update is sent when the interval ends, if no newer one has taken its place by then. */
        WAITS
    }

    /**
     * Decides on an update. An update that waits is dropped if this one takes its place, or if this one is the same as what was sent.
     *
     * @param reading the state of the update, as {@link FilterPlan#read} found it
     * @param update the update
     * @param now the time now
     */
    public Verdict offer(Reading reading, T update, long now) {
        if (!reading.passes() || !crosses(reading)) {
            return Verdict.LEFT_OUT;
        }
        if (plan.isChangedOnly() && isSameAsSent(reading.json())) {
            // The state is back to what was sent, so the update that waits must not be sent any more.
            waiting = null;
            return Verdict.LEFT_OUT;
        }
        if (plan.intervalNanos() > 0 && hasSent && now - sentAt < plan.intervalNanos()) {
            waiting = new Waiting<>(reading.json(), update);
            return Verdict.WAITS;
        }
        waiting = null;
        sent(reading.json(), now);
        return Verdict.SENT;
    }

    /**
     * Returns whether a state is certainly what was sent last, where all versions up to its own have been offered.
     *
     * @param reading the state, as {@link FilterPlan#read} found it
     */
    public boolean hasSent(Reading reading) {
        if (plan.isChangedOnly()) {
            return reading.passes() && isSameAsSent(reading.json());
        }
        // What else it remembers decides on states too, and does not say which one it was.
        return reading.passes() && plan.crossing() == null && plan.intervalNanos() == 0;
    }

    /** Returns whether an update waits for the end of the interval. */
    public boolean isWaiting() {
        return waiting != null;
    }

    /** Returns the nanoseconds until the update that waits is due; 0 or less if it is due. Meaningless if none waits. */
    public long dueIn(long now) {
        return sentAt + plan.intervalNanos() - now;
    }

    /**
     * Takes the update that waits, if it is due, and counts it as sent; otherwise returns null.
     *
     * @param now the time in nanoseconds of the monotonic clock, as {@link dev.trebuchetfx.protocol.time.TimeSource#nanoTime}
     */
    public @Nullable T due(long now) {
        return dueIn(now) <= 0 ? release(now) : null;
    }

    /** Takes the update that waits, due or not, and counts it as sent; returns null if none waits. */
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
        sentDigest = null;
        hasSent = true;
        sentAt = now;
    }

    private boolean isSameAsSent(StateJson json) {
        StateJson last = sent;
        Long digest = sentDigest;
        return last != null ? last.isSame(json) : digest != null && digest == json.digest();
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
