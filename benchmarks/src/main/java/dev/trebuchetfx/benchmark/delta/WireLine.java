// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.benchmark.delta;

import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.EnvelopeCodec;
import dev.trebuchetfx.client.wire.StateDelta;
import dev.trebuchetfx.client.wire.StateDeltaCodec;
import dev.trebuchetfx.client.wire.StreamDataEnvelope;
import dev.trebuchetfx.client.wire.WireLimits;
import java.time.Instant;
import java.util.UUID;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A connection as far as bytes are counted: whole messages as the server sends them, each in one WebSocket frame, as they are and with
 * permessage-deflate that keeps its context from one message to the next.
 */
final class WireLine implements AutoCloseable {
    private static final UUID STREAM = UUID.fromString("7c9e6679-7425-40de-944b-e07fc1f90ae7");
    private static final Instant SENT = Instant.parse("2026-01-01T00:00:00Z");
    /** The end of every flushed block, which permessage-deflate leaves out: RFC 7692, 7.2.1. */
    private static final int FLUSH_BYTES = 4;

    private final EnvelopeCodec codec = new EnvelopeCodec(WireLimits.DEFAULT);
    private final StateDeltaCodec deltas = new StateDeltaCodec(WireLimits.DEFAULT);
    private final Deflater deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, true);
    private final byte[] buffer = new byte[1 << 16];
    private long sequence;

    /** How large a message was on the line, with the WebSocket's header. */
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

    private Sent send(Bytes data, StreamDataEnvelope.@Nullable Ext ext) {
        sequence++;
        Bytes message = codec.encode(new StreamDataEnvelope(STREAM, sequence, data, SENT, ext));
        return new Sent(framed(message.size()), framed(deflated(message)));
    }

    private long deflated(Bytes message) {
        deflater.setInput(message.unsafeArray());
        long size = 0;
        int written;
        do {
            written = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            size += written;
        } while (written == buffer.length);
        return size - FLUSH_BYTES;
    }

    /** A server's frames have no mask. */
    private static long framed(long payload) {
        return payload + (payload < 126 ? 2 : payload < 65_536 ? 4 : 10);
    }

    @Override
    public void close() {
        deflater.end();
    }
}
