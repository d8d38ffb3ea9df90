// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.protocol.transport.InMemoryTransport;
import dev.trebuchetfx.protocol.transport.Transport;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** A server and clients in memory, all of them in the thread of whoever calls them, on time that passes only when the test says so. */
final class VirtualWorld extends World {
    private static final Executor IN_THE_CALLING_THREAD = Runnable::run;

    private final ManualTime time = new ManualTime();
    private final StubServer server;
    private final Transport transport;

    /**
     * Starts the server.
     *
     * @throws IOException if the setup asks for an admin port that is taken
     */
    VirtualWorld(Setups setups) throws IOException {
        super(setups);
        StubServerBuilder builder = StubServer.builder();
        setups.apply(builder);
        this.server = builder.withoutSocket()
                .time(time)
                .executor(IN_THE_CALLING_THREAD)
                .start();
        this.transport = new InMemoryTransport(server.acceptor(), IN_THE_CALLING_THREAD, IN_THE_CALLING_THREAD);
    }

    @Override
    StubServer server() {
        return server;
    }

    @Override
    @Nullable
    URI uri() {
        return null;
    }

    @Override
    ManualTime clock() {
        return time;
    }

    @Override
    TrebuchetClient.Builder clientBuilder() {
        return TrebuchetClient.builder(URI.create("ws://in-memory"));
    }

    @Override
    void complete(TrebuchetClient.Builder builder) {
        builder.simulated(time, transport, IN_THE_CALLING_THREAD);
    }

    @Override
    Duration connectPatience() {
        return Duration.ZERO;
    }

    @Override
    List<String> leftovers() {
        return List.of();
    }
}
