// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import java.io.ByteArrayOutputStream;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A frame as a peer may send it, written in the plainest way. */
@SuppressWarnings("ArrayRecordComponent")
record TestFrame(boolean isFinal, int reservedBits, int opcode, byte @Nullable [] mask, byte[] payload) {

    static TestFrame random(SplittableRandom random, int longest) {
        int size =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(1, 126);
                    case 2 -> random.nextInt(126, 300);
                    default -> random.nextInt(300, longest);
                };
        byte[] payload = new byte[size];
        random.nextBytes(payload);
        byte[] mask = null;
        if (random.nextBoolean()) {
            mask = new byte[4];
            random.nextBytes(mask);
        }
        return new TestFrame(random.nextBoolean(), random.nextInt(8), random.nextInt(16), mask, payload);
    }

    byte[] toBytes() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write((isFinal ? 0x80 : 0) | reservedBits << 4 | opcode);
        int masked = mask == null ? 0 : 0x80;
        if (payload.length < 126) {
            out.write(masked | payload.length);
        } else if (payload.length < 65536) {
            out.write(masked | 126);
            out.write(payload.length >> 8);
            out.write(payload.length);
        } else {
            out.write(masked | 127);
            for (int shift = 56; shift >= 0; shift -= 8) {
                out.write((int) ((long) payload.length >> shift));
            }
        }
        byte[] body = payload.clone();
        if (mask != null) {
            out.writeBytes(mask);
            for (int i = 0; i < body.length; i++) {
                body[i] ^= mask[i % 4];
            }
        }
        out.writeBytes(body);
        return out.toByteArray();
    }

    Frame expected() {
        return new Frame(isFinal, reservedBits, opcode, mask != null, payload.length);
    }
}
