// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.endtoend;

import dev.trebuchetfx.protocol.transport.MessageCompression;
import dev.trebuchetfx.server.transport.SocketSettings;
import java.time.Duration;
import java.util.Set;

/** Settings of socket servers in tests. */
final class SocketTests {
    private SocketTests() {}

    /** Returns settings with the limits that a server has by default. */
    static SocketSettings settings() {
        return new SocketSettings(
                16 << 10,
                100,
                Duration.ofSeconds(10),
                1_000,
                100,
                1 << 20,
                64L << 20,
                64L << 20,
                Set.of(),
                Set.of(),
                MessageCompression.OFF,
                null,
                null,
                () -> SocketSettings.HEALTHY);
    }
}
