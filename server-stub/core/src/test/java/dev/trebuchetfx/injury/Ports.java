// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.injury;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Random;

/**
 * Ports that stay free while nobody listens on them: below those that the system gives to outgoing connections, of which one could
 * otherwise take the place of a server that is away, or even connect to itself.
 */
final class Ports {
    private static final int FIRST = 20_000;
    private static final int COUNT = 12_000;

    private Ports() {}

    static int free() throws IOException {
        Random random = new Random();
        for (int attempt = 0; attempt < 100; attempt++) {
            int port = FIRST + random.nextInt(COUNT);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return probe.getLocalPort();
            } catch (IOException e) {
                // Taken: another one.
            }
        }
        throw new IOException("found no free port from " + FIRST + " to " + (FIRST + COUNT));
    }
}
