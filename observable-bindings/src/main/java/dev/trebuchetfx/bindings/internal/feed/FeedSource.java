// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.bindings.internal.feed;

import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.client.event.Freshness;
import dev.trebuchetfx.client.event.StreamEvent;

/** Where a feed's events come from: a client's stream, or a test. */
public interface FeedSource<S> {

    /** Where the connection is now. Any thread. */
    ConnectionState connectionState();

    /** How far the newest state can be vouched for. Any thread. */
    Freshness freshness();

    /** Begins to call {@code sink}. Called once. Where it throws, nothing was begun, and {@link #close} is not called. */
    void open(Sink<S> sink);

    /** Ends the stream. More than once does no harm; any thread. */
    void close();

    /** Takes events: a stream's one at a time and in order, a connection's likewise, the two on any threads. */
    interface Sink<S> {
        /** Something happened to the stream. */
        void onEvent(StreamEvent<S> event);

        /** The connection is elsewhere in its life. */
        void onConnectionState(ConnectionState state);
    }
}
