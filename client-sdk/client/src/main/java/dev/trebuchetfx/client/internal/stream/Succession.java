// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A stream that a new one has taken the place of, while nobody has said what was missed between them.
 *
 * @param streamID of the one before
 * @param lastSequence its newest number, unsigned
 * @param report of the resume that led to the new one, if one did; its outcome is concluded from the first state
 * @param openGap what is known to be missing after that number, whatever else is
 */
record Succession(
        UUID streamID,
        long lastSequence,
        @Nullable ResumeReport report,
        @Nullable GapReport openGap) {}
