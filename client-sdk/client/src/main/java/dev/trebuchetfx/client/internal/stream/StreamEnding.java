// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.stream;

import dev.trebuchetfx.client.error.StreamFailedException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.error.UpdatesMissingException;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;

/**
 * The ways in which one logical stream ends, each of them for good.
 *
 * <p>Owned by the client's loop.
 */
final class StreamEnding {
    private final StreamRequest request;
    private final PhaseMachine phases;
    private final CheckpointTrack track;
    private final StreamReporter reporter;
    private final StreamOwner owner;

    StreamEnding(
            StreamRequest request,
            PhaseMachine phases,
            CheckpointTrack track,
            StreamReporter reporter,
            StreamOwner owner) {
        this.request = request;
        this.phases = phases;
        this.track = track;
        this.reporter = reporter;
        this.owner = owner;
    }

    /** The application closed it, or does not want it any more. */
    void closed(String why) {
        phases.enter(new Phase.Closed());
        track.forget();
        reporter.closed(why);
        owner.over();
    }

    /** The server ended it. */
    void ended(StreamEndReason reason) {
        phases.enter(new Phase.Closed());
        track.forget();
        reporter.ended(reason);
        owner.over();
    }

    /** The server will not have it; {@code why} is what it or the way to it said. */
    void refused(String why) {
        failed(new StreamFailedException(
                request.targetIdentifier() + " of " + request.actor() + " can't be observed: " + why));
    }

    /** Updates are missing for good, and its subscriber wants every one. */
    void incomplete(GapReport gap) {
        Long to = gap.toSequence();
        failed(new UpdatesMissingException(
                request.targetIdentifier() + " of " + request.actor() + " ends: updates "
                        + SequenceNumbers.toText(gap.fromSequence())
                        + (to == null ? " and after" : " to " + SequenceNumbers.toText(to))
                        + " did not come (" + gap.cause() + "), and its gap policy is " + request.gaps()
                        + "; observe again to go on from the current state, or choose a policy that goes on after a gap",
                gap.fromSequence(),
                to));
    }

    /** It can't go on. */
    void failed(TrebuchetException error) {
        track.forget();
        failedForNow(error);
    }

    /** It can't go on in this run; its checkpoint is for the next one. */
    void failedForNow(TrebuchetException error) {
        if (phases.isClosed()) {
            return;
        }
        phases.enter(new Phase.Closed());
        reporter.failed(error);
        owner.over();
    }
}
