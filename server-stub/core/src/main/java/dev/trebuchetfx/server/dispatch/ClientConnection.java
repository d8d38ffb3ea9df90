// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.server.dispatch;

import dev.trebuchetfx.client.internal.transport.TransportConnection;
import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.Envelope;
import dev.trebuchetfx.client.wire.EnvelopeCodec;
import dev.trebuchetfx.server.stream.ServerStream;
import dev.trebuchetfx.server.stream.Subscriber;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One open connection: writes envelopes as the peer can take them, and knows the streams that are bound to it. Safe for use by any
 * thread.
 */
public final class ClientConnection implements Subscriber {
    /** What a version 2 peer takes in one frame. */
    static final int MAX_FRAME_BYTES_WITHOUT_EXTENSION = 16_384;

    private static final int TRY_AGAIN_LATER = 1013;
    private static final Logger LOG = LoggerFactory.getLogger(ClientConnection.class);

    private final TransportConnection transport;
    private final EnvelopeCodec codec;
    private final String principal;
    private final long maxQueuedBytes;
    /** By id, so that the order in which they hear of the end does not depend on chance. */
    private final Map<UUID, ServerStream> streams = new ConcurrentHashMap<>();

    private volatile boolean extension;
    private volatile boolean closed;

    ClientConnection(
            TransportConnection transport,
            EnvelopeCodec codec,
            String principal,
            boolean extension,
            long maxQueuedBytes) {
        this.transport = transport;
        this.codec = codec;
        this.principal = principal;
        this.extension = extension;
        this.maxQueuedBytes = maxQueuedBytes;
    }

    @Override
    public String principal() {
        return principal;
    }

    @Override
    public boolean speaksExtension() {
        return extension;
    }

    /** The peer has shown the extension. */
    void showsExtension() {
        extension = true;
    }

    @Override
    public void send(Envelope envelope) {
        if (closed) {
            return;
        }
        long queued = transport.queuedBytes();
        if (queued > maxQueuedBytes) {
            closed = true;
            LOG.warn("Closing a connection of {} that reads too slowly: {} bytes are queued", principal, queued);
            transport.close(
                    TRY_AGAIN_LATER,
                    "too slow: " + queued + " bytes are queued, at most " + maxQueuedBytes + " may be");
            return;
        }
        Bytes message = codec.encode(envelope);
        if (extension) {
            transport.send(message);
        } else {
            transport.sendFragmented(message, MAX_FRAME_BYTES_WITHOUT_EXTENSION);
        }
    }

    @Override
    public boolean attach(ServerStream stream) {
        streams.put(stream.id(), stream);
        return !closed;
    }

    @Override
    public void detach(ServerStream stream) {
        streams.remove(stream.id(), stream);
    }

    /** Drops the connection at once, as a cut line would. */
    public void abort() {
        transport.abort();
    }

    /** Closes it with a reason, after what is queued. */
    void close(int code, String reason) {
        transport.close(code, reason);
    }

    /** The end: each stream learns it in its own turn. */
    void ended() {
        closed = true;
        for (ServerStream stream : streams.values()) {
            stream.connectionEnded(this);
        }
        streams.clear();
    }
}
