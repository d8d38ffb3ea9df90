// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.client.wire.Bytes;
import java.io.ByteArrayOutputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Inflates the messages of one direction (RFC 7692 section 7.2.2), on a copy. A message that can't be inflated leaves it useless where
 * later ones refer back to it; they are then given as they travelled.
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
    /** The last bytes that came out, which what follows may refer back to, in a ring. */
    private final byte[] window = new byte[WINDOW];

    private long windowEnd;
    /** Whether nothing of the stream under way came yet. */
    private boolean beginsStream;

    private boolean isBroken;

    /**
     * @param keepsContext whether a message may refer back to earlier ones
     * @param mostKept the most bytes of a message that are kept; more are inflated, for the context, and forgotten
     */
    RelayInflater(boolean keepsContext, int mostKept) {
        this.keepsContext = keepsContext;
        this.mostKept = mostKept;
    }

    /** What came of a message. */
    record Inflated(Bytes data, boolean isWhole) {}

    /**
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

    /** Begins another stream, which may refer back to what came out of the one before. */
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
