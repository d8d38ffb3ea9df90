// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.store;

import dev.trebuchetfx.benchmark.BenchmarkFailedException;
import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.transport.Acceptor.Accepted;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.server.StubServer;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;

/**
 * A connection to a server in this process, without a socket and without a client that would cost as much as the server. Messages
 * are those of the protocol. Owned by one thread; the server sends by any.
 */
final class SocketlessPeer implements TransportConnection, AutoCloseable {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final long PATIENCE_SECONDS = 60;

    private final TransportListener server;
    private final BlockingQueue<Bytes> answers = new LinkedBlockingQueue<>();
    private final LongAdder received = new LongAdder();
    private final boolean onlyCounts;

    private SocketlessPeer(TransportListener server, boolean onlyCounts) {
        this.server = server;
        this.onlyCounts = onlyCounts;
    }

    /** Connects for calls. */
    static SocketlessPeer forCalls(StubServer server) {
        return open(server, false);
    }

    /** Connects for streams, whose messages are counted only. */
    static SocketlessPeer forStreams(StubServer server) {
        return open(server, true);
    }

    private static SocketlessPeer open(StubServer server, boolean onlyCounts) {
        if (!(server.acceptor().accept(Map.of("trebuchet-ext", "1")) instanceof Accepted accepted)) {
            throw new BenchmarkFailedException("expected that the server accepts a connection but it refused one");
        }
        SocketlessPeer line = new SocketlessPeer(accepted.listener(), onlyCounts);
        accepted.listener().onOpen(line, Map.of());
        return line;
    }

    /** Asks for a call or a stream, and does not wait. */
    void invoke(String actor, String method, List<String> deltas) {
        server.onMessage(CODEC.encode(new InvocationEnvelope(
                UUID.randomUUID(),
                ActorId.of(actor),
                method,
                InvocationEnvelope.CURRENT_PROTOCOL_VERSION,
                List.of(),
                List.of(),
                null,
                null,
                new InvocationEnvelope.Ext(1, deltas, null))));
    }

    /**
     * Calls a method without arguments that returns a number, and waits for the answer.
     *
     * @return the number; empty where another server was quicker again and again
     * @throws BenchmarkFailedException if there is another answer, or none
     */
    OptionalLong call(String actor, String method) throws Exception {
        invoke(actor, method, List.of());
        Bytes answer = answers.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (answer != null && CODEC.decode(answer) instanceof ResponseEnvelope response) {
            Bytes result = response.result();
            String error = response.errorMessage();
            if (result != null) {
                return OptionalLong.of(Long.parseLong(result.utf8()));
            }
            if (error != null && error.endsWith("load it anew and repeat the change")) {
                return OptionalLong.empty();
            }
        }
        throw new BenchmarkFailedException(
                "expected an answer with a number but found " + (answer == null ? "none" : answer.utf8()));
    }

    /** Returns how many messages have come, where they are only counted. */
    long received() {
        return received.sum();
    }

    @Override
    public void send(Bytes message) {
        if (onlyCounts) {
            received.increment();
        } else {
            answers.add(message);
        }
    }

    @Override
    public void ping() {
        server.onPong();
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public void close(int code, String reason) {
        server.onClosed(new TransportClosed.Ended(code, reason));
    }

    @Override
    public void abort() {
        close(1006, "aborted");
    }

    @Override
    public void close() {
        close(1000, "over");
    }
}
