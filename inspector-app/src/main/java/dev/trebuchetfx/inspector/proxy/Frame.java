// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

/**
 * The header of a frame (RFC 6455 section 5.2) whose payload has come to its end.
 *
 * @param reservedBits RSV1 to RSV3 as the bits 4, 2 and 1
 * @param length the number of bytes of the payload
 */
record Frame(boolean isFinal, int reservedBits, int opcode, boolean isMasked, long length) {
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
}
