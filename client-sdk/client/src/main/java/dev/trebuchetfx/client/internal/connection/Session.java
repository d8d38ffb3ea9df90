// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.connection;

import dev.trebuchetfx.protocol.transport.TransportConnection;
import java.net.URI;

/** One open connection, with what its peer has shown of itself. Owned by the client's loop. */
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

    /** Returns the number of the connection; a client counts its connections from 1. */
    public int number() {
        return number;
    }

    /** Returns the endpoint that was connected to, from which redirects may have led on. */
    public URI endpoint() {
        return endpoint;
    }

    /** Returns the transport's connection, to send on. */
    public TransportConnection connection() {
        return connection;
    }

    /** Returns whether the peer has shown the extension on this connection, in the upgrade or in a payload. */
    public boolean isExtended() {
        return extended;
    }

    /** Notes that a payload has shown the extension. */
    public void markExtended() {
        extended = true;
    }
}
