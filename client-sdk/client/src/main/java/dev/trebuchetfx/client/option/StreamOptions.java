// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import org.jspecify.annotations.Nullable;

/**
 * How one stream behaves.
 *
 * @param filter which updates the server shall send; null for all
 * @param delivery what a slow subscriber gets
 * @param gaps what is done when an update does not come
 * @param deltas whether only what changed shall travel, where the server can
 */
public record StreamOptions(@Nullable StreamFilter filter, Delivery delivery, GapPolicy gaps, Deltas deltas) {

    /** Every update that the server sends, conflated to the newest for a slow subscriber; gaps are healed. */
    public static final StreamOptions DEFAULT = new StreamOptions(null, new Delivery.Latest());

    /** Options of a stream whose gaps are healed. */
    public StreamOptions(@Nullable StreamFilter filter, Delivery delivery) {
        this(filter, delivery, GapPolicy.HEAL);
    }

    /** Options of a stream without deltas. */
    public StreamOptions(@Nullable StreamFilter filter, Delivery delivery, GapPolicy gaps) {
        this(filter, delivery, gaps, Deltas.NONE);
    }

    /** The same with a filter. */
    public StreamOptions withFilter(StreamFilter newFilter) {
        return new StreamOptions(newFilter, delivery, gaps, deltas);
    }

    /** The same with another delivery. */
    public StreamOptions withDelivery(Delivery newDelivery) {
        return new StreamOptions(filter, newDelivery, gaps, deltas);
    }

    /** The same with another policy for gaps. */
    public StreamOptions withGaps(GapPolicy newGaps) {
        return new StreamOptions(filter, delivery, newGaps, deltas);
    }

    /** The same with automatic deltas, or with none. */
    public StreamOptions withDeltas(boolean automatic) {
        return withDeltas(automatic ? Deltas.AUTOMATIC : Deltas.NONE);
    }

    /** The same with these deltas. */
    public StreamOptions withDeltas(Deltas newDeltas) {
        return new StreamOptions(filter, delivery, gaps, newDeltas);
    }
}
