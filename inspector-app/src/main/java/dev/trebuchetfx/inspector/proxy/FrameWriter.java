// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.ByteBuffer;

/** Writes frames as a server does: unmasked and uncompressed. */
final class FrameWriter {
    private FrameWriter() {}

    static byte[] whole(int opcode, Bytes data) {
        int size = data.size();
        ByteBuffer frame = ByteBuffer.allocate(size + 10);
        frame.put((byte) (0x80 | opcode));
        if (size < 126) {
            frame.put((byte) size);
        } else if (size < 0x10000) {
            frame.put((byte) 126).putShort((short) size);
        } else {
            frame.put((byte) 127).putLong(size);
        }
        frame.put(data.unsafeArray());
        byte[] bytes = new byte[frame.flip().remaining()];
        frame.get(bytes);
        return bytes;
    }
}
