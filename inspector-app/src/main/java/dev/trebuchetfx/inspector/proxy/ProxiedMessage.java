// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.Bytes;

/**
 * A message that went through, put together from its frames and inflated where it was compressed; or a control frame.
 *
 * @param opcode 1 text, 2 binary, 8 close, 9 ping, 10 pong; another one as it came
 * @param data the content; where {@code isCut}, what travelled, or nothing if there was no room for it
 * @param frames how many frames it came in
 * @param wireBytes of all payloads as they travelled
 * @param isCompressed whether it travelled compressed
 * @param isCut whether {@code data} is not the content: there was no room for it, or it can't be inflated
 */
public record ProxiedMessage(
        Direction direction, int opcode, Bytes data, int frames, long wireBytes, boolean isCompressed, boolean isCut) {

    /** Returns a message of the same kind that goes through in its place, in one frame and uncompressed. */
    ProxiedMessage replacedBy(Bytes other) {
        return new ProxiedMessage(direction, opcode, other, 1, other.size(), false, false);
    }

    /** Returns whether nobody has looked at the message, since it was too large. */
    public boolean isUnseen() {
        return isCut && data.isEmpty();
    }

    /** Returns whether it is a close, ping or pong. */
    public boolean isControl() {
        return opcode >= Frame.CLOSE;
    }
}
