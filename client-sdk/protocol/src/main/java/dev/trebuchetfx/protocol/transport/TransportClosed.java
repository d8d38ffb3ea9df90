// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a connection, or the attempt to open one, ended. */
public sealed interface TransportClosed {

    /** In words, for people. */
    String why();

    /** The server answered the upgrade with another status than 101. Header names are in lower case. */
    record Refused(int status, Map<String, String> headers, String why) implements TransportClosed {}

    /** It could not be opened: no route, timeout, TLS. */
    record Failed(String why, @Nullable Throwable cause) implements TransportClosed {}

    /**
     * It was open and is not any more.
     *
     * @param code the WebSocket close code; 1006 where none came
     */
    record Ended(int code, String why) implements TransportClosed {}
}
