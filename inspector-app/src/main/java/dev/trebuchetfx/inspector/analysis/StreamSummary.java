// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.analysis;

import dev.trebuchetfx.client.event.Freshness;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a list shows of a logical stream, as of one moment. Never changes.
 *
 * @param id the client's number for it
 * @param actor as the application asked for it
 * @param filter the filter that decides, and by whom where it is not the server; null for none
 * @param why why it is as fresh as it is, in a few words
 * @param closedWhy why it is over; null while it is not
 * @param nextExpected the number that should come next, unsigned; null before the first start
 * @param missing numbers that did not come
 * @param revision of the stream that it tells of: the same revision tells the same
 */
public record StreamSummary(
        int id,
        String actor,
        String method,
        @Nullable String filter,
        Freshness freshness,
        String why,
        @Nullable String closedWhy,
        Instant lastEventAt,
        @Nullable Long nextExpected,
        StreamCounts counts,
        long missing,
        long revision) {}
