// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.Bytes;

/**
 * One frame of RFC 6455 section 5.2, unmasked.
 *
 * @param reservedBits RSV1 to RSV3 as the bits 4, 2 and 1
 * @param length of the payload as the frame declares it; more than {@code payload} holds where that was cut to a limit
 */
record Frame(boolean isFinal, int reservedBits, int opcode, boolean isMasked, long length, Bytes payload) {
    static final int CONTINUATION = 0;
    static final int TEXT = 1;
    static final int BINARY = 2;
    static final int CLOSE = 8;

    boolean isControl() {
        return opcode >= CLOSE;
    }

    boolean isCompressed() {
        return (reservedBits & 4) != 0;
    }

    boolean isCut() {
        return length > payload.size();
    }
}
