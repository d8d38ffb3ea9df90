// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.client.error.TrebuchetException;
import dev.trebuchetfx.client.event.ConnectionState;
import dev.trebuchetfx.protocol.envelope.Bytes;

/** What a {@link ConnectionManager} tells, on the client's loop. */
public interface ConnectionObserver {
    /** The state changed; {@code connection} is the number of the newest connection, 0 before the first. */
    void onStateChanged(int connection, ConnectionState state);

    /** Messages flow from here on. */
    void onConnected(Session session);

    /** One whole message. */
    void onMessage(Session session, Bytes message);

    /** That session is over; another may follow. */
    void onDisconnected(Session session, String why);

    /** No connection and no attempt planned. */
    void onOffline(TrebuchetException cause);
}
