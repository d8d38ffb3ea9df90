// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.StateDelta;

/**
 * Between the content of an update and a {@link StateDelta}.
 *
 * <p>Safe for use by any thread; holds no state between calls.
 */
public final class StateDeltaCodec {
    private final JsonFrames frames;

    public StateDeltaCodec(WireLimits limits) {
        this.frames = new JsonFrames(limits);
    }

    /**
     * Reads one delta.
     *
     * @param data UTF-8 JSON
     * @throws WireException if it is not a delta; never anything else, whatever the bytes
     */
    public StateDelta decode(Bytes data) throws WireException {
        WireFields fields = frames.read(data, WireKeys.STATE_DELTA_SHAPE);
        return new StateDelta(fields.require(WireKeys.IS_FULL), fields.require(WireKeys.DATA));
    }

    /** Writes one delta, UTF-8 JSON. */
    public Bytes encode(StateDelta delta) {
        return frames.write(
                (int) Math.min(64 + delta.data().size() * 4L / 3, Integer.MAX_VALUE - 16),
                out -> out.root(() -> {
                    out.flag(WireKeys.IS_FULL, delta.isFull());
                    out.bytes(WireKeys.DATA, delta.data());
                }));
    }
}
