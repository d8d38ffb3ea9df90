// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.survey;

import dev.trebuchetfx.inspector.analysis.Verdict;
import java.util.List;

/**
 * Connections and streams over time. Immutable.
 *
 * @param range what is shown
 * @param width in columns
 * @param rows connections first, then streams in the order in which they were first seen
 */
public record Timeline(TimeRange range, int width, List<Row> rows) {
    /**
     * One line of it.
     *
     * @param stream the number of the logical stream; 0 for connections
     * @param spans in order; between them, and where they are not up, nothing can come
     * @param density how many messages came in each column; not to be changed
     */
    @SuppressWarnings("ArrayRecordComponent") // As many as there are pixels; made anew, never changed.
    public record Row(
            String name, int stream, List<Span> spans, int[] density, List<Mark> marks, List<Recovery> recoveries) {
        public boolean isConnection() {
            return stream == 0;
        }

        /** How long it was down, of what is shown. */
        public long downNanos() {
            return spans.stream()
                    .filter(span -> !span.up())
                    .mapToLong(span -> span.to() - span.from())
                    .sum();
        }
    }

    /** From one time to another something was up, or it was not. */
    public record Span(long from, long to, boolean up) {}

    /** Something worth a look at one moment. */
    public record Mark(long time, Verdict verdict, String text, long index) {}

    /** From a resume to the first live update after it. */
    public record Recovery(long from, long to, long index) {}
}
