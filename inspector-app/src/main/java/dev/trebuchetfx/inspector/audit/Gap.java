// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Numbers that did not come in their place, while it may still turn out why. Confined to the judge that owns it. */
final class Gap {
    final UUID streamID;
    final long from;
    /** Null where nobody can say how far it reaches. */
    final @Nullable Long to;

    final long time;
    final long index;
    /** What is still missing of it; empty where {@link #to} is null. */
    final SequenceSet missing = new SequenceSet();

    private @Nullable GapCause cause;
    private boolean healed;

    /** {@code cause}: null while what is missing may still come. */
    Gap(UUID streamID, long from, @Nullable Long to, long time, long index, @Nullable GapCause cause) {
        this.streamID = streamID;
        this.from = from;
        this.to = to;
        this.time = time;
        this.index = index;
        this.cause = cause;
        if (to != null) {
            missing.add(from, to);
        }
    }

    boolean isOpen() {
        return cause == null && !healed;
    }

    void settle(GapCause why) {
        if (isOpen()) {
            cause = why;
        }
    }

    void heal() {
        healed = true;
    }

    boolean isHealed() {
        return healed;
    }

    /** {@code ifOpen}: the cause for as long as none is settled. */
    GapCard card(GapCause ifOpen) {
        boolean partly = !healed && !missing.isEmpty() && cause != GapCause.SKIPPED;
        return new GapCard(
                streamID,
                partly ? missing.first() : from,
                partly ? Long.valueOf(missing.last()) : to,
                cause == null ? ifOpen : cause,
                healed,
                isOpen(),
                time,
                index);
    }
}
