// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;

/**
 * A codec that reads the content of an update as a {@link StateDelta} and writes it.
 *
 * <p>Safe for use by any thread; holds no state between calls.
 */
public final class StateDeltaCodec {
    private final JsonFrames frames;

    /**
     * Makes a codec.
     *
     * @param limits the most that {@link #decode} accepts
     */
    public StateDeltaCodec(WireLimits limits) {
        this.frames = new JsonFrames(limits);
    }

    /**
     * Reads the content of one update, a full state or a delta.
     *
     * @param data the JSON in UTF-8
     * @throws WireException if the bytes are not a {@link StateDelta}; no bytes cause any other exception
     */
    public StateDelta decode(Bytes data) throws WireException {
        WireFields fields = frames.read(data, WireKeys.STATE_DELTA_SHAPE);
        return new StateDelta(fields.require(WireKeys.IS_FULL), fields.require(WireKeys.DATA));
    }

    /** Writes the content of one update as JSON in UTF-8. */
    public Bytes encode(StateDelta delta) {
        return frames.write(
                (int) Math.min(64 + delta.data().size() * 4L / 3, Integer.MAX_VALUE - 16),
                out -> out.root(() -> {
                    out.flag(WireKeys.IS_FULL, delta.isFull());
                    out.bytes(WireKeys.DATA, delta.data());
                }));
    }
}
