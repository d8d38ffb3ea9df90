// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Base64;

/**
 * The data of an update in base64, as it stands in a message. A server that sends one update to many clients encodes it once and
 * writes it into the message of each with {@link EnvelopeCodec#encode(dev.trebuchetfx.protocol.envelope.StreamDataEnvelope,
 * EncodedData)}. Immutable but for a memory of the time that was written last. Safe for use by any thread.
 */
public final class EncodedData {
    private static final byte[] DATA = UpdateFrame.ascii(",\"" + WireKeys.DATA.name() + "\":\"");
    private static final byte[] TIME = UpdateFrame.ascii("\",\"" + WireKeys.TIMESTAMP.name() + "\":\"");

    /** The updates that one state causes have the same time in nearly all cases. */
    private volatile Timed last;

    /** The keys of an update from its data to its time, whose string is still open. */
    @SuppressWarnings("ArrayRecordComponent")
    private record Timed(long epochSecond, byte[] json) {}

    private EncodedData(Timed first) {
        this.last = first;
    }

    /** Encodes {@code data}, now. */
    public static EncodedData of(Bytes data) {
        byte[] base64 = Base64.getEncoder().encode(data.unsafeArray());
        Instant at = Instant.EPOCH;
        byte[] time = UpdateFrame.ascii(WireTime.text(at));
        byte[] json = new byte[Math.addExact(DATA.length + TIME.length + time.length, base64.length)];
        ByteBuffer.wrap(json).put(DATA).put(base64).put(TIME).put(time);
        return new EncodedData(new Timed(at.getEpochSecond(), json));
    }

    /**
     * Returns the keys {@code data} and {@code timestamp} with their values, but for the quote that ends the time; only to be read.
     *
     * @throws IllegalArgumentException if the year is outside 0 to 9999
     */
    byte[] withTime(Instant at) {
        Timed known = last;
        if (known.epochSecond() != at.getEpochSecond()) {
            byte[] time = UpdateFrame.ascii(WireTime.text(at));
            byte[] json = known.json().clone();
            System.arraycopy(time, 0, json, json.length - time.length, time.length);
            known = new Timed(at.getEpochSecond(), json);
            last = known;
        }
        return known.json();
    }
}
