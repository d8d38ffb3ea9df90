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

    /** Ends a stream that the application closed, or does not want any more. */
    void closed(String why) {
        phases.enter(new Phase.Closed());
        track.forget();
        reporter.closed(why);
        owner.over();
    }

    /** Ends a stream that the server has ended. */
    void ended(StreamEndReason reason) {
        phases.enter(new Phase.Closed());
        track.forget();
        reporter.ended(reason);
        owner.over();
    }

    /** Fails a stream that the server will not have; {@code why} is the reason that it, or the way to it, gave. */
    void refused(String why) {
        failed(new StreamFailedException(
                request.targetIdentifier() + " of " + request.actor() + " can't be observed: " + why));
    }

    /** Fails a stream of which updates are missing for good, and whose subscriber wants every one. */
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

    /** Fails a stream that can't go on, and drops its checkpoint. */
    void failed(TrebuchetException error) {
        track.forget();
        failedForNow(error);
    }

    /** Fails a stream that can't go on in this run, and keeps its checkpoint for the next one. */
    void failedForNow(TrebuchetException error) {
        if (phases.isClosed()) {
            return;
        }
        phases.enter(new Phase.Closed());
        reporter.failed(error);
        owner.over();
    }
}
