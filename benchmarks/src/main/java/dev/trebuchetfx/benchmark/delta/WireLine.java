// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.StateDeltaCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.internal.websocket.MessageDeflater;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connection as far as bytes are counted: whole messages as the server sends them, each in one WebSocket frame, as they are and with
 * through the permessage-deflate of a connection that keeps its context from one message to the next.
 */
final class WireLine implements AutoCloseable {
    private static final UUID STREAM = UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7");
    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");
    /** So that small messages are compressed, too: a connection leaves them as they are unless it is told otherwise. */
    private static final int NO_THRESHOLD = 0;

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final StateDeltaCodec deltas = new StateDeltaCodec(WireLimits.DEFAULT);
    private final MessageDeflater deflater = new MessageDeflater(NO_THRESHOLD, true);
    private long sequence;

    /** The size of a message on the line, with the WebSocket's header. */
    record Sent(long plain, long deflated) {}

    /** Sends a state where no deltas were agreed. */
    Sent state(Bytes state) {
        return send(state, null);
    }

    /** Sends a state or a change where deltas were agreed. */
    Sent delta(StateDelta delta) {
        StreamDataEnvelope.Ext ext = delta.isFull() ? null : new StreamDataEnvelope.Ext(sequence, null, null);
        return send(deltas.encode(delta), ext);
    }

    /** A state through the line's own deflate: what a server does for each client. */
    int deflate(Bytes state) {
        byte[] deflated = deflater.deflate(state.unsafeArray());
        return deflated == null ? state.size() : deflated.length;
    }

    private Sent send(Bytes data, StreamDataEnvelope.@Nullable Ext ext) {
        sequence++;
        Bytes message = codec.encode(new StreamDataEnvelope(STREAM, sequence, data, SENT, ext));
        return new Sent(framed(message.size()), framed(deflated(message)));
    }

    private long deflated(Bytes message) {
        byte[] deflated = deflater.deflate(message.unsafeArray());
        return deflated == null ? message.size() : deflated.length;
    }

    /** A server's frames have no mask. */
    private static long framed(long payload) {
        return payload + (payload < 126 ? 2 : payload < 65_536 ? 4 : 10);
    }

    @Override
    public void close() {
        deflater.close();
    }
}
