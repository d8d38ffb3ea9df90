// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.inspector.listen.AcceptLoop;
import dev.trebuchetfx.protocol.fault.Fault;
import dev.trebuchetfx.protocol.fault.PendingFaults;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Listens where clients connect instead of to the server, and relays each to the server, byte for byte after the upgrade. It reads no faster
 * than it can write, so that a slow peer slows the other as it would without the proxy.
 *
 * <p>Safe for use by any thread.
 */
public final class WebSocketProxy implements AutoCloseable {
    private static final Duration LOOK = Duration.ofSeconds(5);

    private final ServerSocket listening;
    private final AcceptLoop accepting;
    private final ProxySettings settings;
    private final OriginRule origins;
    private final LookBudget budget;
    private final TimeSource time;
    private final Executor threads;
    private final ProxyObserver observer;
    private final ReentrantLock telling = new ReentrantLock();
    private final PendingFaults pending = new PendingFaults();
    private final Set<ProxyConnection> connections = ConcurrentHashMap.newKeySet();
    private final AtomicInteger opened = new AtomicInteger();
    private volatile boolean closed;

    private WebSocketProxy(
            ServerSocket listening, ProxySettings settings, TimeSource time, Executor threads, ProxyObserver observer) {
        this.listening = listening;
        this.accepting = new AcceptLoop(listening, time, this::serve);
        this.settings = settings;
        this.origins = new OriginRule(settings.upstream().server(), settings.allowedOrigins());
        this.budget = new LookBudget(
                settings.limits().messageBytes(), settings.limits().keptBytes());
        this.time = time;
        this.threads = threads;
        this.observer = observer;
    }

    /**
     * Begins to listen.
     *
     * @param threads runs one task for the proxy and two for each connection, which block
     * @param allowedOrigins the origins of web pages, such as {@code https://app.example}, that may use the proxy beside its own and the server's
     * @throws IOException if the address can't be listened on
     */
    public static WebSocketProxy start(
            InetSocketAddress address,
            Upstream upstream,
            Set<String> allowedOrigins,
            TimeSource time,
            Executor threads,
            ProxyObserver observer)
            throws IOException {
        return start(address, ProxySettings.of(upstream, allowedOrigins), time, threads, observer);
    }

    static WebSocketProxy start(
            InetSocketAddress address,
            ProxySettings settings,
            TimeSource time,
            Executor threads,
            ProxyObserver observer)
            throws IOException {
        return start(new ServerSocket(), address, settings, time, threads, observer);
    }

    /** Begins to listen on a socket that is not bound yet. */
    static WebSocketProxy start(
            ServerSocket listening,
            InetSocketAddress address,
            ProxySettings settings,
            TimeSource time,
            Executor threads,
            ProxyObserver observer)
            throws IOException {
        try {
            listening.setReuseAddress(true);
            listening.bind(address);
        } catch (IOException | RuntimeException e) {
            listening.close();
            throw e;
        }
        WebSocketProxy proxy = new WebSocketProxy(listening, settings, time, threads, observer);
        threads.execute(proxy.accepting);
        time.schedule(LOOK, proxy::lookForStuck);
        return proxy;
    }

    /** Returns the bytes that are kept now to be looked at, over all connections. */
    long kept() {
        return budget.taken();
    }

    /** Returns the port that clients connect to. */
    public int port() {
        return listening.getLocalPort();
    }

    /** Takes a client; called by the thread that accepts, which must not wait for anybody. */
    private void serve(Socket client) {
        if (connections.size() >= settings.limits().connections()) {
            ProxyConnection.closeQuietly(client);
            return;
        }
        ProxyConnection connection = new ProxyConnection(
                opened.incrementAndGet(), client, settings, origins, budget, time, threads, pending, this::tell);
        connections.add(connection);
        if (closed) {
            // Whoever closed the proxy may have seen no such connection, and its threads may be gone.
            connections.remove(connection);
            connection.close();
            return;
        }
        try {
            threads.execute(() -> {
                try {
                    connection.run();
                } finally {
                    connections.remove(connection);
                }
            });
        } catch (RuntimeException | Error e) {
            connections.remove(connection);
            connection.close();
            throw e;
        }
    }

    private void lookForStuck() {
        if (!closed) {
            connections.forEach(ProxyConnection::endIfStuck);
            time.schedule(LOOK, this::lookForStuck);
        }
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
        closed = true;
        accepting.close();
        connections.forEach(ProxyConnection::close);
    }
}
