// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.client.wire;

/**
 * Between frames and envelopes.
 *
 * <p>Safe for use by any thread; holds no state between calls.
 */
@SuppressWarnings("DoNotCallSuggester")
public final class EnvelopeCodec {
    private final WireLimits limits;

    public EnvelopeCodec(WireLimits limits) {
        this.limits = limits;
    }

    /** What this codec accepts at most. */
    public WireLimits limits() {
        return limits;
    }

    /**
     * Reads one message.
     *
     * @param frame the message, UTF-8 JSON; kept by an {@link UnknownEnvelope}
     * @throws WireException if it is not a message of the protocol; never anything else, whatever the bytes
     */
    public Envelope decode(Bytes frame) throws WireException {
        throw new UnsupportedOperationException();
    }

    /** Writes one message, UTF-8 JSON, absent optionals omitted. An {@link UnknownEnvelope} gives its raw bytes. */
    public Bytes encode(Envelope envelope) {
        throw new UnsupportedOperationException();
    }
}
