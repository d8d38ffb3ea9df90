// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;

/**
 * Between frames and envelopes.
 *
 * <p>Reading is strict about what version 2 says and lenient about what a later version may add: unknown keys are skipped anywhere, the order of
 * keys is free, null counts as absent, a message of an unknown type is an {@link UnknownEnvelope}, and an {@code ext} that can't be read counts
 * as absent, so that it never costs a message that is whole without it. A key is judged only where the type of the message has it.
 *
 * <p>Safe for use by any thread; holds no state between calls.
 */
public final class EnvelopeCodec {
    private final JsonFrames frames;

    public EnvelopeCodec(WireLimits limits) {
        this.frames = new JsonFrames(limits);
    }

    /** What this codec accepts at most. */
    public WireLimits limits() {
        return frames.limits();
    }

    /**
     * Reads one message.
     *
     * @param frame the message, UTF-8 JSON; kept by an {@link UnknownEnvelope}
     * @throws WireException if it is not a message of the protocol; never anything else, whatever the bytes
     */
    public Envelope decode(Bytes frame) throws WireException {
        return EnvelopeReader.envelope(frames.read(frame, WireKeys.ENVELOPE_SHAPE), frame);
    }

    /**
     * Reads an invocation that has no {@code type} and {@code payload} around it, as HTTP carries it and as the first version of the protocol
     * did.
     *
     * @param body UTF-8 JSON
     * @throws WireException if it is not an invocation; never anything else, whatever the bytes
     */
    public InvocationEnvelope decodeBareInvocation(Bytes body) throws WireException {
        return EnvelopeReader.invocation(frames.read(body, WireKeys.PAYLOAD_SHAPE));
    }

    /**
     * Writes one message, UTF-8 JSON, absent optionals omitted, times in whole seconds. An {@link UnknownEnvelope} gives its raw bytes.
     *
     * <p>Text that is not Unicode (half a surrogate pair) is written with U+FFFD in its place: UTF-8 has no form for it.
     *
     * @throws IllegalArgumentException if the record holds what no peer would accept: a negative number where the protocol has none, or a year
     *     outside 0 to 9999
     */
    public Bytes encode(Envelope envelope) {
        if (envelope instanceof UnknownEnvelope unknown) {
            return unknown.raw();
        }
        return frames.write(sizeEstimate(envelope), out -> new EnvelopeWriter(out, null).write(envelope));
    }

    /**
     * Writes an update whose data is encoded already; the same bytes as {@link #encode(Envelope)} gives.
     *
     * @param data the encoding of {@code update.data()}
     */
    public Bytes encode(StreamDataEnvelope update, EncodedData data) {
        return frames.write(sizeEstimate(update), out -> new EnvelopeWriter(out, data).write(update));
    }

    /** Enough for what makes a message large, so that the buffer seldom grows. */
    private static int sizeEstimate(Envelope envelope) {
        long content =
                switch (envelope) {
                    case StreamDataEnvelope data -> data.data().size();
                    case ResponseEnvelope response -> {
                        Bytes result = response.result();
                        yield result == null ? 0 : result.size();
                    }
                    case InvocationEnvelope invocation ->
                        invocation.arguments().stream().mapToLong(Bytes::size).sum();
                    default -> 0;
                };
        return (int) Math.min(512 + content * 4 / 3, Integer.MAX_VALUE - 16);
    }
}
