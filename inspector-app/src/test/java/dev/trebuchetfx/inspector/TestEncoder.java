// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector;

import dev.trebuchetfx.client.wire.Bytes;
import dev.trebuchetfx.client.wire.Envelope;
import dev.trebuchetfx.client.wire.EnvelopeCodec;
import dev.trebuchetfx.client.wire.WireLimits;

/** Writes envelopes as the client does. */
public final class TestEncoder {
    private TestEncoder() {}

    public static Bytes encode(Envelope envelope) {
        return new EnvelopeCodec(WireLimits.DEFAULT).encode(envelope);
    }
}
