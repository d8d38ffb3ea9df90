// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

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
import org.jspecify.annotations.Nullable;

/** The values of all properties of an actor at one time. Immutable. */
public record ActorSnapshot<S>(
        @Nullable S state,
        @Nullable Instant lastUpdated,
        Freshness freshness,
        ConnectionState connectionState,
        @Nullable TrebuchetException error,
        @Nullable GapReport lastGap,
        @Nullable ResumeReport lastResume) {

    /** Returns the values before the first event. */
    static <S> ActorSnapshot<S> initial(Freshness freshness, ConnectionState connectionState) {
        return new ActorSnapshot<>(null, null, freshness, connectionState, null, null, null);
    }

    /** Returns the values after {@code event}; this instance if the event changes nothing. */
    ActorSnapshot<S> after(StreamEvent<S> event) {
        return switch (event) {
            case Update<S> update ->
                new ActorSnapshot<>(
                        update.value(), update.serverTime(), freshness, connectionState, null, lastGap, lastResume);
            case FreshnessChanged<S>(var newFreshness, var why) -> with(newFreshness);
            case Gap<S>(var report) ->
                new ActorSnapshot<>(state, lastUpdated, freshness, connectionState, error, report, lastResume);
            case Resumed<S>(var report) ->
                new ActorSnapshot<>(state, lastUpdated, freshness, connectionState, error, lastGap, report);
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

    ActorSnapshot<S> with(ConnectionState newState) {
        return new ActorSnapshot<>(state, lastUpdated, freshness, newState, error, lastGap, lastResume);
    }

    ActorSnapshot<S> with(TrebuchetException failure) {
        return new ActorSnapshot<>(state, lastUpdated, freshness, connectionState, failure, lastGap, lastResume);
    }

    private ActorSnapshot<S> with(Freshness newFreshness) {
        return new ActorSnapshot<>(state, lastUpdated, newFreshness, connectionState, error, lastGap, lastResume);
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
