// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.stream;

import dev.trebuchetfx.protocol.envelope.RestartReason;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.filter.FilterPlan;
import dev.trebuchetfx.server.internal.actor.ActorCallException;
import dev.trebuchetfx.server.internal.actor.ActorCell;
import dev.trebuchetfx.server.internal.persistence.HeldState;
import dev.trebuchetfx.server.internal.persistence.History;
import dev.trebuchetfx.server.internal.persistence.StateKeeper;
import dev.trebuchetfx.server.store.StateVersion;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The resume of one stream of a stored actor from the client's cursor, at whichever server of the store. What this server remembers of the
 * stream does not count: the client may have been at another one since.
 *
 * <p>Confined to the turns of the stream's actor, but for {@link #begin}.
 */
final class LogResume {
    /** The most versions that a replay goes through; beyond it the full state is less work for all. */
    private static final int MAX_VERSIONS = 10_000;

    private final ActorCell cell;
    private final StateKeeper keeper;
    private final Cursor cursor;
    private final StreamResumeEnvelope asked;
    private final Subscriber subscriber;
    private final Outcome outcome;
    private @Nullable RestartReason anewFor;
    private boolean refreshed;

    /** The ways in which a resume goes on. */
    interface Outcome {
        /** The stream has to begin anew. */
        void restart(StreamResumeEnvelope asked, RestartReason reason, Subscriber subscriber);

        /**
         * The stream goes on.
         *
         * @param states the version that the client has, and all that follow it
         */
        void goOn(
                StreamResumeEnvelope asked,
                ActorCell cell,
                Cursor cursor,
                List<HeldState> states,
                Subscriber subscriber);

        /** Tells that nobody can know how the stream goes on, since the actor is busy or the store can't be read. */
        void failed(StreamResumeEnvelope asked, String why, Subscriber subscriber);
    }

    LogResume(
            ActorCell cell,
            StateKeeper keeper,
            Cursor cursor,
            StreamResumeEnvelope asked,
            Subscriber subscriber,
            Outcome outcome) {
        this.cell = cell;
        this.keeper = keeper;
        this.cursor = cursor;
        this.asked = asked;
        this.subscriber = subscriber;
        this.outcome = outcome;
    }

    /**
     * Asks for the actor's turn. By any thread.
     *
     * @param anew the reason why the stream begins anew whatever the log has, though with nothing older than what the client has seen; null where it
     *     may go on
     */
    void begin(@Nullable RestartReason anew) {
        anewFor = anew;
        if (!cell.offer(0, () -> cell.whenAwake(this::awake))) {
            fail(cell.busyMessage());
        }
    }

    private void awake(@Nullable Throwable failure) {
        if (failure == null) {
            decide();
        } else {
            fail("the state of the actor can't be loaded: " + ActorCallException.describe(failure));
        }
    }

    private void decide() {
        StreamResumeEnvelope.Ext ext = asked.ext();
        HeldState held = keeper.held();
        StateVersion newest = held == null ? null : held.version();
        RestartReason unknown = unknown(newest);
        if (held == null || (unknown != null && !refreshed)) {
            // This server may only not have heard yet of what the client has seen elsewhere, and must not show less.
            refreshed = true;
            keeper.refresh(this::awake);
        } else if (anewFor != null) {
            restart(anewFor);
        } else if (ext == null || ext.full() || !cursor.isOf(FilterPlan.of(ext.streamFilter()))) {
            restart(RestartReason.FULL);
        } else if (unknown != null) {
            restart(unknown);
        } else if (newest == null || cursor.isAt(held)) {
            outcome.goOn(asked, cell, cursor, List.of(held), subscriber);
        } else if (cursor.isOrigin()) {
            keeper.history(new StateVersion(newest.generation(), 1), MAX_VERSIONS, this::readFromFirst);
        } else {
            keeper.history(new StateVersion(newest.generation(), cursor.number()), MAX_VERSIONS, this::read);
        }
    }

    /** Returns the reason why the cursor's version can't be one before the newest that is known here; null where it can. */
    private @Nullable RestartReason unknown(@Nullable StateVersion newest) {
        if (cursor.isOrigin()) {
            return null;
        }
        if (newest == null || !cursor.isOf(newest.generation())) {
            return RestartReason.EPOCH;
        }
        return cursor.number() > newest.number() ? RestartReason.AHEAD : null;
    }

    /** Goes on from the state before the first version. */
    private void readFromFirst(History.Result result) {
        if (result instanceof History.Result.Read read) {
            List<HeldState> states = new ArrayList<>();
            states.add(keeper.initial());
            states.addAll(read.states());
            outcome.goOn(asked, cell, cursor, states, subscriber);
        } else {
            read(result);
        }
    }

    private void read(History.Result result) {
        switch (result) {
            case History.Result.Read read when !cursor.isAt(read.states().getFirst()) -> restart(RestartReason.EPOCH);
            case History.Result.Read read -> outcome.goOn(asked, cell, cursor, read.states(), subscriber);
            case History.Result.Gone gone -> restart(RestartReason.EVICTED);
            case History.Result.TooMany many -> restart(RestartReason.FULL);
            case History.Result.Failed failed ->
                fail("the log of the actor can't be read: " + ActorCallException.describe(failed.why()));
        }
    }

    private void restart(RestartReason reason) {
        outcome.restart(asked, reason, subscriber);
    }

    private void fail(String why) {
        outcome.failed(asked, why, subscriber);
    }
}
