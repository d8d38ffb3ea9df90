// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import dev.trebuchetfx.protocol.codec.EnvelopeCodec;
import dev.trebuchetfx.protocol.codec.WireLimits;
import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;

/** Writes envelopes as the client does. */
public final class TestEncoder {
    private TestEncoder() {}

    public static Bytes encode(Envelope envelope) {
        return new EnvelopeCodec(WireLimits.DEFAULT).encode(envelope);
    }
}
