// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.List;

/**
 * What a capture says, as of one moment. Immutable.
 *
 * @param streams in the order in which they were first seen
 * @param messages in both directions, unreadable ones included
 * @param calls those kept, the newest
 * @param problems the worst first, then by time
 * @param callLatency in nanoseconds
 */
public record AuditReport(
        List<StreamCard> streams,
        long connections,
        long messages,
        long undecodable,
        long callCount,
        long callErrors,
        List<CallCard> calls,
        Spread callLatency,
        List<Problem> problems) {

    /** Gaps of all streams, healed ones and those left on purpose included. */
    public long gaps() {
        return streams.stream().mapToLong(stream -> stream.gaps().size() + stream.gapsOmitted()).sum();
    }

    /** Gaps whose updates are lost for good. */
    public long losses() {
        return streams.stream().mapToLong(StreamCard::losses).sum();
    }

    /** Values in order. {@code count} 0: none, and the rest means nothing. */
    public record Spread(long count, long median, long p99, long greatest) {
        static Spread of(List<Long> values) {
            if (values.isEmpty()) {
                return new Spread(0, 0, 0, 0);
            }
            List<Long> sorted = values.stream().sorted().toList();
            return new Spread(
                    sorted.size(),
                    sorted.get((sorted.size() - 1) / 2),
                    sorted.get((int) Math.min(sorted.size() - 1L, sorted.size() * 99L / 100)),
                    sorted.getLast());
        }
    }
}
