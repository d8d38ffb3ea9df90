// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.Envelope;
import dev.trebuchetfx.protocol.envelope.InvocationEnvelope;
import dev.trebuchetfx.protocol.envelope.ResponseEnvelope;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import dev.trebuchetfx.protocol.envelope.UnknownEnvelope;

/**
 * A codec that reads messages from JSON and writes them as JSON.
 *
 * <p>The codec is strict about version 2 and lenient about the additions of a later version: it skips unknown keys anywhere, accepts
 * keys in any order, takes null for absent, and reads a message of an unknown type as an {@link UnknownEnvelope}. It takes an
 * {@code ext} that can't be read for absent, since the message is complete without it. It checks the value of a key only if the type of
 * the message has that key.
 *
 * <p>Safe for use by any thread; holds no state between calls.
 */
public final class EnvelopeCodec {
    private static final int EXT_SIZE_ESTIMATE = 256;

    private final JsonFrames frames;

    /**
     * Makes a codec.
     *
     * @param limits the most that {@link #decode} accepts
     */
    public EnvelopeCodec(WireLimits limits) {
        this.frames = new JsonFrames(limits);
    }

    /** Returns the most that this codec accepts. */
    public WireLimits limits() {
        return frames.limits();
    }

    /**
     * Reads one message.
     *
     * @param frame the whole message, JSON in UTF-8; an {@link UnknownEnvelope} keeps it
     * @throws WireException if the bytes are not a message of the protocol; no bytes cause any other exception
     */
    public Envelope decode(Bytes frame) throws WireException {
        return EnvelopeReader.envelope(frames.read(frame, WireKeys.ENVELOPE_SHAPE), frame);
    }

    /**
     * Reads an invocation without the object of {@code type} and {@code payload} around it. HTTP carries invocations in this form, as the
     * first version of the protocol did.
     *
     * @param body the JSON in UTF-8
     * @throws WireException if the bytes are not an invocation; no bytes cause any other exception
     */
    public InvocationEnvelope decodeBareInvocation(Bytes body) throws WireException {
        return EnvelopeReader.invocation(frames.read(body, WireKeys.PAYLOAD_SHAPE));
    }

    /**
     * Writes one message as JSON in UTF-8. Absent optional keys are left out, and times are written in whole seconds. For an
     * {@link UnknownEnvelope} the method returns its raw bytes.
     *
     * <p>A lone surrogate in a text is written as U+FFFD, since UTF-8 can't represent it.
     *
     * @throws IllegalArgumentException if a number is negative where the protocol allows none, or a time is outside the years 0 to 9999, so
     *     that no peer would accept the message
     */
    public Bytes encode(Envelope envelope) {
        if (envelope instanceof UnknownEnvelope unknown) {
            return unknown.raw();
        }
        return frames.write(sizeEstimate(envelope), out -> new EnvelopeWriter(out).write(envelope));
    }

    /**
     * Writes an update whose data is encoded already; the same bytes as {@link #encode(Envelope)} gives.
     *
     * @param data the encoding of {@code update.data()}
     */
    public Bytes encode(StreamDataEnvelope update, EncodedData data) {
        StreamDataEnvelope.Ext ext = update.ext();
        return UpdateFrame.of(
                update,
                data,
                ext == null ? null : frames.write(EXT_SIZE_ESTIMATE, out -> new EnvelopeWriter(out).writeExt(ext)));
    }

    /** Returns a size in bytes that is enough for the large parts of a message, so that the buffer seldom grows. */
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
