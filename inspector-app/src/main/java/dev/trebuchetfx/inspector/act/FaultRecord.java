// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.act;

import dev.trebuchetfx.protocol.fault.FaultScenario;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The faults that were done, to be done again. Confined to one thread. */
final class FaultRecord {
    private static final int MAX_STEPS = 10_000;

    private final List<FaultScenario.Step> steps = new ArrayList<>();
    private @Nullable Instant last;

    /** A fault was done. Ids of streams are left out: another run has others. */
    void done(Instant at, String kind, Map<String, String> parameters) {
        if (steps.size() < MAX_STEPS) {
            Duration after = last == null ? Duration.ZERO : Duration.between(last, at);
            Map<String, String> kept = new TreeMap<>(parameters);
            kept.remove("stream");
            steps.add(new FaultScenario.Step(Long.toString(Math.max(0, after.toMillis())), kind, kept));
            last = at;
        }
    }

    int size() {
        return steps.size();
    }

    /** A file for {@code fault --scenario}. */
    byte[] toJson(long seed) {
        return new FaultScenario(seed, 1, steps).toJson();
    }
}
