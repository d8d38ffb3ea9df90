// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One resume. Numbers are unsigned.
 *
 * @param lastSequence the checkpoint that was sent
 * @param outcome as the server said, or as what it sent shows: {@code current}, {@code replayed}, {@code restarted}; null without an
 *     answer
 * @param reason why it was restarted, as the server said; null otherwise
 * @param from first number that was replayed; null for none
 * @param to last number that was replayed
 * @param oldestBuffered oldest number that the server had, where it said so
 * @param newestBuffered newest number that the server had, where it said so
 * @param replayed how many updates were sent again
 * @param overlap how many of them had come before
 * @param missing how many updates are known not to have come; null where nobody can say
 * @param toLiveNanos from the question to live again; null where that was not seen
 * @param time when it was sent, in nanoseconds since 1970-01-01T00:00:00Z
 * @param index of the event that asked
 */
public record ResumeCard(
        UUID streamID,
        long lastSequence,
        @Nullable String outcome,
        @Nullable String reason,
        @Nullable Long from,
        @Nullable Long to,
        @Nullable Long oldestBuffered,
        @Nullable Long newestBuffered,
        long replayed,
        long overlap,
        @Nullable Long missing,
        @Nullable Long toLiveNanos,
        ResumeVerdict verdict,
        long time,
        long index) {}
