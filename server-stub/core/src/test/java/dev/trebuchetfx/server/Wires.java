// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireException;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.transport.Acceptor.Accepted;
import dev.trebuchetfx.protocol.transport.TransportConnection;
import dev.trebuchetfx.protocol.transport.TransportListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A line to a server that does everything on the caller's thread and notes what the server asks of its transport. */
final class Wires implements TransportConnection {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);

    final List<Envelope> received = new ArrayList<>();
    final List<Duration> pauses = new ArrayList<>();
    String closed = "";
    private final TransportListener listener;

    Wires(StubServer server, Map<String, String> headers) {
        if (!(server.acceptor().accept(headers) instanceof Accepted accepted)) {
            throw new AssertionError("refused");
        }
        listener = accepted.listener();
        listener.onOpen(this, Map.of());
    }

    void sends(Envelope envelope) {
        listener.onMessage(CODEC.encode(envelope));
    }

    void sendsText(String text) {
        listener.onMessage(Bytes.utf8(text));
    }

    <E extends Envelope> E next(Class<E> kind) {
        return kind.cast(received.removeFirst());
    }

    @Override
    public void send(Bytes message) {
        try {
            received.add(CODEC.decode(message));
        } catch (WireException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void ping() {}

    @Override
    public void pauseReading(Duration time) {
        pauses.add(time);
    }

    @Override
    public long queuedBytes() {
        return 0;
    }

    @Override
    public void close(int code, String reason) {
        closed = code + " " + reason;
    }

    @Override
    public void abort() {
        closed = "aborted";
    }
}
