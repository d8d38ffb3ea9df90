// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.client.event.ReplayProgress;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent.Update;
import dev.trebuchetfx.client.event.UpdateKind;
import dev.trebuchetfx.protocol.envelope.ResumeOutcome;
import org.jspecify.annotations.Nullable;

/**
 * A replay that is under way. Immutable.
 *
 * @param from the first number that is replayed, unsigned
 * @param progress the part that has come
 */
record Replay(long from, ReplayProgress progress) {

    /** Returns the replay that follows an answered resume; null where none follows, or where its end is not known. */
    static @Nullable Replay after(ResumeReport report) {
        Long from = report.fromSequence();
        Long to = report.toSequence();
        if (report.outcome() != ResumeOutcome.REPLAYED || from == null || to == null) {
            return null;
        }
        long total = to - from + 1;
        return total < 1 ? null : new Replay(from, new ReplayProgress(0, total));
    }

    /** Returns the replay after an update; null if that was the last one, or is none of the replay. */
    @Nullable
    Replay after(Update<?> update) {
        long done = update.sequence() - from + 1;
        if (update.kind() != UpdateKind.REPLAY || done < 1 || done >= progress.total()) {
            return null;
        }
        return new Replay(from, new ReplayProgress(done, progress.total()));
    }
}
