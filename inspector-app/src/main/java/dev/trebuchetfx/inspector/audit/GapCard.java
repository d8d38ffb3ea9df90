// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Numbers that did not come in their place.
 *
 * @param from first of them, unsigned
 * @param to last of them; null where nobody can say how far they reach
 * @param cause why; of one that was healed, why it would have been a gap
 * @param healed whether they came after all
 * @param open whether they may still come
 * @param time when it was noticed, in nanoseconds since 1970-01-01T00:00:00Z
 * @param index of the event at which it was noticed
 */
public record GapCard(
        UUID streamID,
        long from,
        @Nullable Long to,
        GapCause cause,
        boolean healed,
        boolean open,
        long time,
        long index) {

    /** Whether updates are lost for good: the one kind of gap that is an error. */
    public boolean isLoss() {
        return cause == GapCause.LOST && !healed;
    }

    /** Whether a number is among them. */
    public boolean covers(long number) {
        return Long.compareUnsigned(from, number) <= 0 && (to == null || Long.compareUnsigned(number, to) <= 0);
    }

    /** How many numbers; null where that is not known. */
    public @Nullable Long length() {
        return to == null ? null : to - from + 1;
    }
}
