// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.transport;

/**
 * The settings of compression of a connection's messages by permessage-deflate (RFC 7692). Both sides agree on it when a connection
 * opens; messages to and from a peer that does not agree are not compressed.
 *
 * <p>Compression takes about 30 ms for each megabyte that is sent, on each connection that it is sent on. It pays on a slow line.
 *
 * <p>Immutable. Begin with {@link #ON} or {@link #OFF}; a setting that is added later breaks nobody.
 */
public final class MessageCompression {
    /** Compression with context of messages from 1 KiB on, since smaller messages gain little. */
    public static final MessageCompression ON = new MessageCompression(true, 1024, true);

    /** No compression: it is neither offered nor accepted. */
    public static final MessageCompression OFF = new MessageCompression(false, 0, false);

    private final boolean isOn;
    private final int thresholdBytes;
    private final boolean keepsContext;

    private MessageCompression(boolean isOn, int thresholdBytes, boolean keepsContext) {
        this.isOn = isOn;
        this.thresholdBytes = thresholdBytes;
        this.keepsContext = keepsContext;
    }

    /** Returns whether compression is offered or accepted. */
    public boolean isOn() {
        return isOn;
    }

    /** Returns the size in bytes from which messages are compressed, 0 or more; smaller messages are sent as they are. */
    public int thresholdBytes() {
        return thresholdBytes;
    }

    /**
     * Returns whether a message may refer back to the 32 KiB before it, provided that the peer wants it too. Messages that resemble each
     * other, such as those of one stream, become much smaller then. Each connection takes about 300 KiB outside the Java heap for it,
     * from its first compressed message on.
     */
    public boolean keepsContext() {
        return keepsContext;
    }

    /**
     * Returns these settings with another threshold.
     *
     * @param bytes the size in bytes from which messages are compressed
     * @throws IllegalArgumentException if {@code bytes} is negative
     */
    public MessageCompression withThreshold(int bytes) {
        if (bytes < 0) {
            throw new IllegalArgumentException("the threshold must be at least 0 bytes but was " + bytes);
        }
        return new MessageCompression(isOn, bytes, keepsContext);
    }

    /** Returns these settings without context: each message is compressed by itself. */
    public MessageCompression withoutContext() {
        return new MessageCompression(isOn, thresholdBytes, false);
    }

    @Override
    public String toString() {
        return isOn
                ? "compression from " + thresholdBytes + " bytes on" + (keepsContext ? ", with context" : "")
                : "no compression";
    }
}
