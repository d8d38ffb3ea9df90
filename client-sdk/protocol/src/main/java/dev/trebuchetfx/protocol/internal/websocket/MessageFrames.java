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
        byte[] plain = message.unsafeArray();
        MessageDeflater deflater = compression == null ? null : compression.deflater();
        byte[] deflated = deflater == null ? null : deflater.deflate(plain);
        byte[] bytes = deflated == null ? plain : deflated;
        List<Framedata> frames = new ArrayList<>(1);
        int offset = 0;
        do {
            int length = Math.min(maxFrameBytes, bytes.length - offset);
            DataFrame frame = offset == 0 ? new BinaryFrame() : new ContinuousFrame();
            frame.setRSV1(offset == 0 && deflated != null);
            frame.setPayload(ByteBuffer.wrap(bytes, offset, length).slice());
            offset += length;
            frame.setFin(offset == bytes.length);
            frames.add(frame);
        } while (offset < bytes.length);
        return frames;
    }
}
