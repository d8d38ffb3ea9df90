// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.internal.transport;

import java.net.URI;
import java.time.Duration;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where to connect and how.
 *
 * @param uri {@code ws:} or {@code wss:}
 * @param headers of the upgrade request
 * @param connectTimeout for the connection and the upgrade together
 * @param sslContext for {@code wss:}; null for the platform's default
 */
public record TransportTarget(
        URI uri,
        Map<String, String> headers,
        Duration connectTimeout,
        @Nullable SSLContext sslContext) {
    public TransportTarget {
        headers = Map.copyOf(headers);
    }

    /** The names of the headers alone: their values are credentials. */
    @Override
    public String toString() {
        return "TransportTarget[uri=" + uri + ", headers=" + headers.keySet() + ", connectTimeout=" + connectTimeout
                + "]";
    }
}
