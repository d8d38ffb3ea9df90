// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Deflates the messages for one peer: RFC 7692, 7.2.1. What it makes must be sent in the same order, which is up to the caller. Safe for
 * use by any thread.
 */
public final class MessageDeflater implements AutoCloseable {
    /** The end of every flushed block, which is left out. */
    private static final int TAIL_BYTES = 4;

    /** A flush that has just fitted must not be asked for again: zlib would add a second one where six bytes or fewer are left. */
    private static final int BUFFER_BYTES = 1 << 13;

    private final int thresholdBytes;
    private final boolean keepsContext;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Deflater deflater;
    private boolean closed;

    /**
     * Deflates.
     *
     * @param thresholdBytes messages of fewer bytes go as they are
     * @param keepsContext whether a message may refer back to those before
     */
    public MessageDeflater(int thresholdBytes, boolean keepsContext) {
        this.thresholdBytes = thresholdBytes;
        this.keepsContext = keepsContext;
    }

    /** The message as it goes where it is compressed; null where it goes as it is: it is too small, or this is closed. */
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
                // The peer has not seen it, and has nothing to remember: the smaller of the two may go.
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
