// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.audit;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One call.
 *
 * @param latencyNanos to its response; null without one
 * @param error as the server said; null where it succeeded or has no response
 * @param lostAnswer whether the connection closed before the response: what became of it is not known
 * @param changes updates of the same actor that came between the call and shortly after its response: likely its effect
 * @param time when it was sent, in nanoseconds since 1970-01-01T00:00:00Z
 * @param index of the event that sent it
 */
public record CallCard(
        UUID callID,
        String actor,
        String method,
        @Nullable Long latencyNanos,
        @Nullable String error,
        boolean lostAnswer,
        List<Change> changes,
        long time,
        long index) {

    /**
     * A state change.
     *
     * @param stream the logical stream's number
     * @param alone whether no other call to the actor was under way: otherwise it may be that one's
     */
    public record Change(int stream, long sequence, boolean alone) {}

    /** The same, where so many streams of other sides come first. */
    CallCard numberedOn(int before) {
        List<Change> numbered = changes.stream()
                .map(change -> new Change(change.stream + before, change.sequence, change.alone))
                .toList();
        return new CallCard(callID, actor, method, latencyNanos, error, lostAnswer, numbered, time, index);
    }
}
