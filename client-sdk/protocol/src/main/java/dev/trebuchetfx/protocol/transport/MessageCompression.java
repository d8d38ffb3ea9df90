// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

/**
 * The settings of compression of a connection's messages by permessage-deflate (RFC 7692). Both sides agree on it when a connection
 * opens; messages to and from a peer that does not agree are not compressed.
 *
 * <p>Compression takes about 30 ms for each megabyte that is sent, on each connection that it is sent on. It pays on a slow line.
 *
 * @param isOn true to offer or accept compression
 * @param thresholdBytes the size in bytes from which messages are compressed, 0 or more; smaller messages are sent as they are
 * @param keepsContext true if a message may refer back to the 32 KiB before it, provided that the peer wants it too. Messages that
 *     resemble each other, such as those of one stream, become much smaller then. Each connection takes about 300 KiB outside the Java
 *     heap for it, from its first compressed message on
 */
public record MessageCompression(boolean isOn, int thresholdBytes, boolean keepsContext) {
    /** Compression with context of messages from 1 KiB on, since smaller messages gain little. */
    public static final MessageCompression ON = new MessageCompression(true, 1024, true);

    /** No compression: it is neither offered nor accepted. */
    public static final MessageCompression OFF = new MessageCompression(false, 0, false);

    /**
     * Makes settings.
     *
     * @throws IllegalArgumentException if the threshold is negative
     */
    public MessageCompression {
        if (thresholdBytes < 0) {
            throw new IllegalArgumentException("thresholdBytes must be at least 0 but was " + thresholdBytes);
        }
    }

    /**
     * Returns these settings with another threshold.
     *
     * @param bytes the size in bytes from which messages are compressed
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public MessageCompression withThreshold(int bytes) {
        return new MessageCompression(isOn, bytes, keepsContext);
    }

    /** Returns these settings without context: each message is compressed by itself. */
    public MessageCompression withoutContext() {
        return new MessageCompression(isOn, thresholdBytes, false);
    }
}
