// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.simulation;

import java.util.EnumMap;
import java.util.Map;
import java.util.stream.Collectors;

/** How often each fault was brought about. */
final class FaultCounts {
    private final Map<FaultKind, Long> counts = new EnumMap<>(FaultKind.class);

    void add(FaultKind kind) {
        counts.merge(kind, 1L, Long::sum);
    }

    void addAll(FaultCounts other) {
        other.counts.forEach((kind, count) -> counts.merge(kind, count, Long::sum));
    }

    long of(FaultKind kind) {
        return counts.getOrDefault(kind, 0L);
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** One line for each kind. */
    String table() {
        return counts.entrySet().stream()
                .map(entry -> String.format("  %-24s %,12d%n", entry.getKey().word(), entry.getValue()))
                .collect(Collectors.joining());
    }
}
