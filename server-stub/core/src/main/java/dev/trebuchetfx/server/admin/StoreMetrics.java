// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.admin;

import dev.trebuchetfx.server.internal.persistence.Persistence;

/** The figures of the store of actors' states, and of the changes that others make in it. */
public final class StoreMetrics implements MetricSource {
    private final Persistence persistence;

    /** Shows the figures of {@code persistence}. */
    public StoreMetrics(Persistence persistence) {
        this.persistence = persistence;
    }

    @Override
    public void write(MetricsText out) {
        out.gauge(
                "stored_actors_awake",
                "Stored actors whose state is in memory.",
                persistence.awake().count());
        out.gauge(
                "store_questions",
                "Questions that the store has not answered.",
                persistence.access().open());
        out.counter(
                "store_calls_lost_total",
                "Calls that were answered before they were stored, and then could not be.",
                persistence.access().lostTotal());
        out.gauge(
                "store_changes_heard",
                "1 if changes by others are heard, 0 while they are not.",
                persistence.awake().isHearing() ? 1 : 0);
        out.counter(
                "store_changes_total",
                "Changes that were heard, by whoever.",
                persistence.awake().heardTotal());
        out.counter(
                "store_changes_malformed_total",
                "News of changes that could not be understood.",
                persistence.awake().malformedTotal());
    }
}
