// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope.LeftOut;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.store.StateVersion;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A stream of a stored actor as one node leaves it, so that another one can go on with it. It has been sent all that its filter lets pass of the
 * versions up to its cursor. Immutable.
 *
 * @param resume the position with what the client asked for, in the form in which a client would resume; {@code lastSequence} is the newest number, and
 *     the {@code ext} is always there
 * @param actor the name of the actor
 * @param extension whether the client has shown the extension
 * @param isFiltered whether a filter decides what passes; otherwise each version has a number of its own
 * @param leftOut what the filter has left out since the stream began
 * @param version the version at the cursor; null where nothing is stored
 * @param firstLife the way of the stream from the state before the first version, for the node that goes on with it; null if it has none
 */
public record SavedStream(
        StreamResumeEnvelope resume,
        String actor,
        boolean extension,
        boolean isFiltered,
        LeftOut leftOut,
        @Nullable StateVersion version,
        @Nullable String firstLife) {

    /**
     * Returns a stream as it is left, in its actor's turn; null where its states are not stored.
     *
     * @param positions the positions of the stream, with the version that it has come through
     */
    static @Nullable SavedStream of(
            ServerStream stream, SubscriptionRequest request, FilterStage filter, LogPositions positions) {
        StateFeed feed = stream.feed();
        FeedState current = feed == null ? null : feed.current();
        HeldState reached = positions.reached();
        HeldState stored = reached != null || current == null ? reached : current.stored();
        Subscriber subscriber = stream.subscriber();
        if (stored == null || subscriber == null) {
            return null;
        }
        String cursor =
                Cursor.of(stored, filter.plan(), filter.mark(), filter.time()).text();
        Duration heartbeat = stream.heartbeat();
        List<String> deltas = request.deltas();
        StreamResumeEnvelope.Ext ext = new StreamResumeEnvelope.Ext(
                1,
                null,
                stream.id(),
                request.actors().get(0),
                request.filter(),
                request.arguments(),
                deltas == null ? List.of() : deltas,
                true,
                false,
                heartbeat == null ? null : Long.valueOf(heartbeat.toMillis()),
                cursor);
        return new SavedStream(
                new StreamResumeEnvelope(
                        stream.id(), stream.updates().newest(), stream.cell().realId(), request.method(), ext),
                stream.cell().name(),
                subscriber.speaksExtension(),
                !filter.plan().isEverything(),
                filter.leftOut(),
                stored.version(),
                positions.firstLife());
    }

    /** Returns the stream at another position of the same life. */
    public SavedStream at(long number, String cursor, @Nullable StateVersion reached) {
        return at(number, cursor, reached, firstLife);
    }

    /**
     * Returns the stream at another position.
     *
     * @param way the way from the state before the first version, as a stream that is like this one has it there
     */
    public SavedStream at(long number, String cursor, @Nullable StateVersion reached, @Nullable String way) {
        StreamResumeEnvelope.Ext ext = resume.ext();
        if (ext == null) {
            throw new IllegalStateException("a stream that is left must have the details of a resume but has none");
        }
        return new SavedStream(
                new StreamResumeEnvelope(
                        resume.streamID(),
                        number,
                        resume.actorID(),
                        resume.targetIdentifier(),
                        new StreamResumeEnvelope.Ext(
                                ext.profile(),
                                ext.epoch(),
                                ext.callID(),
                                ext.invokedActorID(),
                                ext.streamFilter(),
                                ext.arguments(),
                                ext.delta(),
                                ext.haveBase(),
                                ext.full(),
                                ext.heartbeatMillis(),
                                cursor)),
                actor,
                extension,
                isFiltered,
                leftOut,
                reached,
                way);
    }
}
