// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.client.internal.connection.NetworkProbe;
import dev.trebuchetfx.protocol.time.TimeSource;
import dev.trebuchetfx.protocol.transport.Transport;
import java.net.URI;
import java.util.List;
import java.util.concurrent.Executor;

/** Clients whose time, transport and threads are a test's. */
public final class TestClients {
    private TestClients() {}

    /** Everything happens in the calling thread, in order. */
    public static TrebuchetClient.Builder inCallingThread(TimeSource time, Transport transport) {
        return with(time, transport, Runnable::run).executor(Runnable::run);
    }

    /** A client on these seams. */
    public static TrebuchetClient.Builder with(TimeSource time, Transport transport, Executor loopThreads) {
        return TrebuchetClient.builder(URI.create("ws://test.invalid:8080"))
                .seams(time, transport, loopThreads, () -> "a test's network");
    }

    /** A client of these endpoints, all of it in the calling thread. */
    public static TrebuchetClient.Builder inCallingThread(TimeSource time, Transport transport, List<URI> endpoints) {
        return inCallingThread(time, transport, endpoints, () -> "a test's network");
    }

    /** A client of these endpoints in this network, all of it in the calling thread. */
    public static TrebuchetClient.Builder inCallingThread(
            TimeSource time, Transport transport, List<URI> endpoints, NetworkProbe network) {
        return TrebuchetClient.builder(endpoints)
                .seams(time, transport, Runnable::run, network)
                .executor(Runnable::run);
    }
}
