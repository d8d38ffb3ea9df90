// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.Bytes;
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
    private final KeptBytes kept;
    private final long mostInflated;
    private long inflated;
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
     * @param budget the room for what is inflated. Up to four times as much as one message may have is inflated, for the context, and forgotten
     */
    RelayInflater(boolean keepsContext, LookBudget budget) {
        this.keepsContext = keepsContext;
        this.kept = new KeptBytes(budget);
        this.mostInflated = 4L * budget.mostOfOneMessage();
    }

    /** An inflated message. {@code isWhole}: whether {@code data} is all of it, uncompressed. */
    record Inflated(Bytes data, boolean isWhole) {}

    /**
     * Inflates a message; returns it as it is, marked as not whole, if that is not possible, and no bytes if there is no room for it. The caller then
     * calls {@link #letGo}.
     *
     * @param isWhole whether {@code compressed} is all of the message
     */
    Inflated inflate(Bytes compressed, boolean isWhole) {
        if (isBroken || !isWhole) {
            isBroken |= keepsContext;
            return new Inflated(compressed, false);
        }
        inflated = 0;
        try {
            boolean all = inflate(compressed.unsafeArray());
            // A message that ends with a whole stream was not cut before its tail.
            all = all && (beginsStream || inflate(TAIL));
            if (!all) {
                isBroken = keepsContext;
            }
            if (!keepsContext || !all) {
                inflater.reset();
                windowEnd = 0;
                beginsStream = false;
            }
            boolean whole = all && kept.isWhole();
            return new Inflated(kept.take(), whole);
        } catch (DataFormatException e) {
            kept.clear();
            inflater.reset();
            windowEnd = 0;
            beginsStream = false;
            isBroken = keepsContext;
            return new Inflated(compressed, false);
        }
    }

    /** Gives back the room of the message that was inflated last. */
    void letGo() {
        kept.clear();
    }

    /** Inflates on; returns false if it was given up, since there is no end of it. */
    private boolean inflate(byte[] input) throws DataFormatException {
        inflater.setInput(input);
        beginsStream &= input.length == 0;
        while (true) {
            int count = inflater.inflate(buffer);
            kept.add(buffer, 0, count);
            remember(count);
            inflated += count;
            if (inflated > mostInflated) {
                kept.lose();
                return false;
            }
            if (inflater.finished()) {
                // A sender may end its stream with any block (RFC 7692 section 7.2.3.4); what follows is another.
                int left = inflater.getRemaining();
                beginStream();
                inflater.setInput(input, input.length - left, left);
                beginsStream = left == 0;
            } else if (count == 0) {
                return true;
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
        kept.clear();
        inflater.end();
    }
}
