// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.demo.host;

import dev.trebuchetfx.protocol.time.SystemTime;
import dev.trebuchetfx.server.StubServer;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/** A stub server with the bundled actors and the {@link DemoMarket}, on a free port of this machine. Closing it ends both. */
public final class DemoServer implements AutoCloseable {
    private final SystemTime time;
    private final StubServer server;

    private DemoServer(SystemTime time, StubServer server) {
        this.time = time;
        this.server = server;
    }

    /**
     * Starts a server.
     *
     * @param buffer the number of updates that it keeps for each stream
     */
    public static DemoServer start(int buffer) throws IOException {
        SystemTime time = new SystemTime("trebuchet-market-timers", Clock.systemUTC());
        try {
            return new DemoServer(
                    time,
                    StubServer.builder()
                            .port(0)
                            .buffer(buffer)
                            .bundledActors()
                            .expose(DemoMarket.NAME, new DemoMarket(time))
                            .start());
        } catch (IOException | RuntimeException e) {
            time.close();
            throw e;
        }
    }

    /** Returns the address that clients connect to. */
    public URI uri() {
        return server.uri();
    }

    /** Returns the stub server. */
    public StubServer stub() {
        return server;
    }

    @Override
    public void close() throws IOException {
        server.close();
        time.close();
    }
}
