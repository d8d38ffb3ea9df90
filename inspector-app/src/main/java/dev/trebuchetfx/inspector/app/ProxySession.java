// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.app;

import dev.trebuchetfx.inspector.capture.EventLog;
import dev.trebuchetfx.inspector.proxy.FaultPort;
import dev.trebuchetfx.inspector.proxy.Upstream;
import dev.trebuchetfx.inspector.source.ProxySource;
import dev.trebuchetfx.protocol.time.SystemTime;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLSocketFactory;

/** A proxy on the real machine, and the port that takes faults for it. */
public final class ProxySession implements AutoCloseable {
    private final SystemTime time;
    private final ProxySource source;
    private final FaultPort faults;

    private ProxySession(SystemTime time, ProxySource source, FaultPort faults) {
        this.time = time;
        this.source = source;
        this.faults = faults;
    }

    /** Begins as {@link #start(int, URI, Set, EventLog)} does, with no further origins. */
    public static ProxySession start(int port, URI server, EventLog log) throws IOException {
        return start(port, server, Set.of(), log);
    }

    /**
     * Begins to listen on the loopback address and to capture into {@code log}.
     *
     * @param port 0 for a free one
     * @param server where clients are led to
     * @param allowedOrigins the origins of web pages that may use the proxy beside its own and the server's
     * @throws IOException if the port can't be listened on; the message says which
     * @throws IllegalArgumentException if {@code server} is no WebSocket server's address
     */
    public static ProxySession start(int port, URI server, Set<String> allowedOrigins, EventLog log)
            throws IOException {
        Upstream upstream = new Upstream(server, (SSLSocketFactory) SSLSocketFactory.getDefault());
        SystemTime time = new SystemTime("trebuchet-proxy-timer", InstantSource.system());
        Executor threads = Surroundings.threads("trebuchet-proxy");
        try {
            ProxySource source = ProxySource.start(
                    new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                    upstream,
                    allowedOrigins,
                    time,
                    threads,
                    log);
            return new ProxySession(time, source, FaultPort.open(threads, source::inject));
        } catch (IOException e) {
            time.close();
            throw new IOException("could not listen on 127.0.0.1:" + port + " for the proxy: " + e.getMessage(), e);
        }
    }

    /** Where the events are. */
    public ProxySource source() {
        return source;
    }

    /** Where clients connect to. */
    public URI uri() {
        return URI.create("ws://127.0.0.1:" + source.port());
    }

    /** Where faults are asked for. */
    public URI admin() {
        return faults.uri();
    }

    @Override
    public void close() {
        faults.close();
        source.close();
        time.close();
    }
}
