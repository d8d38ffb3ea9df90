// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * The destination of a connection, with the settings to open it.
 *
 * @param address the server's address
 * @param headers the headers of the upgrade request, by name
 * @param connectTimeout the longest time for the connection and the upgrade together
 * @param sslContext the TLS settings for {@code wss:}; null for the platform's default
 */
public record TransportTarget(
        ServerAddress address,
        Map<String, String> headers,
        Duration connectTimeout,
        @Nullable SSLContext sslContext) {
    public TransportTarget {
        headers = Map.copyOf(headers);
    }

    /** Returns the address and the names of the headers, whose values may be secrets. */
    @Override
    public String toString() {
        return address + " " + headers.keySet();
    }
}
