// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * A deflater of the messages to one peer (RFC 7692, section 7.2.1). The caller must send its results in the order in which they were made.
 * Safe for use by any thread.
 */
public final class MessageDeflater implements AutoCloseable {
    /** The bytes at the end of every flushed block, which are not sent. */
    private static final int TAIL_BYTES = 4;

    /**
     * The most bytes of the buffer. It is large, since zlib is called again after a full buffer and then adds a second flush marker if the
     * first one has just filled it.
     */
    private static final int BUFFER_BYTES = 1 << 13;

    private final int thresholdBytes;
    private final boolean keepsContext;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Deflater deflater;
    private boolean closed;

    /**
     * Makes a deflater.
     *
     * @param thresholdBytes the size in bytes from which messages are compressed
     * @param keepsContext true if a message may refer back to those before it
     */
    public MessageDeflater(int thresholdBytes, boolean keepsContext) {
        this.thresholdBytes = thresholdBytes;
        this.keepsContext = keepsContext;
    }

    /**
     * Returns the compressed message; null if it is to be sent as it is, since it is too small, would not become smaller without context,
     * or the deflater is closed.
     */
    public byte @Nullable [] deflate(byte[] message) {
        if (message.length < thresholdBytes || message.length == 0) {
            return null;
        }
        lock.lock();
        try {
            if (closed) {
                return null;
            }
            Deflater using = deflater == null ? new Deflater(Deflater.DEFAULT_COMPRESSION, true) : deflater;
            if (keepsContext) {
                deflater = using;
                return deflated(using, message);
            }
            try {
                byte[] deflated = deflated(using, message);
                // Without context the peer need not see the compressed form, so the smaller of the two forms may be
                // sent.
                return deflated.length < message.length ? deflated : null;
            } finally {
                using.end();
            }
        } finally {
            lock.unlock();
        }
    }

    private static byte[] deflated(Deflater deflater, byte[] message) {
        deflater.setInput(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream(message.length / 8 + 64);
        byte[] buffer = new byte[Math.min(BUFFER_BYTES, message.length + 64)];
        int length;
        do {
            length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
            out.write(buffer, 0, length);
        } while (length == buffer.length);
        byte[] whole = out.toByteArray();
        return Arrays.copyOf(whole, whole.length - TAIL_BYTES);
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (deflater != null) {
                deflater.end();
                deflater = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
