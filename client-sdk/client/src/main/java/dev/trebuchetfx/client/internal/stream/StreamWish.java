// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import org.jspecify.annotations.Nullable;

/**
 * What an application observes, as it wants it now, and what the peer was asked for last.
 *
 * <p>Owned by the client's loop.
 */
final class StreamWish {
    private StreamRequest wanted;
    private StreamRequest asked;

    StreamWish(StreamRequest first) {
        this.wanted = first;
        this.asked = first;
    }

    StreamRequest wanted() {
        return wanted;
    }

    /** The filter that the last question had; null for none. */
    @Nullable
    StreamFilter askedFilter() {
        return asked.filter();
    }

    /** Whether the server itself may leave updates out, as it was asked to last. */
    boolean isFilteredBy(boolean extendedServer) {
        StreamFilter filter = asked.filter();
        return filter != null && (extendedServer || filter.isKnownToVersion2());
    }

    /** The same, to ask a peer for it. */
    StreamRequest ask() {
        asked = wanted;
        return wanted;
    }

    void filterBy(@Nullable StreamFilter filter) {
        wanted = wanted.withFilter(filter);
    }
}
