// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.controls;

import dev.trebuchetfx.client.event.Freshness;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * The time up to which a state was known to be the server's. While it is live, that goes on; then it is the moment at which it ceased to be live, however long before that the state last
 * changed. Of a state that was not seen live, such as one of a checkpoint, only the time is known at which the server sent it. FX thread.
 */
final class VouchedTime {
    private Freshness freshness = Freshness.LIVE;
    private @Nullable Instant lastUpdated;
    /** True once a state was seen while it was live; one that is followed from now on need not be. */
    private boolean isVouched;

    private @Nullable Instant endedAt;

    /** Takes another freshness of the same state. */
    void freshness(Freshness now, InstantSource clock) {
        if (freshness == Freshness.LIVE && now != Freshness.LIVE && isVouched) {
            endedAt = clock.instant();
            isVouched = false;
        }
        freshness = now;
        vouch();
    }

    /** Takes a state of another time; null for none. */
    void updated(@Nullable Instant time) {
        lastUpdated = time;
        if (freshness != Freshness.LIVE) {
            // It came by a replay: what was live before is not shown any more.
            endedAt = null;
        }
        vouch();
    }

    /** Forgets what was seen, since another state is followed. */
    void forget() {
        endedAt = null;
        isVouched = false;
        vouch();
    }

    /** Returns the time; null where no state has come, and while it is live. */
    @Nullable
    Instant get() {
        return freshness == Freshness.LIVE || lastUpdated == null ? null : endedAt == null ? lastUpdated : endedAt;
    }

    private void vouch() {
        isVouched |= freshness == Freshness.LIVE && lastUpdated != null;
    }
}
