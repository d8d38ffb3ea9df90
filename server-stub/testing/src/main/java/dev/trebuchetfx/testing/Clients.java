// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.client.TrebuchetClient;
import java.util.function.Consumer;

/**
 * A maker of clients of a test's server, which are closed after the test. Safe for use by any thread; on virtual time by the test's own
 * thread alone.
 */
public final class Clients {
    private final World world;

    Clients(World world) {
        this.world = world;
    }

    /**
     * Starts another client and waits until it is connected.
     *
     * @throws IllegalStateException if the client is not connected within ten seconds, or on virtual time when this method would return; the
     *     client is closed then
     */
    public TrebuchetClient connect() {
        return connect(builder -> {});
    }

    /**
     * Starts another client and waits until it is connected.
     *
     * @param setup sets up the client, after the methods with {@link TrebuchetSetup}
     * @throws IllegalStateException if the client is not connected within ten seconds, or on virtual time when this method would return; the
     *     client is closed then
     */
    public TrebuchetClient connect(Consumer<TrebuchetClient.Builder> setup) {
        return world.connect(setup);
    }
}
