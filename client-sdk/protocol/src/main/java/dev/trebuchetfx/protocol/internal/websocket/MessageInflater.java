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

    /** The bytes that a message may refer back to. */
    private static final int WINDOW_BYTES = 1 << 15;

    /** The most ends of a deflate stream within one message. Each costs as much time as inflating a window. */
    private static final int MAX_ENDS = 1_000;

    private final boolean keepsContext;
    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Inflater inflater;
    /** The end of the messages before this one, at the end of the array; null if there is nothing to refer back to. */
    private byte @Nullable [] window;

    private int inWindow;
    /** The bytes of this message that the window has taken in. */
    private int remembered;
    /** The ends of a deflate stream within this message so far. */
    private int ends;

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
                forgetUnlessKept(using, message);
                ends = 0;
            }
            return true;
        } catch (DataFormatException e) {
            throw new InvalidDataException(
                    CloseFrame.NO_UTF8, "a message that is marked as compressed could not be inflated (RFC 7692)");
        } finally {
            lock.unlock();
        }
    }

    private void add(ByteBuffer input, Inflater inflater, BoundedMessage message)
            throws DataFormatException, InvalidDataException {
        inflater.setInput(input);
        message.addFrom(inflater);
        while (inflater.finished() && input.hasRemaining()) {
            // Data after a block that ends its stream is a stream of its own (RFC 7692, section 7.2.3.4).
            if (++ends > MAX_ENDS) {
                throw new InvalidDataException(
                        CloseFrame.POLICY_VALIDATION,
                        "a compressed message has more than " + MAX_ENDS + " blocks that end a stream");
            }
            remember(message);
            begin(inflater);
            inflater.setInput(input);
            message.addFrom(inflater);
        }
    }

    /** Begins another deflate stream, which may refer back as if the one before had not ended (RFC 7692, section 7.2.2). */
    private void begin(Inflater inflater) {
        inflater.reset();
        byte[] known = window;
        if (known != null) {
            inflater.setDictionary(known, WINDOW_BYTES - inWindow, inWindow);
        }
    }

    /** Moves the window to the end of the message so far. */
    private void remember(BoundedMessage message) {
        byte[] known = window == null ? new byte[WINDOW_BYTES] : window;
        int fresh = Math.min(message.size() - remembered, WINDOW_BYTES);
        int kept = Math.min(inWindow, WINDOW_BYTES - fresh);
        System.arraycopy(known, WINDOW_BYTES - kept, known, WINDOW_BYTES - fresh - kept, kept);
        message.copyEndTo(known, fresh);
        window = known;
        inWindow = fresh + kept;
        remembered = message.size();
    }

    private void forgetUnlessKept(Inflater used, BoundedMessage message) {
        if (keepsContext) {
            remember(message);
            if (used.finished()) {
                begin(used);
            }
        } else {
            used.end();
            inflater = null;
            window = null;
            inWindow = 0;
        }
        remembered = 0;
    }

    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            window = null;
            if (inflater != null) {
                inflater.end();
                inflater = null;
            }
        } finally {
            lock.unlock();
        }
    }
}
