// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.java_websocket.framing.BinaryFrame;
import org.java_websocket.framing.ContinuousFrame;
import org.java_websocket.framing.DataFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.TextFrame;
import org.jspecify.annotations.Nullable;

/** The factory of a message's frames. It compresses the message as a whole, if that is agreed on, and then cuts it. */
public final class MessageFrames {
    private MessageFrames() {}

    /**
     * Returns the frames of a binary message. Only the frame of an empty message is empty. The frames of all messages must be sent in the
     * order in which they were made.
     *
     * @param compression the connection's compression; null if none is agreed on
     * @param maxFrameBytes the most bytes of payload in one frame, 1 or more
     */
    public static List<Framedata> of(Bytes message, @Nullable DeflateExtension compression, int maxFrameBytes) {
        return of(message, compression, maxFrameBytes, false);
    }

    /**
     * Returns the frames of a text message, as {@link #of} does. Unless it is compressed, a frame ends between two characters: not every
     * reader waits for the next frame before it decodes one.
     *
     * @param message UTF-8
     * @param maxFrameBytes the most bytes of payload in one frame, 4 or more
     */
    public static List<Framedata> ofText(Bytes message, @Nullable DeflateExtension compression, int maxFrameBytes) {
        return of(message, compression, maxFrameBytes, true);
    }

    private static List<Framedata> of(
            Bytes message, @Nullable DeflateExtension compression, int maxFrameBytes, boolean text) {
        byte[] plain = message.unsafeArray();
        MessageDeflater deflater = compression == null ? null : compression.deflater();
        byte[] deflated = deflater == null ? null : deflater.deflate(plain);
        byte[] bytes = deflated == null ? plain : deflated;
        List<Framedata> frames = new ArrayList<>(1);
        int offset = 0;
        do {
            int length = Math.min(maxFrameBytes, bytes.length - offset);
            if (text && deflated == null) {
                length = endOfCharacter(bytes, offset, length) - offset;
            }
            DataFrame frame;
            if (offset > 0) {
                frame = new ContinuousFrame();
            } else {
                frame = text ? new TextFrame() : new BinaryFrame();
            }
            frame.setRSV1(offset == 0 && deflated != null);
            frame.setPayload(ByteBuffer.wrap(bytes, offset, length).slice());
            offset += length;
            frame.setFin(offset == bytes.length);
            frames.add(frame);
        } while (offset < bytes.length);
        return frames;
    }

    /** Returns the end of the last character that is whole within {@code length} bytes, or of as many bytes where they are no UTF-8. */
    public static int endOfCharacter(byte[] bytes, int offset, int length) {
        int end = offset + length;
        int whole = end;
        while (whole > offset && whole < bytes.length && (bytes[whole] & 0xC0) == 0x80) {
            whole--;
        }
        return whole == offset ? end : whole;
    }
}
