// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.fuzz.Fuzz;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;

/** Whatever a peer sends is a message or ends in a {@link WireException}; what is a message can be written again. */
class CodecFuzzTest implements Fuzz.Tests {
    private static final EnvelopeCodec CODEC = new EnvelopeCodec(WireLimits.DEFAULT);
    private static final StateDeltaCodec DELTAS = new StateDeltaCodec(WireLimits.DEFAULT);

    private static final Fuzz FUZZ = new Fuzz("codec", CodecFuzzTest::read, "/golden");

    @Override
    public Fuzz fuzz() {
        return FUZZ;
    }

    private static void read(byte[] input) throws WireException {
        try {
            Envelope read = CODEC.decode(Bytes.wrap(input));
            CODEC.decode(CODEC.encode(read));
        } catch (WireException expected) {
            // The bytes are no message.
        }
        try {
            DELTAS.decode(Bytes.wrap(input));
        } catch (WireException expected) {
            // The bytes are no StateDelta.
        }
    }
}
