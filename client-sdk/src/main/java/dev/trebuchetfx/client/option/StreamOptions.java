// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.option;

import dev.trebuchetfx.client.filter.StreamFilter;
import org.jspecify.annotations.Nullable;

/**
 * How one stream behaves.
 *
 * @param filter which updates the server shall send; null for all
 * @param delivery what a slow subscriber gets
 */
public record StreamOptions(@Nullable StreamFilter filter, Delivery delivery) {

    /** Every update that the server sends, conflated to the newest for a slow subscriber. */
    public static final StreamOptions DEFAULT = new StreamOptions(null, new Delivery.Latest());

    /** The same with a filter. */
    public StreamOptions withFilter(StreamFilter newFilter) {
        return new StreamOptions(newFilter, delivery);
    }

    /** The same with another delivery. */
    public StreamOptions withDelivery(Delivery newDelivery) {
        return new StreamOptions(filter, newDelivery);
    }
}
