// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The stream whose place a new one has taken, while nobody has said what was missed between them.
 *
 * @param streamID the id of the stream before
 * @param lastSequence the newest number of the stream before, unsigned
 * @param report the report of the resume that led to the new stream, whose outcome is concluded from the first state; null where none
 *     led to it
 * @param openGap the updates that are known to be missing after that number, whatever else is; null where none are
 */
record Succession(
        UUID streamID,
        long lastSequence,
        @Nullable ResumeReport report,
        @Nullable GapReport openGap) {}
