// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect and how.
 *
 * @param headers of the upgrade request
 * @param connectTimeout for the connection and the upgrade together
 * @param sslContext for {@code wss:}; null for the platform's default
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
