// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates copies of the messages that are relayed in one direction (RFC 7692 section 7.2.2). If a message can't be inflated, and
 * later messages may refer back to it, those are returned compressed, as they travelled.
 *
 * <p>The client's own inflater refuses a message that is too long; this one goes on, since it has to follow the sender's context.
 *
 * <p>Owned by the thread that reads this direction of one connection, which closes it.
 */
final class RelayInflater implements AutoCloseable {
    private static final int WINDOW = 1 << 15;
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final Inflater inflater = new Inflater(true);
    private final boolean keepsContext;
    private final int mostKept;
    private final byte[] buffer = new byte[8192];
    /** The last inflated bytes, which later messages may refer back to, as a ring. */
    private final byte[] window = new byte[WINDOW];

    private long windowEnd;
    /** True while the deflate stream under way has had no input. */
    private boolean beginsStream;

    private boolean isBroken;

    /**
     * Creates an inflater for one direction.
     *
     * @param keepsContext whether a message may refer back to earlier ones
     * @param mostKept the most bytes of a message that are kept; more are inflated, for the context, and forgotten
     */
    RelayInflater(boolean keepsContext, int mostKept) {
        this.keepsContext = keepsContext;
        this.mostKept = mostKept;
    }

    /** An inflated message. {@code isWhole}: whether {@code data} is all of it, uncompressed. */
    record Inflated(Bytes data, boolean isWhole) {}

    /**
     * Inflates a message; returns it as it is, marked as not whole, if that is not possible.
     *
     * @param isWhole whether {@code compressed} is all of the message
     */
    Inflated inflate(Bytes compressed, boolean isWhole) {
        if (isBroken || !isWhole) {
            isBroken |= keepsContext;
            return new Inflated(compressed, false);
        }
        ByteArrayOutputStream data = new ByteArrayOutputStream(compressed.size() * 4);
        try {
            boolean body = inflate(compressed.unsafeArray(), data);
            // A message that ends with a whole stream was not cut before its tail.
            boolean tail = beginsStream || inflate(TAIL, data);
            if (!keepsContext) {
                inflater.reset();
                windowEnd = 0;
            }
            return new Inflated(Bytes.wrap(data.toByteArray()), body && tail);
        } catch (DataFormatException e) {
            inflater.reset();
            windowEnd = 0;
            beginsStream = false;
            isBroken = keepsContext;
            return new Inflated(compressed, false);
        }
    }

    private boolean inflate(byte[] input, ByteArrayOutputStream into) throws DataFormatException {
        inflater.setInput(input);
        beginsStream &= input.length == 0;
        boolean all = true;
        while (true) {
            int count = inflater.inflate(buffer);
            int room = Math.min(count, mostKept - into.size());
            into.write(buffer, 0, room);
            all &= room == count;
            remember(count);
            if (inflater.finished()) {
                // A sender may end its stream with any block (RFC 7692 section 7.2.3.4); what follows is another.
                int left = inflater.getRemaining();
                beginStream();
                inflater.setInput(input, input.length - left, left);
                beginsStream = left == 0;
            } else if (count == 0) {
                return all;
            }
        }
    }

    private void remember(int count) {
        int at = (int) (windowEnd % WINDOW);
        int first = Math.min(count, WINDOW - at);
        System.arraycopy(buffer, 0, window, at, first);
        System.arraycopy(buffer, first, window, 0, count - first);
        windowEnd += count;
    }

    /** Begins another deflate stream, which may refer back to the output of the one before. */
    private void beginStream() {
        inflater.reset();
        int size = (int) Math.min(windowEnd, WINDOW);
        if (size > 0) {
            byte[] before = new byte[size];
            for (int i = 0; i < size; i++) {
                before[i] = window[(int) ((windowEnd - size + i) % WINDOW)];
            }
            inflater.setDictionary(before);
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
