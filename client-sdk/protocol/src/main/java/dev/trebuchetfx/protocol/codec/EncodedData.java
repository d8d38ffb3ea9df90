// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.util.Base64;

/**
 * The data of an update in base64, as it stands in a message. A server that sends one update to many clients encodes it once and
 * writes it into the message of each with {@link EnvelopeCodec#encode(dev.trebuchetfx.protocol.envelope.StreamDataEnvelope,
 * EncodedData)}. Immutable.
 */
public final class EncodedData {
    private final byte[] base64;

    private EncodedData(byte[] base64) {
        this.base64 = base64;
    }

    /** Encodes {@code data}, now. */
    public static EncodedData of(Bytes data) {
        return new EncodedData(Base64.getEncoder().encode(data.unsafeArray()));
    }

    /** Returns the backing array, ASCII; only to be read. */
    byte[] unsafeArray() {
        return base64;
    }
}
