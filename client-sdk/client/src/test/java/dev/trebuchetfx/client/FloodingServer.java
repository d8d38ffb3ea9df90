// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.transport.Transport;
import dev.trebuchetfx.protocol.transport.TransportClosed;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import dev.trebuchetfx.protocol.transport.TransportTarget;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A server that starts one stream, and then sends large states as fast as the client takes them, as a socket's reading thread
 * would bring them: each is a new array, and none is kept here.
 */
final class FloodingServer implements Transport {
    private static final UUID STREAM = UUID.randomUUID();

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final CompletableFuture<InvocationEnvelope> invoked = new CompletableFuture<>();
    private final byte[] frame;
    private volatile @Nullable TransportListener client;

    /** @param stateBytes how large a state is */
    FloodingServer(int stateBytes) {
        String state = "\"" + "x".repeat(stateBytes - 2) + "\"";
        String data = Base64.getEncoder().encodeToString(state.getBytes(StandardCharsets.UTF_8));
        this.frame = ("{\"type\":\"streamData\",\"payload\":{\"streamID\":\"" + STREAM
                        + "\",\"timestamp\":\"2026-01-01T00:00:00Z\",\"data\":\"" + data + "\",\"sequenceNumber\":")
                .getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Attempt open(TransportTarget target, TransportListener listener) {
        client = listener;
        listener.onOpen(
                new TransportConnection() {
                    @Override
                    public void send(Bytes message) {
                        if (decode(message) instanceof InvocationEnvelope invocation) {
                            invoked.complete(invocation);
                        }
                    }

                    @Override
                    public void ping() {
                        listener.onPong();
                    }

                    @Override
                    public long queuedBytes() {
                        return 0;
                    }

                    @Override
                    public void close(int code, String reason) {
                        listener.onClosed(new TransportClosed.Ended(code, reason));
                    }

                    @Override
                    public void abort() {
                        listener.onClosed(new TransportClosed.Ended(1006, "aborted"));
                    }
                },
                Map.of("trebuchet-ext", "1"));
        return () -> {};
    }

    /** Answers the invocation, once it has come. */
    void start() {
        InvocationEnvelope invocation = invoked.join();
        var ext = new StreamStartEnvelope.Ext(1, "epoch-1", 100, 300, null, null);
        listener()
                .onMessage(codec.encode(new StreamStartEnvelope(
                        STREAM, invocation.callID(), invocation.actorID(), "observeState", null, ext)));
    }

    /** Sends the state under this number. */
    void send(long sequence) {
        byte[] end = (sequence + "}}").getBytes(StandardCharsets.UTF_8);
        byte[] message = Arrays.copyOf(frame, frame.length + end.length);
        System.arraycopy(end, 0, message, frame.length, end.length);
        listener().onMessage(Bytes.wrap(message));
    }

    /** Sends a message without content. */
    void sendNothing() {
        listener().onMessage(Bytes.empty());
    }

    private TransportListener listener() {
        TransportListener to = client;
        if (to == null) {
            throw new AssertionError("the client has not connected");
        }
        return to;
    }

    private Envelope decode(Bytes message) {
        try {
            return codec.decode(message);
        } catch (WireException e) {
            throw new AssertionError("the client sent what can't be read", e);
        }
    }
}
