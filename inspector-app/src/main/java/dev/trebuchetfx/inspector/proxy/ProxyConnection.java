// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumedEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.fault.PendingFaults;
import dev.trebuchetfx.protocol.time.TimeSource;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
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

/**
 * One client and the connection to the server that is made for it.
 *
 * <p>Two threads relay, one for each direction; {@link #cut}, {@link #pause} and {@link #close} may be called by any thread.
 */
final class ProxyConnection implements UpdateFaults.Surroundings {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);
    private static final int BUFFER = 64 * 1024;
    private static final int MOST_STREAMS_KNOWN = 10_000;

    private final int number;
    private final Socket client;
    private final ProxySettings settings;
    private final TimeSource time;
    private final Executor threads;
    private final PendingFaults pending;
    private final ProxyObserver observer;

    private final CompletableFuture<Void> over = new CompletableFuture<>();
    private final AtomicReference<@Nullable String> ending = new AtomicReference<>();
    private final Set<UUID> streams = Collections.synchronizedSet(Collections.newSetFromMap(new LinkedHashMap<>() {
        @Override
        protected boolean removeEldestEntry(Map.Entry<UUID, Boolean> eldest) {
            return size() > MOST_STREAMS_KNOWN;
        }
    }));
    private volatile @Nullable Socket server;
    private final CompletableFuture<Void> closing = new CompletableFuture<>();
    private volatile CompletableFuture<Void> paused = CompletableFuture.completedFuture(null);

    ProxyConnection(
            int number,
            Socket client,
            ProxySettings settings,
            TimeSource time,
            Executor threads,
            PendingFaults pending,
            ProxyObserver observer) {
        this.number = number;
        this.client = client;
        this.settings = settings;
        this.time = time;
        this.threads = threads;
        this.pending = pending;
        this.observer = observer;
    }

    /** Completes when the connection is over on both sides. */
    CompletableFuture<Void> over() {
        return over;
    }

    boolean carries(UUID stream) {
        return streams.contains(stream);
    }

    /** Serves the client until one of the two is gone. Called on a thread of its own. */
    void run() {
        observer.onEvent(
                new ProxyEvent.Opened(time.instant(), number, String.valueOf(client.getRemoteSocketAddress())));
        try {
            client.setTcpNoDelay(true);
            serve();
        } catch (IOException e) {
            end("the connection failed: " + e.getMessage());
        } finally {
            close();
            String why = ending.get();
            observer.onEvent(new ProxyEvent.Closed(time.instant(), number, why == null ? "both sides ended" : why));
            over.complete(null);
        }
    }

    private void serve() throws IOException {
        InputStream fromClient = new BufferedInputStream(client.getInputStream(), BUFFER);
        HttpHead request = HttpHead.read(fromClient);
        Socket upstream;
        try {
            upstream = settings.upstream().connect(CONNECT_TIMEOUT);
        } catch (IOException e) {
            refuse(request, "the server " + settings.upstream().uri() + " can't be reached: " + e.getMessage());
            return;
        }
        server = upstream;
        if (over.isDone() || ending.get() != null) {
            return;
        }
        HttpHead forwarded = forwarded(request);
        upstream.getOutputStream().write(forwarded.toBytes());
        InputStream fromServer = new BufferedInputStream(upstream.getInputStream(), BUFFER);
        HttpHead answer = HttpHead.read(fromServer);
        boolean upgraded = answer.status() == 101;
        observer.onEvent(
                upgraded
                        ? new ProxyEvent.Upgraded(time.instant(), number, forwarded, answer)
                        : new ProxyEvent.Refused(
                                time.instant(),
                                number,
                                forwarded,
                                answer,
                                "the server answered " + answer.startLine()));
        client.getOutputStream().write(answer.toBytes());
        if (upgraded) {
            relayBoth(fromClient, fromServer, upstream, Compression.agreedIn(answer));
        } else {
            fromServer.transferTo(client.getOutputStream());
        }
    }

    private HttpHead forwarded(HttpHead request) {
        String target = request.target();
        HttpHead head = request.with("Host", settings.upstream().hostField());
        return head.withStartLine(head.startLine()
                .replace(" " + target + " ", " " + settings.upstream().target(target) + " "));
    }

    private void refuse(HttpHead request, String why) throws IOException {
        observer.onEvent(new ProxyEvent.Refused(time.instant(), number, request, null, why));
        end(why);
        byte[] text = (why + "\n").getBytes(StandardCharsets.UTF_8);
        OutputStream out = client.getOutputStream();
        out.write(("HTTP/1.1 502 Bad Gateway\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Length: "
                        + text.length + "\r\nConnection: close\r\n\r\n")
                .getBytes(StandardCharsets.ISO_8859_1));
        out.write(text);
        out.flush();
    }

    private void relayBoth(InputStream fromClient, InputStream fromServer, Socket upstream, Compression compression)
            throws IOException {
        OutputStream toServer = upstream.getOutputStream();
        CompletableFuture<Void> outward = new CompletableFuture<>();
        FrameRelay out = new FrameRelay(
                Direction.TO_SERVER, compression, settings.mostKept(), this::passes, NoGate.INSTANCE, toServer::write);
        threads.execute(() -> {
            relay(fromClient, out, upstream, "the client");
            outward.complete(null);
        });
        ReentrantLock writing = new ReentrantLock();
        OutputStream toClient = client.getOutputStream();
        UpdateFaults faults = new UpdateFaults(pending, compression.keepsContext(Direction.TO_CLIENT), this);
        FrameRelay in = new FrameRelay(
                Direction.TO_CLIENT,
                compression,
                settings.mostKept(),
                this::passes,
                faults,
                (bytes, offset, length) -> {
                    awaitPauses();
                    writing.lock();
                    try {
                        toClient.write(bytes, offset, length);
                    } finally {
                        writing.unlock();
                    }
                });
        relay(fromServer, in, client, "the server");
        outward.join();
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
        }
    }

    private ProxyEvent.Passed passes(ProxiedMessage message) {
        Envelope envelope = null;
        WireException error = null;
        if (!message.isControl()) {
            try {
                envelope = settings.codec().decode(message.data());
                remember(envelope);
            } catch (WireException e) {
                error = e;
            }
        }
        ProxyEvent.Passed passed = new ProxyEvent.Passed(time.instant(), number, message, envelope, error);
        observer.onEvent(passed);
        return passed;
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

    /** Ends both sides. */
    void close() {
        closing.complete(null);
        closeQuietly(client);
        Socket upstream = server;
        if (upstream != null) {
            closeQuietly(upstream);
        }
    }

    private void abort() {
        try {
            client.setSoLinger(true, 0);
            Socket upstream = server;
            if (upstream != null) {
                upstream.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // It is closed already, which is all that was wanted.
            end("closed");
        }
        close();
    }

    private void end(String why) {
        ending.compareAndSet(null, why);
    }

    private static void closeQuietly(Socket socket) {
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
        public void pass(ProxyEvent.Passed message, byte[] wire, FrameRelay.Outlet outlet) throws IOException {
            outlet.write(wire, 0, wire.length);
        }
    }
}
