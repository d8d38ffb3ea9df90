// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.change;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A state with the changes that are under way. Immutable.
 *
 * @param shown the server's newest state with each pending change applied to it, in order; null before the first state
 * @param confirmed the server's newest state; null before the first state
 * @param serverTime the time at which the server numbered {@code confirmed}; null before the first state
 * @param pending the changes that are under way, in the order in which they were made
 * @param <S> the type of the state
 */
public record ChangedState<S>(
        @Nullable S shown, @Nullable S confirmed, @Nullable Instant serverTime, List<PendingChange<?>> pending) {
    public ChangedState {
        pending = List.copyOf(pending);
    }
}
