// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.protocol.envelope.Bytes;

/** An observer of a {@link ConnectionManager}, which is called on the client's loop. */
public interface ConnectionObserver {
    /** Takes a new state; {@code connection} is the number of the newest connection, 0 before the first. */
    void onStateChanged(int connection, ConnectionState state);

    /** Takes a session that was opened; messages may be sent on it from here on. */
    void onConnected(Session session);

    /**
     * Takes a session that was opened to take the place of another one, which stays open for the answers to the calls that were sent on it.
     */
    void onReplaced(Session before, Session next);

    /** Takes the news that other rules hold for further connections to the endpoint of a session, which is about to end. */
    void onLineAdapted(Session ending, String how);

    /** Takes one whole message, which may come on a session that was replaced. */
    void onMessage(Session session, Bytes message);

    /** Takes the end of a session, which may have been replaced before; another may follow. */
    void onDisconnected(Session session, String why);

    /** Takes the news that there is no connection, and no attempt is planned. */
    void onOffline(TrebuchetException cause);
}
