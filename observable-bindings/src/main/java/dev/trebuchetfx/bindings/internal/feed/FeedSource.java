// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.client.change.ChangingState;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;
import org.jspecify.annotations.Nullable;

/** A source of a feed's events: a client's stream, or a test. */
public interface FeedSource<S> {

    /** Returns the current state of the connection. Any thread. */
    ConnectionState connectionState();

    /** Returns the current freshness of the newest state. Any thread. */
    Freshness freshness();

    /** Opens the source, which calls {@code sink} from now on. Called once. If it throws, nothing was opened, and {@link #close} is not called. */
    void open(Sink<S> sink);

    /** Returns the changes of the state; null before the source is open, and where the state can't be changed. Any thread. */
    default @Nullable ChangingState<S> changes() {
        return null;
    }

    /** Ends the stream. Calling it again has no effect. Any thread. */
    void close();

    /** A receiver of events. The events of the stream come one at a time and in order, those of the connection likewise, each on any thread. */
    interface Sink<S> {
        /** Takes an event of the stream. */
        void onEvent(StreamEvent<S> event);

        /** Takes the news that an update has come, whose state {@link #onShown} brings. */
        void onUpdate(StreamEvent.Update<S> update);

        /** Takes the news that {@code source} has another state to be shown; several threads may call this at one time. */
        void onShown(ChangingState<S> source);

        /** Takes a new state of the connection. */
        void onConnectionState(ConnectionState state);
    }
}
