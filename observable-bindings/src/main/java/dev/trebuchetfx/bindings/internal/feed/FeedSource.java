// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;

/** A source of a feed's events: a client's stream, or a test. */
public interface FeedSource<S> {

    /** Returns the current state of the connection. Any thread. */
    ConnectionState connectionState();

    /** Returns the current freshness of the newest state. Any thread. */
    Freshness freshness();

    /** Opens the source, which calls {@code sink} from now on. Called once. If it throws, nothing was opened, and {@link #close} is not called. */
    void open(Sink<S> sink);

    /** Ends the stream. Calling it again has no effect. Any thread. */
    void close();

    /** A receiver of events. The events of the stream come one at a time and in order, those of the connection likewise, each on any thread. */
    interface Sink<S> {
        /** Takes an event of the stream. */
        void onEvent(StreamEvent<S> event);

        /** Takes a new state of the connection. */
        void onConnectionState(ConnectionState state);
    }
}
