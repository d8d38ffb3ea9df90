// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.compare;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One logical stream of two captures. Immutable.
 *
 * @param name actor and method
 * @param divergences in the order of the stream; neighbours are one
 * @param omitted how many more there are
 * @param figures of the first capture; null where only the second has the stream
 * @param other of the second; null where only the first has the stream
 * @param wayNanos how much later the second capture has the same updates, by the clocks of both; null unless both are of one line
 */
public record StreamComparison(
        String actor,
        String method,
        String name,
        List<Divergence> divergences,
        long omitted,
        @Nullable StreamFigures figures,
        @Nullable StreamFigures other,
        @Nullable Delay wayNanos) {
    public StreamComparison {
        divergences = List.copyOf(divergences);
    }

    /** Times between two captures, in nanoseconds; negative where the second was earlier. */
    public record Delay(long median, long p99) {}

    /** Whether nothing parts the two. */
    public boolean isSame() {
        return divergences.isEmpty() && figures != null && other != null;
    }
}
