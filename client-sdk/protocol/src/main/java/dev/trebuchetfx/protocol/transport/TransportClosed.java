// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The end of a connection, or of the attempt to open one. */
public sealed interface TransportClosed {

    /** Returns the reason in words, for people. */
    String why();

    /**
     * The end of an attempt that the server refused.
     *
     * @param status the HTTP status of its answer to the upgrade, other than 101
     * @param headers the headers of its answer, with names in lower case
     * @param why the reason, for people
     */
    record Refused(int status, Map<String, String> headers, String why) implements TransportClosed {}

    /**
     * The end of an attempt that reached no server, such as by a missing route, a timeout or a TLS error.
     *
     * @param why the reason, for people
     * @param cause the exception; null if there is none
     */
    record Failed(String why, @Nullable Throwable cause) implements TransportClosed {}

    /**
     * The end of a connection that was open.
     *
     * @param code the WebSocket close code (RFC 6455, section 7.4); 1006 if no close frame came
     * @param why the reason, for people
     * @param byPeer false if this side chose the code
     */
    record Ended(int code, String why, boolean byPeer) implements TransportClosed {
        /** Makes the end of a connection that the peer has closed, or whose line broke. */
        public Ended(int code, String why) {
            this(code, why, true);
        }
    }
}
