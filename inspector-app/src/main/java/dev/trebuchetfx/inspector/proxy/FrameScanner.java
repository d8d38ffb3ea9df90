// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import org.jspecify.annotations.Nullable;

/**
 * Cuts a run of bytes into frames, wherever reads have cut it (RFC 6455 section 5.2). It judges nothing: what a peer may not send is shown as
 * it came.
 *
 * <p>Owned by the thread that reads one direction of one connection.
 */
final class FrameScanner {
    private static final int LONGEST_HEADER = 14;

    private final KeptBytes data;
    private final KeptBytes control;
    private final byte[] header = new byte[LONGEST_HEADER];
    private int headerRead;
    private int headerLength = 2;
    private boolean inPayload;
    private long payloadRead;
    private long payloadLength;
    private @Nullable Frame completed;

    /**
     * Makes a scanner that stands before the first frame.
     *
     * @param data gets the payloads of data frames, one after the other; whoever puts messages together clears it
     * @param control gets the payload of each control frame, and is cleared before the next
     */
    FrameScanner(KeptBytes data, KeptBytes control) {
        this.data = data;
        this.control = control;
    }

    /** Whether the next byte begins a frame. */
    boolean isBetweenFrames() {
        return headerRead == 0 && !inPayload;
    }

    /**
     * Reads on, at most to the end of the frame.
     *
     * @return how many bytes were read, at least 1 where {@code length} is
     */
    int scan(byte[] bytes, int offset, int length) {
        completed = null;
        int at = offset;
        int end = offset + length;
        while (!inPayload && at < end) {
            header[headerRead++] = bytes[at++];
            if (headerRead == 2) {
                headerLength = headerLength();
            }
            if (headerRead == headerLength) {
                inPayload = true;
                payloadLength = payloadLength();
                control.clear();
                kept().announce(payloadLength);
            }
        }
        if (inPayload) {
            int part = (int) Math.min(end - at, payloadLength - payloadRead);
            keep(bytes, at, part);
            at += part;
            if (payloadRead == payloadLength) {
                completed = complete();
            }
        }
        return at - offset;
    }

    /** The frame that the last {@link #scan} has come to the end of; null where it has not. */
    @Nullable
    Frame completed() {
        return completed;
    }

    private int headerLength() {
        int shortLength = header[1] & 0x7f;
        int extended = shortLength == 126 ? 2 : shortLength == 127 ? 8 : 0;
        return 2 + extended + (isMasked() ? 4 : 0);
    }

    private boolean isMasked() {
        return (header[1] & 0x80) != 0;
    }

    private long payloadLength() {
        int shortLength = header[1] & 0x7f;
        if (shortLength < 126) {
            return shortLength;
        }
        long length = 0;
        for (int i = 2; i < (shortLength == 126 ? 4 : 10); i++) {
            length = (length << 8) | (header[i] & 0xff);
        }
        // A length with its highest bit set is forbidden and can't be read to its end either.
        return length < 0 ? Long.MAX_VALUE : length;
    }

    private KeptBytes kept() {
        return (header[0] & 0x0f) >= Frame.CLOSE ? control : data;
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (isMasked()) {
            kept().addUnmasked(bytes, offset, length, header, headerLength - 4, payloadRead);
        } else {
            kept().add(bytes, offset, length);
        }
        payloadRead += length;
    }

    private Frame complete() {
        Frame frame =
                new Frame((header[0] & 0x80) != 0, (header[0] >> 4) & 7, header[0] & 0x0f, isMasked(), payloadLength);
        headerRead = 0;
        headerLength = 2;
        inPayload = false;
        payloadRead = 0;
        return frame;
    }
}
