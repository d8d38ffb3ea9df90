// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.fault.PendingFaults;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client and the connection to the server that is made for it.
 *
 * <p>Two threads relay, one for each direction; {@link #cut}, {@link #pause} and {@link #close} may be called by any thread.
 */
final class ProxyConnection implements FrameRelay.Witness, UpdateFaults.Surroundings, Upgrade.Owner {
    private static final Logger LOG = LoggerFactory.getLogger(ProxyConnection.class);
    private static final int BUFFER = 16 * 1024;
    private static final int MOST_STREAMS_KNOWN = 1_000;

    private final int number;
    private final Socket client;
    private final ProxySettings settings;
    private final OriginRule origins;
    private final LookBudget budget;
    private final TimeSource time;
    private final Executor threads;
    private final PendingFaults pending;
    private final ProxyObserver observer;

    private final AtomicReference<@Nullable String> ending = new AtomicReference<>();
    private final Set<UUID> streams = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > MOST_STREAMS_KNOWN;
        }
    }));
    private volatile Upstream.@Nullable Line server;
    private volatile @Nullable WatchedOutput toServer;
    private volatile @Nullable WatchedOutput toClient;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private volatile CompletableFuture<Void> paused = CompletableFuture.completedFuture(null);

    ProxyConnection(
            int number,
            Socket client,
            ProxySettings settings,
            OriginRule origins,
            LookBudget budget,
            TimeSource time,
            Executor threads,
            PendingFaults pending,
            ProxyObserver observer) {
        this.number = number;
        this.client = client;
        this.settings = settings;
        this.origins = origins;
        this.budget = budget;
        this.time = time;
        this.threads = threads;
        this.pending = pending;
        this.observer = observer;
    }

    boolean carries(UUID stream) {
        return streams.contains(stream);
    }

    /** Serves the client until one of the two is gone. Called on a thread of its own. */
    void run() {
        try {
            observer.onEvent(
                    new ProxyEvent.Opened(time.instant(), number, String.valueOf(client.getRemoteSocketAddress())));
            client.setTcpNoDelay(true);
            serve();
        } catch (IOException e) {
            end("the connection failed: " + e.getMessage());
        } catch (RuntimeException | Error e) {
            LOG.warn("The proxy failed on connection {}", number, e);
            end("the proxy failed: " + e);
        } finally {
            close();
            String why = ending.get();
            observer.onEvent(new ProxyEvent.Closed(time.instant(), number, why == null ? "both sides ended" : why));
        }
    }

    private void serve() throws IOException {
        Upgrade.Agreed agreed = new Upgrade(client, settings, origins, time, this).run();
        if (agreed != null) {
            relayBoth(agreed);
        }
    }

    @Override
    public boolean connected(Upstream.Line line) {
        server = line;
        if (!closing.isDone()) {
            return true;
        }
        // Whoever closed this may have seen no connection to the server.
        close();
        return false;
    }

    @Override
    public void upgraded(HttpHead request, HttpHead answer) {
        observer.onEvent(new ProxyEvent.Upgraded(time.instant(), number, request, answer));
    }

    @Override
    public void refused(HttpHead request, @Nullable HttpHead answer, String why) {
        observer.onEvent(new ProxyEvent.Refused(time.instant(), number, request, answer, why));
    }

    private void relayBoth(Upgrade.Agreed agreed) throws IOException {
        Socket upstream = agreed.line().socket();
        Compression compression = agreed.compression();
        WatchedOutput serverOutput = new WatchedOutput(upstream.getOutputStream(), time);
        WatchedOutput clientOutput = new WatchedOutput(client.getOutputStream(), time);
        toServer = serverOutput;
        toClient = clientOutput;
        CompletableFuture<Void> outward = new CompletableFuture<>();
        FrameRelay out =
                new FrameRelay(Direction.TO_SERVER, compression, budget, this, NoGate.INSTANCE, serverOutput::write);
        threads.execute(() -> {
            relay(agreed.fromClient(), out, upstream, "the client");
            outward.complete(null);
        });
        ReentrantLock writing = new ReentrantLock();
        UpdateFaults faults = new UpdateFaults(pending, compression.keepsContext(Direction.TO_CLIENT), budget, this);
        FrameRelay in =
                new FrameRelay(Direction.TO_CLIENT, compression, budget, this, faults, (bytes, offset, length) -> {
                    awaitPauses();
                    writing.lock();
                    try {
                        clientOutput.write(bytes, offset, length);
                    } finally {
                        writing.unlock();
                    }
                });
        relay(agreed.fromServer(), in, client, "the server");
        outward.join();
    }

    /** Ends the connection if a peer has taken nothing for too long: the other one may be gone by now, which nobody would notice. */
    void endIfStuck() {
        Duration limit = settings.limits().stuck();
        endIfStuck(toClient, "the client", limit);
        endIfStuck(toServer, "the server", limit);
    }

    private void endIfStuck(@Nullable WatchedOutput output, String peer, Duration limit) {
        if (output != null && output.isStuck(limit)) {
            end(peer + " has taken nothing for " + limit.toSeconds() + " s");
            abort();
        }
    }

    /** Relays one direction to its end, and then ends the other side's input as the peer has ended its own. */
    private void relay(InputStream from, FrameRelay relay, Socket to, String peer) {
        byte[] buffer = new byte[BUFFER];
        try (relay) {
            for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
                relay.relay(buffer, read);
            }
            relay.finish();
            end(peer + " ended the connection");
            to.shutdownOutput();
        } catch (IOException e) {
            // A broken line breaks the other one too: a peer must not wait for what can't come.
            end(peer + "'s side broke: " + e.getMessage());
            abort();
        } catch (RuntimeException | Error e) {
            LOG.warn("The proxy failed on connection {}", number, e);
            end("the proxy failed: " + e);
            abort();
        }
    }

    @Override
    public ProxyEvent.Passed read(ProxiedMessage message) {
        Envelope envelope = null;
        WireException error = null;
        if (!message.isControl() && !message.isUnseen()) {
            try {
                envelope = settings.codec().decode(message.data());
                remember(envelope);
            } catch (WireException e) {
                error = e;
            }
        }
        return new ProxyEvent.Passed(time.instant(), number, message, envelope, error);
    }

    @Override
    public void passes(ProxyEvent.Passed message) {
        // It may have been held since it was read.
        observer.onEvent(
                new ProxyEvent.Passed(time.instant(), number, message.message(), message.envelope(), message.error()));
    }

    private void remember(Envelope envelope) {
        switch (envelope) {
            case StreamStartEnvelope start -> streams.add(start.streamID());
            case StreamResumedEnvelope resumed -> streams.add(resumed.streamID());
            // A version 2 server replays without a word.
            case StreamDataEnvelope data when data.ext() == null -> streams.add(data.streamID());
            default -> {}
        }
    }

    /** Breaks both sides at once, without a closing handshake. */
    void cut() {
        disturbed("the connection was cut");
        end("cut on request");
        abort();
    }

    /** Sends nothing to the client for {@code length}; the server is not read then either, once the buffers are full. */
    synchronized void pause(Duration length) {
        disturbed("nothing is sent to the client for " + length.toMillis() + " ms");
        CompletableFuture<Void> pause = new CompletableFuture<>();
        paused = CompletableFuture.allOf(paused, pause);
        time.schedule(length, () -> pause.complete(null));
    }

    private void awaitPauses() {
        while (!paused.isDone() && !closing.isDone()) {
            CompletableFuture.anyOf(paused, closing).join();
        }
    }

    /** Ends both sides. It waits for no peer, as closing a TLS socket would. */
    @Override
    public void close() {
        closing.complete(null);
        closeQuietly(client);
        Upstream.Line upstream = server;
        if (upstream != null) {
            closeQuietly(upstream.wire());
        }
    }

    private void abort() {
        try {
            client.setSoLinger(true, 0);
            Upstream.Line upstream = server;
            if (upstream != null) {
                upstream.wire().setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // It is closed already, which is all that was wanted.
            end("closed");
        }
        close();
    }

    @Override
    public void end(String why) {
        ending.compareAndSet(null, why);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nobody left to tell: the connection is being thrown away.
            assert socket.isClosed() : e;
        }
    }

    @Override
    public void await(Duration length) {
        CompletableFuture<Void> wait = new CompletableFuture<>();
        time.schedule(length, () -> wait.complete(null));
        CompletableFuture.anyOf(wait, closing).join();
    }

    @Override
    public void later(Duration delay, Runnable task) {
        time.schedule(delay, () -> threads.execute(task));
    }

    @Override
    public void disturbed(String what) {
        observer.onEvent(new ProxyEvent.Disturbed(time.instant(), number, what));
    }

    /** Towards the server nothing is held. */
    private enum NoGate implements FrameRelay.MessageGate {
        INSTANCE;

        @Override
        public boolean isActive() {
            return false;
        }

        @Override
        public void pass(ProxyEvent.Passed message, byte[] wire, FrameRelay.Way onward) throws IOException {
            onward.send(message, wire);
        }
    }
}
