// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.transport.TransportConnection;
import java.net.URI;

/** One open connection, and what its peer has shown of itself. Owned by the client's loop. */
public final class Session {
    private final int number;
    private final URI endpoint;
    private final TransportConnection connection;
    private boolean extended;

    Session(int number, URI endpoint, TransportConnection connection, boolean extended) {
        this.number = number;
        this.endpoint = endpoint;
        this.connection = connection;
        this.extended = extended;
    }

    /** Counts the connections of a client from 1. */
    public int number() {
        return number;
    }

    /** Where it leads. */
    public URI endpoint() {
        return endpoint;
    }

    /** What to send on. */
    public TransportConnection connection() {
        return connection;
    }

    /** Whether the peer has shown the extension on this connection, in the upgrade or in a payload. */
    public boolean isExtended() {
        return extended;
    }

    /** A payload has shown the extension. */
    public void markExtended() {
        extended = true;
    }
}
