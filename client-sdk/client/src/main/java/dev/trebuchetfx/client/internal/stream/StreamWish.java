// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.protocol.filter.StreamFilter;
import org.jspecify.annotations.Nullable;

/**
 * The request of an application for a stream, as it is wanted now, and as the peer was sent it last.
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

    /** Returns the filter of the last question; null for none. */
    @Nullable
    StreamFilter askedFilter() {
        return asked.filter();
    }

    /** Returns whether the server itself may leave updates out, by the filter of the last question. */
    boolean isFilteredBy(boolean extendedServer) {
        StreamFilter filter = asked.filter();
        return filter != null && (extendedServer || filter.isKnownToVersion2());
    }

    /** Returns the request that is wanted now, for a question to the peer. */
    StreamRequest ask() {
        asked = wanted;
        return wanted;
    }

    void filterBy(@Nullable StreamFilter filter) {
        wanted = wanted.withFilter(filter);
    }
}
