// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamErrorEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.store.StateVersion;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The going on with streams that a former node has left, each with a client that is still there. Safe for use by any thread. */
public final class LeftStreams {
    private final StreamOpener opener;
    private final StreamSettings settings;

    LeftStreams(StreamOpener opener, StreamSettings settings) {
        this.opener = opener;
        this.settings = settings;
    }

    /**
     * Lets a stream go on that a former node has left, in the turns of its actor: it sends what has come since, and says nothing of having been left.
     *
     * @param saved the stream as it was left
     * @param until the version after which nothing is sent, if it comes before the newest one in this life; null for the newest one
     * @param failed takes the reason why the store can't be read; the stream is then as it was
     */
    public void goOn(SavedStream saved, @Nullable StateVersion until, Subscriber subscriber, Consumer<String> failed) {
        StreamResumeEnvelope left = saved.resume();
        ActorCell cell = opener.find(Streams.actorsOf(left), subscriber.principal());
        StateKeeper keeper = cell == null ? null : cell.keeper();
        Cursor cursor = left.ext() == null ? null : Cursor.parse(left.ext().cursor());
        if (cell == null || keeper == null || cursor == null) {
            subscriber.send(new StreamErrorEnvelope(
                    left.streamID(),
                    "Stream error: "
                            + (cell == null
                                    ? opener.notFound(Streams.actorsOf(left), subscriber.principal())
                                    : "its position is lost")));
        } else {
            new LogResume(
                            cell,
                            keeper,
                            cursor,
                            left,
                            subscriber,
                            new Unasked(saved, until, cell, keeper, cursor, failed))
                    .begin(null);
        }
    }

    /** Notes a stream whose client is about to resume it on the connection on which it is: it gets the same numbers again. */
    public void isHere(SavedStream saved) {
        opener.isHere(saved);
    }

    /** The ends of going on with a stream that nobody has asked to resume. */
    private final class Unasked implements LogResume.Outcome {
        private final SavedStream saved;
        private final @Nullable StateVersion until;
        private final ActorCell cell;
        private final StateKeeper keeper;
        private final Cursor cursor;
        private final Consumer<String> failed;

        Unasked(
                SavedStream saved,
                @Nullable StateVersion until,
                ActorCell cell,
                StateKeeper keeper,
                Cursor cursor,
                Consumer<String> failed) {
            this.saved = saved;
            this.until = until;
            this.cell = cell;
            this.keeper = keeper;
            this.cursor = cursor;
            this.failed = failed;
        }

        /** Goes on with the newest state, as a stream does whose server could not read some versions. */
        @Override
        public void restart(StreamResumeEnvelope asked, RestartReason reason, Subscriber subscriber) {
            HeldState newest = keeper.held();
            opener.goOnWithNewest(
                    asked.streamID(),
                    cell,
                    requestOf(saved),
                    asked.lastSequence(),
                    cursor.unreadUpTo(newest == null ? null : newest.version()),
                    subscriber);
        }

        @Override
        public void goOn(
                StreamResumeEnvelope asked,
                ActorCell actor,
                Cursor from,
                List<HeldState> states,
                Subscriber subscriber) {
            boolean goesOn = opener.goOn(
                    asked.streamID(),
                    actor,
                    requestOf(saved),
                    from,
                    asked.lastSequence(),
                    true,
                    // It was sent all that there was, so that the next version has the next number, as at a server.
                    0,
                    upTo(states),
                    subscriber,
                    (stream, missed) -> {});
            if (!goesOn) {
                subscriber.send(
                        new StreamErrorEnvelope(asked.streamID(), "Stream error: its states are not stored any more"));
            }
        }

        private List<HeldState> upTo(List<HeldState> states) {
            for (int i = 0; until != null && i < states.size(); i++) {
                if (until.equals(states.get(i).version())) {
                    return states.subList(0, i + 1);
                }
            }
            return states;
        }

        @Override
        public void failed(StreamResumeEnvelope asked, String why, Subscriber subscriber) {
            failed.accept(why);
        }
    }

    private SubscriptionRequest requestOf(SavedStream saved) {
        StreamResumeEnvelope.Ext ext = Objects.requireNonNull(saved.resume().ext(), "a left stream has it");
        Long heartbeat = ext.heartbeatMillis();
        return new SubscriptionRequest(
                ext.callID(),
                Streams.actorsOf(saved.resume()),
                saved.resume().targetIdentifier(),
                ext.arguments(),
                ext.streamFilter(),
                heartbeat == null ? null : settings.heartbeat(heartbeat),
                saved.extension() ? ext.delta() : null,
                saved.leftOut(),
                saved.firstLife());
    }
}
