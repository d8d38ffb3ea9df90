// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.client.TrebuchetClient;
import java.util.function.Consumer;

/** A maker of clients of a test's server, which are closed after the test. Safe for use by any thread, but on virtual time by the test's alone. */
public final class Clients {
    private final World world;

    Clients(World world) {
        this.world = world;
    }

    /**
     * Starts another client and waits until it is connected.
     *
     * @throws IllegalStateException if it is not connected within ten seconds, or at once on virtual time; it is closed then
     */
    public TrebuchetClient connect() {
        return connect(builder -> {});
    }

    /**
     * Starts another client and waits until it is connected.
     *
     * @param setup sets up the client, after the methods with {@link TrebuchetSetup}
     * @throws IllegalStateException if it is not connected within ten seconds, or at once on virtual time; it is closed then
     */
    public TrebuchetClient connect(Consumer<TrebuchetClient.Builder> setup) {
        return world.connect(setup);
    }
}
