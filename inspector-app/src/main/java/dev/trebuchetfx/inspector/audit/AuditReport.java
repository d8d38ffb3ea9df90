// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.ArrayList;
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

    /** Of several sides of the wire, each seen by itself; streams and problems are numbered on. */
    public static AuditReport combined(List<AuditReport> sides) {
        if (sides.size() == 1) {
            return sides.getFirst();
        }
        List<StreamCard> streams = new ArrayList<>();
        List<CallCard> calls = new ArrayList<>();
        List<Problem> problems = new ArrayList<>();
        long connections = 0;
        long messages = 0;
        long undecodable = 0;
        long callCount = 0;
        long callErrors = 0;
        for (AuditReport side : sides) {
            int before = streams.size();
            side.streams.forEach(card -> streams.add(card.numberedOn(before)));
            side.calls.forEach(call -> calls.add(call.numberedOn(before)));
            side.problems.forEach(problem -> problems.add(problem.numberedOn(before)));
            connections += side.connections;
            messages += side.messages;
            undecodable += side.undecodable;
            callCount += side.callCount;
            callErrors += side.callErrors;
        }
        return new AuditReport(
                List.copyOf(streams),
                connections,
                messages,
                undecodable,
                callCount,
                callErrors,
                List.copyOf(calls),
                Spread.of(latencies(calls)),
                problems.stream().sorted(Problem.WORST_FIRST).toList());
    }

    static List<Long> latencies(List<CallCard> calls) {
        List<Long> latencies = new ArrayList<>();
        for (CallCard call : calls) {
            if (call.latencyNanos() != null) {
                latencies.add(call.latencyNanos());
            }
        }
        return latencies;
    }

    /** Gaps of all streams, healed ones and those left on purpose included. */
    public long gaps() {
        return streams.stream()
                .mapToLong(stream -> stream.gaps().size() + stream.gapsOmitted())
                .sum();
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
