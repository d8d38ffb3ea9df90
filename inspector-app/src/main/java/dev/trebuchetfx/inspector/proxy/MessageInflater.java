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
final class MessageInflater implements AutoCloseable {
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private final Inflater inflater = new Inflater(true);
    private final boolean keepsContext;
    private final int mostKept;
    private final byte[] buffer = new byte[8192];
    private boolean isBroken;

    /**
     * @param keepsContext whether a message may refer back to earlier ones
     * @param mostKept the most bytes of a message that are kept; more are inflated, for the context, and forgotten
     */
    MessageInflater(boolean keepsContext, int mostKept) {
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
            boolean tail = inflate(TAIL, data);
            if (!keepsContext) {
                inflater.reset();
            }
            return new Inflated(Bytes.wrap(data.toByteArray()), body && tail);
        } catch (DataFormatException e) {
            inflater.reset();
            isBroken = keepsContext;
            return new Inflated(compressed, false);
        }
    }

    private boolean inflate(byte[] input, ByteArrayOutputStream into) throws DataFormatException {
        inflater.setInput(input);
        boolean all = true;
        while (true) {
            int count = inflater.inflate(buffer);
            if (count == 0) {
                return all;
            }
            int room = Math.min(count, mostKept - into.size());
            into.write(buffer, 0, room);
            all &= room == count;
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
