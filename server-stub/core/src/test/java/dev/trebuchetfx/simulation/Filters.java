// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** The filters that streams of a simulation have, one of each kind, and what their witnesses must know of them. */
final class Filters {
    private static final Duration INTERVAL = Duration.ofMillis(300);
    private static final StreamFilter CHANGED = StreamFilter.changed();
    private static final StreamFilter THRESHOLD =
            StreamFilter.threshold("value").atLeast(Ledger.THRESHOLD);
    private static final StreamFilter WHERE = StreamFilter.where("/value >= " + Ledger.THRESHOLD);
    private static final StreamFilter CROSSES =
            StreamFilter.crosses("/value", Ledger.THRESHOLD - 1).withoutHysteresis();
    private static final StreamFilter FIELDS = StreamFilter.fields("/version", "/value");
    private static final StreamFilter RATE = StreamFilter.rateLimit(INTERVAL);
    private static final List<StreamFilter> ALL =
            List.of(CHANGED, THRESHOLD, WHERE, CROSSES, FIELDS, RATE, FIELDS.and(THRESHOLD), CHANGED.and(RATE));

    private Filters() {}

    /** A filter for three streams of five, none for the rest. */
    static @Nullable StreamFilter draw(RandomGenerator random) {
        return random.nextInt(5) < 3 ? ALL.get(random.nextInt(ALL.size())) : null;
    }

    /** What the filters of a stream whose filter changes may leave out; which one decides is not known at each moment. */
    static StreamFilter changing() {
        return CHANGED.and(RATE);
    }

    /** Another one for such a stream. */
    static StreamFilter drawChange(RandomGenerator random) {
        return List.of(StreamFilter.ALL, CHANGED, RATE, changing()).get(random.nextInt(4));
    }

    /** Returns whether states that are not above are left out. */
    static boolean wantsAbove(@Nullable StreamFilter filter) {
        return has(filter, THRESHOLD) || has(filter, WHERE);
    }

    static boolean crosses(@Nullable StreamFilter filter) {
        return has(filter, CROSSES);
    }

    static boolean takesFields(@Nullable StreamFilter filter) {
        return has(filter, FIELDS);
    }

    static boolean limitsRate(@Nullable StreamFilter filter) {
        return has(filter, RATE);
    }

    /** How long a state may have to wait, in nanoseconds. */
    static long delay(@Nullable StreamFilter filter) {
        return limitsRate(filter) ? INTERVAL.toNanos() : 0;
    }

    private static boolean has(@Nullable StreamFilter filter, StreamFilter part) {
        return filter != null && filter.parts().contains(part);
    }
}
