// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.ActorId;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamResumeEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamStartEnvelope;
import dev.trebuchetfx.protocol.filter.StreamFilter;
import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** A peer that speaks in envelopes over a real socket and waits for what it is told to expect. */
public final class RawClient implements AutoCloseable {
    private static final long TIMEOUT_SECONDS = 10;

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final HttpClient http = HttpClient.newHttpClient();
    private final BlockingQueue<Envelope> received = new LinkedBlockingQueue<>();
    private final CompletableFuture<Integer> closed = new CompletableFuture<>();
    private final AtomicReference<String> closeReason = new AtomicReference<>("");
    private final WebSocket socket;

    private RawClient(URI uri, Map<String, String> headers) {
        WebSocket.Builder builder = http.newWebSocketBuilder();
        headers.forEach(builder::header);
        socket = builder.buildAsync(uri, new Listener()).join();
    }

    /** A peer that knows version 2 only. */
    public static RawClient v2(StubServer server) {
        return new RawClient(server.uri(), Map.of());
    }

    /** A peer that shows the extension on the upgrade request. */
    public static RawClient ext(StubServer server) {
        return new RawClient(server.uri(), Map.of("Trebuchet-Ext", "1"));
    }

    /** A peer that shows the extension to the server at this address. */
    public static RawClient ext(URI uri) {
        return new RawClient(uri, Map.of("Trebuchet-Ext", "1"));
    }

    public static RawClient with(StubServer server, Map<String, String> headers) {
        return new RawClient(server.uri(), headers);
    }

    public void send(Envelope envelope) {
        socket.sendBinary(codec.encode(envelope).asByteBuffer(), true).join();
    }

    public void sendText(String text) {
        socket.sendText(text, true).join();
    }

    /** The next message, which must be of this kind. */
    public <E extends Envelope> E next(Class<E> kind) {
        Envelope envelope = next();
        if (!kind.isInstance(envelope)) {
            throw new AssertionError("expected " + kind.getSimpleName() + " but came " + envelope);
        }
        return kind.cast(envelope);
    }

    public Envelope next() {
        try {
            Envelope envelope = received.poll(TIMEOUT_SECONDS, TimeUnit.SECONDS);
            if (envelope == null) {
                throw new AssertionError("nothing came within " + TIMEOUT_SECONDS + " s");
            }
            return envelope;
        } catch (InterruptedException e) {
            throw new AssertionError("interrupted while waiting for a message", e);
        }
    }

    /** Calls and gives the response. */
    public ResponseEnvelope call(String actor, String method, String... arguments) {
        InvocationEnvelope invocation = invocation(actor, method, null, null, arguments);
        send(invocation);
        while (true) {
            Envelope envelope = next();
            if (envelope instanceof ResponseEnvelope response
                    && response.callID().equals(invocation.callID())) {
                return response;
            }
            if (envelope instanceof ResponseEnvelope) {
                throw new AssertionError("a response to another call came: " + envelope);
            }
            later.add(envelope);
        }
    }

    /** What came while a call waited for its response. */
    public final BlockingQueue<Envelope> later = new LinkedBlockingQueue<>();

    public StreamStartEnvelope observe(String actor, String method) {
        return observe(actor, method, null);
    }

    public StreamStartEnvelope observe(String actor, String method, @Nullable StreamFilter filter) {
        InvocationEnvelope invocation = invocation(actor, method, filter, null);
        send(invocation);
        StreamStartEnvelope start = next(StreamStartEnvelope.class);
        if (!start.callID().equals(invocation.callID())) {
            throw new AssertionError("expected the start of " + invocation + " but came " + start);
        }
        return start;
    }

    public static InvocationEnvelope invocation(
            String actor,
            String method,
            @Nullable StreamFilter filter,
            InvocationEnvelope.@Nullable Ext ext,
            String... arguments) {
        return new InvocationEnvelope(
                UUID.randomUUID(),
                ActorId.of(actor),
                method,
                2,
                List.of(),
                Arrays.stream(arguments).map(Bytes::utf8).toList(),
                filter,
                null,
                ext);
    }

    public void resumeV2(StreamStartEnvelope start, long last) {
        send(new StreamResumeEnvelope(start.streamID(), last, start.actorID(), start.targetIdentifier(), null));
    }

    /** Resumes with the extension; gives the call's id. */
    public UUID resumeExt(StreamStartEnvelope start, long last, @Nullable String epoch, boolean full) {
        UUID call = UUID.randomUUID();
        send(new StreamResumeEnvelope(
                start.streamID(),
                last,
                start.actorID(),
                start.targetIdentifier(),
                new StreamResumeEnvelope.Ext(
                        1, epoch, call, ActorId.of("counter"), start.filter(), List.of(), List.of(), false, full)));
        return call;
    }

    public StreamDataEnvelope data() {
        return next(StreamDataEnvelope.class);
    }

    /** Nothing has come that was not looked at. Only meaningful after an answer that would have come later. */
    public boolean hasNothingMore() {
        return received.isEmpty();
    }

    public int awaitClosed() {
        return closed.orTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS).join();
    }

    /** What the server said when it closed the connection. */
    public String closeReason() {
        awaitClosed();
        return String.valueOf(closeReason.get());
    }

    /** Ends the connection without a closing handshake. */
    public void cut() {
        socket.abort();
    }

    @Override
    public void close() {
        socket.abort();
        http.close();
    }

    /** The JSON of a call that succeeded; empty for a void method. */
    public static String resultOf(ResponseEnvelope response) {
        Bytes result = response.result();
        if (result == null) {
            throw new AssertionError("the call failed: " + response.errorMessage());
        }
        return result.utf8();
    }

    private final class Listener implements WebSocket.Listener {
        private final ByteArrayOutputStream message = new ByteArrayOutputStream();

        @Override
        public @Nullable CompletionStage<?> onBinary(WebSocket webSocket, ByteBuffer data, boolean last) {
            byte[] part = new byte[data.remaining()];
            data.get(part);
            message.writeBytes(part);
            if (last) {
                try {
                    received.add(codec.decode(Bytes.wrap(message.toByteArray())));
                } catch (WireException e) {
                    throw new AssertionError("the server sent what can't be read", e);
                } finally {
                    message.reset();
                }
            }
            webSocket.request(1);
            return null;
        }

        @Override
        public @Nullable CompletionStage<?> onClose(WebSocket webSocket, int statusCode, String reason) {
            closeReason.set(reason);
            closed.complete(statusCode);
            return null;
        }

        @Override
        public void onError(WebSocket webSocket, Throwable error) {
            closed.complete(1006);
        }
    }
}
