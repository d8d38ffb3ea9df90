// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.fault.PendingFaults;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Listens where clients connect instead of to the server, and relays each to the server, byte for byte after the upgrade. It reads no faster
 * than it can write, so that a slow peer slows the other as it would without the proxy.
 *
 * <p>Safe for use by any thread.
 */
public final class WebSocketProxy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(WebSocketProxy.class);

    private final ServerSocket listening;
    private final ProxySettings settings;
    private final TimeSource time;
    private final Executor threads;
    private final ProxyObserver observer;
    private final ReentrantLock telling = new ReentrantLock();
    private final PendingFaults pending = new PendingFaults();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();

    private WebSocketProxy(
            ServerSocket listening, ProxySettings settings, TimeSource time, Executor threads, ProxyObserver observer) {
        this.listening = listening;
        this.settings = settings;
        this.time = time;
        this.threads = threads;
        this.observer = observer;
    }

    /**
     * Begins to listen.
     *
     * @param threads runs one task for the proxy and two for each connection, which block
     * @throws IOException if the address can't be listened on
     */
    public static WebSocketProxy start(
            InetSocketAddress address, Upstream upstream, TimeSource time, Executor threads, ProxyObserver observer)
            throws IOException {
        return start(address, ProxySettings.of(upstream), time, threads, observer);
    }

    static WebSocketProxy start(
            InetSocketAddress address,
            ProxySettings settings,
            TimeSource time,
            Executor threads,
            ProxyObserver observer)
            throws IOException {
        ServerSocket listening = new ServerSocket();
        try {
            listening.setReuseAddress(true);
            listening.bind(address);
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
        WebSocketProxy proxy = new WebSocketProxy(listening, settings, time, threads, observer);
        threads.execute(proxy::accept);
        return proxy;
    }

    /** Where clients connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        while (!listening.isClosed()) {
            Socket client;
            try {
                client = listening.accept();
            } catch (IOException e) {
                // A client that was gone before it was served; or the proxy is closed, which ends the loop.
                LOG.debug("No connection was accepted", e);
                continue;
            }
            serve(client);
        }
    }

    private void serve(Socket client) {
        ProxyConnection connection =
                new ProxyConnection(opened.incrementAndGet(), client, settings, time, threads, pending, this::tell);
        connections.add(connection);
        if (listening.isClosed()) {
            // Whoever closed the proxy may have seen no such connection, and its threads may be gone.
            connections.remove(connection);
            connection.close();
            return;
        }
        threads.execute(() -> {
            try {
                connection.run();
            } finally {
                connections.remove(connection);
            }
        });
    }

    private void tell(ProxyEvent event) {
        telling.lock();
        try {
            observer.onEvent(event);
        } finally {
            telling.unlock();
        }
    }

    /**
     * Brings a fault about, in this proxy: the server and the client know nothing of it.
     *
     * @return how many connections or updates it hits or waits for
     * @throws IllegalArgumentException if a proxy can't do it, or no connection carries the stream
     */
    public int inject(Fault fault) {
        return switch (fault) {
            case Fault.Cut cut -> {
                if (cut.keepOut().isPositive()) {
                    throw new IllegalArgumentException("a proxy can't keep clients out: leave ms out of cut");
                }
                Collection<ProxyConnection> hit = carriers(cut.stream());
                hit.forEach(ProxyConnection::cut);
                yield hit.size();
            }
            case Fault.Pause pause -> {
                Collection<ProxyConnection> hit = carriers(pause.stream());
                hit.forEach(connection -> connection.pause(pause.time()));
                yield hit.size();
            }
            case Fault.Expire expire ->
                throw new IllegalArgumentException(
                        "a proxy can't make a server forget: expire needs the server's admin port");
            case Fault.OfUpdates updates -> {
                if (updates.stream() != null) {
                    carriers(updates.stream());
                }
                pending.add(updates);
                yield updates.updates();
            }
        };
    }

    private Collection<ProxyConnection> carriers(@Nullable UUID stream) {
        if (stream == null) {
            return List.copyOf(connections);
        }
        List<ProxyConnection> carriers = connections.stream()
                .filter(connection -> connection.carries(stream))
                .toList();
        if (carriers.isEmpty()) {
            throw new IllegalArgumentException("no open connection through this proxy carries the stream " + stream);
        }
        return carriers;
    }

    /** Stops to listen and closes every connection. More than once does no harm. */
    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            // A listening socket that can't be closed listens no more either.
            assert listening.isClosed() : e;
        }
        connections.forEach(ProxyConnection::close);
    }
}
