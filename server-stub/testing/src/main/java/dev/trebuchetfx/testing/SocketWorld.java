// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.testing;

import dev.trebuchetfx.client.TrebuchetClient;
import dev.trebuchetfx.protocol.time.ManualTime;
import dev.trebuchetfx.server.StubServer;
import dev.trebuchetfx.server.StubServerBuilder;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A server on a free port of this host, and clients that reach it through sockets. */
final class SocketWorld extends World {
    /** Calls that are under way when a test ends mostly never end. */
    private static final Duration DRAIN = Duration.ofSeconds(2);

    /** Threads end within milliseconds, unless they wait for something. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final StubServer server;
    private final LentThreads serverThreads = new LentThreads("trebuchet-test-server");
    private final LentThreads listenerThreads = new LentThreads("trebuchet-test-listener");

    /**
     * Starts the server.
     *
     * @throws IOException if it can't listen
     */
    SocketWorld(Setups setups) throws IOException {
        super(setups);
        StubServerBuilder builder = StubServer.builder().drainTimeout(DRAIN).executor(serverThreads);
        setups.apply(builder);
        this.server = builder.start();
    }

    @Override
    StubServer server() {
        return server;
    }

    @Override
    URI uri() {
        return server.uri();
    }

    @Override
    @Nullable
    ManualTime clock() {
        return null;
    }

    @Override
    TrebuchetClient.Builder clientBuilder() {
        return TrebuchetClient.builder(server.uri())
                .name("test-" + server.uri().getPort())
                .executor(listenerThreads);
    }

    @Override
    void complete(TrebuchetClient.Builder builder) {}

    @Override
    Duration connectPatience() {
        return Duration.ofSeconds(10);
    }

    @Override
    List<String> leftovers() {
        List<String> left = new ArrayList<>(listenerThreads.awaitEnd(PATIENCE));
        left.addAll(serverThreads.awaitEnd(PATIENCE));
        return left;
    }
}
