// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

/**
 * Whether and how the messages of a connection are compressed: permessage-deflate, RFC 7692. It is agreed when a connection opens;
 * towards a peer that does not agree, nothing is compressed.
 *
 * <p>Time is the price: about 30 ms for each megabyte that is sent, for each connection that it is sent to. It pays on a slow line.
 *
 * @param isOn false: it is neither offered nor accepted
 * @param thresholdBytes messages of fewer bytes go as they are, 0 or more
 * @param keepsContext whether a message may refer back to the 32 KiB before it. Messages that are like each other, as those of a
 *     stream are, become much smaller then; it takes about 300 KiB outside the Java heap for each connection, from its first
 *     compressed message on. Otherwise nothing is kept between messages. Kept only where both peers want it
 */
public record MessageCompression(boolean isOn, int thresholdBytes, boolean keepsContext) {
    /** From 1 KiB on, with context: below that there is little to gain. */
    public static final MessageCompression ON = new MessageCompression(true, 1024, true);

    /** Neither offered nor accepted. */
    public static final MessageCompression OFF = new MessageCompression(false, 0, false);

    public MessageCompression {
        if (thresholdBytes < 0) {
            throw new IllegalArgumentException("thresholdBytes must be at least 0 but was " + thresholdBytes);
        }
    }

    /** The same from other sizes on. */
    public MessageCompression withThreshold(int bytes) {
        return new MessageCompression(isOn, bytes, keepsContext);
    }

    /** The same, with nothing kept from one message to the next. */
    public MessageCompression withoutContext() {
        return new MessageCompression(isOn, thresholdBytes, false);
    }
}
