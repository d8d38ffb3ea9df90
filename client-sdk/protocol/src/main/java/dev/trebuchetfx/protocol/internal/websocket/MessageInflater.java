// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.CloseFrame;
import org.jspecify.annotations.Nullable;

/**
 * An inflater of the messages of one peer, in order and fragment by fragment (RFC 7692, section 7.2.2). Used by the thread that reads;
 * any thread may close it at any time.
 */
public final class MessageInflater implements AutoCloseable {
    /** The bytes at the end of every flushed block, which the sender has left out. */
    private static final byte[] TAIL = {0, 0, (byte) 0xFF, (byte) 0xFF};

    private final boolean keepsContext;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Inflater inflater;
    private boolean closed;

    /**
     * Makes an inflater.
     *
     * @param keepsContext true if a message may refer back to those before it
     */
    MessageInflater(boolean keepsContext) {
        this.keepsContext = keepsContext;
    }

    /**
     * Adds the inflated content of a fragment to its message.
     *
     * @param last true for the last fragment of the message
     * @return false if the inflater is closed, so that the message can't become whole
     * @throws LimitExceededException if the message becomes too large
     * @throws InvalidDataException if the fragment is not deflated data
     */
    public boolean inflate(ByteBuffer fragment, boolean last, BoundedMessage message) throws InvalidDataException {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            Inflater using = inflater == null ? new Inflater(true) : inflater;
            inflater = using;
            add(fragment, using, message);
            if (last) {
                // A sender may have ended the deflate stream; then it left out no tail, and the next message begins a
                // new stream.
                if (!using.finished()) {
                    add(ByteBuffer.wrap(TAIL), using, message);
                }
                forgetUnlessKept(using);
            }
            return true;
        } catch (DataFormatException e) {
            throw new InvalidDataException(
                    CloseFrame.NO_UTF8, "a message that is marked as compressed could not be inflated (RFC 7692)");
        } finally {
            lock.unlock();
        }
    }

    private static void add(ByteBuffer input, Inflater inflater, BoundedMessage message)
            throws DataFormatException, LimitExceededException {
        inflater.setInput(input);
        message.addFrom(inflater);
        while (inflater.finished() && input.hasRemaining()) {
            // Data after a block that ends its stream is a stream of its own (RFC 7692, section 7.2.3.4).
            inflater.reset();
            inflater.setInput(input);
            message.addFrom(inflater);
        }
    }

    private void forgetUnlessKept(Inflater used) {
        if (keepsContext) {
            if (used.finished()) {
                used.reset();
            }
        } else {
            used.end();
            inflater = null;
        }
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            if (inflater != null) {
                inflater.end();
                inflater = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
