// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.codec;

import dev.trebuchetfx.protocol.envelope.Bytes;
import dev.trebuchetfx.protocol.envelope.SequenceNumbers;
import dev.trebuchetfx.protocol.envelope.StreamDataEnvelope;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A writer of updates whose data is encoded already. It puts pieces together in place of writing JSON key by key, since a server does so
 * once for each client that observes a state.
 */
final class UpdateFrame {
    private static final byte[] HEAD = ascii("{\"" + WireKeys.TYPE.name() + "\":\"" + StreamDataEnvelope.TYPE + "\",\""
            + WireKeys.PAYLOAD.name() + "\":{\"" + WireKeys.STREAM_ID.name() + "\":\"");
    private static final byte[] NUMBER = ascii("\",\"" + WireKeys.SEQUENCE_NUMBER.name() + "\":");
    private static final byte[] EXT = ascii("\",\"" + WireKeys.EXT.name() + "\":");
    private static final byte[] END_AFTER_TIME = ascii("\"}}");
    private static final byte[] END_AFTER_EXT = ascii("}}");

    private final byte[] frame;
    private int size;

    private UpdateFrame(int length) {
        frame = new byte[length];
    }

    /**
     * Writes an update.
     *
     * @param data the encoding of the update's data
     * @param ext the update's extension as JSON; null where it has none
     */
    static Bytes of(StreamDataEnvelope update, EncodedData data, @Nullable Bytes ext) {
        String number = SequenceNumbers.toText(update.sequenceNumber());
        byte[] timed = data.withTime(update.timestamp());
        int end = ext == null ? END_AFTER_TIME.length : EXT.length + ext.size() + END_AFTER_EXT.length;
        int others = HEAD.length + WireUuid.LENGTH + NUMBER.length + number.length();
        UpdateFrame out = new UpdateFrame(Math.addExact(Math.addExact(others, timed.length), end));
        out.put(HEAD);
        WireUuid.put(update.streamID(), out.frame, out.size);
        out.size += WireUuid.LENGTH;
        out.put(NUMBER);
        out.put(number);
        out.put(timed);
        if (ext == null) {
            out.put(END_AFTER_TIME);
        } else {
            out.put(EXT);
            out.put(ext.unsafeArray());
            out.put(END_AFTER_EXT);
        }
        return Bytes.wrap(out.frame);
    }

    private void put(byte[] piece) {
        System.arraycopy(piece, 0, frame, size, piece.length);
        size += piece.length;
    }

    private void put(String ascii) {
        for (int i = 0; i < ascii.length(); i++) {
            frame[size++] = (byte) ascii.charAt(i);
        }
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
