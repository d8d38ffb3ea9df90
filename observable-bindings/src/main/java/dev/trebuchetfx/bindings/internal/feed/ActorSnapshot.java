// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.client.change.ChangedState;
import dev.trebuchetfx.client.change.PendingChange;
import dev.trebuchetfx.client.error.PayloadException;
import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.GapReport;
import dev.trebuchetfx.client.event.ResumeReport;
import dev.trebuchetfx.client.event.StreamEvent;
import dev.trebuchetfx.client.event.StreamEvent.Drifted;
import dev.trebuchetfx.client.event.StreamEvent.Duplicate;
import dev.trebuchetfx.client.event.StreamEvent.Ended;
import dev.trebuchetfx.client.event.StreamEvent.Failed;
import dev.trebuchetfx.client.event.StreamEvent.FreshnessChanged;
import dev.trebuchetfx.client.event.StreamEvent.Gap;
import dev.trebuchetfx.client.event.StreamEvent.RestartsSlowed;
import dev.trebuchetfx.client.event.StreamEvent.Resumed;
import dev.trebuchetfx.client.event.StreamEvent.Started;
import dev.trebuchetfx.client.event.StreamEvent.Undecodable;
import dev.trebuchetfx.client.event.StreamEvent.Update;
import dev.trebuchetfx.protocol.envelope.StreamEndReason;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The values of all properties of an actor at one time. Immutable.
 *
 * @param state the state that is shown, with pending changes
 * @param confirmed the server's newest state
 * @param pending the changes that are under way
 * @param replay the replay that is under way; null while there is none
 */
public record ActorSnapshot<S>(
        @Nullable S state,
        @Nullable S confirmed,
        List<PendingChange<?>> pending,
        @Nullable Instant lastUpdated,
        Freshness freshness,
        ConnectionState connectionState,
        @Nullable TrebuchetException error,
        @Nullable GapReport lastGap,
        @Nullable ResumeReport lastResume,
        @Nullable Replay replay) {

    /** Returns the values before the first event. */
    static <S> ActorSnapshot<S> initial(Freshness freshness, ConnectionState connectionState) {
        return new ActorSnapshot<>(null, null, List.of(), null, freshness, connectionState, null, null, null, null);
    }

    /** Returns the values after {@code event}; this instance if the event changes nothing. */
    ActorSnapshot<S> after(StreamEvent<S> event) {
        return switch (event) {
            case Update<S> update ->
                with(new ChangedState<>(update.value(), update.value(), update.serverTime(), List.of()));
            case FreshnessChanged<S>(var newFreshness, var why) -> with(newFreshness);
            case Gap<S>(var report) ->
                new ActorSnapshot<>(
                        state,
                        confirmed,
                        pending,
                        lastUpdated,
                        freshness,
                        connectionState,
                        error,
                        report,
                        lastResume,
                        replay);
            case Resumed<S>(var report) ->
                new ActorSnapshot<>(
                        state,
                        confirmed,
                        pending,
                        lastUpdated,
                        freshness,
                        connectionState,
                        error,
                        lastGap,
                        report,
                        Replay.after(report));
            case Undecodable<S> undecodable -> with(unreadable(undecodable));
            case Ended<S>(var reason) ->
                reason == StreamEndReason.CLIENT_UNSUBSCRIBED ? with(Freshness.STALE) : with(Freshness.ENDED);
            case Failed<S>(var failure) -> with(failure).with(Freshness.FAILED);
            case Started<S> started -> this;
            case Duplicate<S> duplicate -> this;
            case RestartsSlowed<S> slowed -> this;
            case Drifted<S> drifted -> this;
        };
    }

    /** Returns the values with another state to be shown. A newer state of the server could be read, so that there is no error any more. */
    // States are compared by identity: comparing whole states would cost what the conflation saves.
    @SuppressWarnings("ReferenceEquality")
    ActorSnapshot<S> with(ChangedState<S> changed) {
        boolean isNewer = changed.confirmed() != confirmed;
        if (!isNewer && changed.shown() == state && changed.pending().isEmpty() && pending.isEmpty()) {
            return this;
        }
        return new ActorSnapshot<>(
                changed.shown(),
                changed.confirmed(),
                changed.pending(),
                changed.serverTime(),
                freshness,
                connectionState,
                isNewer ? null : error,
                lastGap,
                lastResume,
                replay);
    }

    ActorSnapshot<S> with(ConnectionState newState) {
        return new ActorSnapshot<>(
                state, confirmed, pending, lastUpdated, freshness, newState, error, lastGap, lastResume, replay);
    }

    ActorSnapshot<S> with(TrebuchetException failure) {
        return new ActorSnapshot<>(
                state,
                confirmed,
                pending,
                lastUpdated,
                freshness,
                connectionState,
                failure,
                lastGap,
                lastResume,
                replay);
    }

    /** Returns the values after an update of the stream came, as far as they don't depend on its state. */
    // An unchanged replay is the same object.
    @SuppressWarnings("ReferenceEquality")
    ActorSnapshot<S> passing(Update<S> update) {
        Replay passed = replay == null ? null : replay.after(update);
        return passed == replay
                ? this
                : new ActorSnapshot<>(
                        state,
                        confirmed,
                        pending,
                        lastUpdated,
                        freshness,
                        connectionState,
                        error,
                        lastGap,
                        lastResume,
                        passed);
    }

    private ActorSnapshot<S> with(Freshness newFreshness) {
        return new ActorSnapshot<>(
                state,
                confirmed,
                pending,
                lastUpdated,
                newFreshness,
                connectionState,
                error,
                lastGap,
                lastResume,
                newFreshness == Freshness.CATCHING_UP ? replay : null);
    }

    /** Returns whether parts of the state look the same after {@code other} as after this. */
    @SuppressWarnings("ReferenceEquality")
    boolean hasStateOf(ActorSnapshot<S> other) {
        return state == other.state && confirmed == other.confirmed;
    }

    /** Returns the values after the stream was closed by this side: stale, unless the stream had ended or failed before. */
    ActorSnapshot<S> closed() {
        return freshness == Freshness.ENDED || freshness == Freshness.FAILED ? this : with(Freshness.STALE);
    }

    private static TrebuchetException unreadable(Undecodable<?> undecodable) {
        return new PayloadException("Update " + Long.toUnsignedString(undecodable.sequence()) + " of stream "
                + undecodable.streamID() + " (" + undecodable.bytes()
                + " bytes) could not be read; the state before it is still shown: " + undecodable.why());
    }
}
