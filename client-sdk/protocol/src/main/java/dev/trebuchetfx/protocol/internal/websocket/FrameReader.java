// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import java.nio.ByteBuffer;
import org.java_websocket.enums.Opcode;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.exceptions.InvalidFrameException;
import org.java_websocket.exceptions.LimitExceededException;
import org.java_websocket.framing.FramedataImpl1;
import org.jspecify.annotations.Nullable;

/**
 * A reader of frames (RFC 6455, section 5.2) that come in pieces. It keeps what has come of a frame and no more: the length that a frame
 * announces takes no memory. The library's own reader allocates it at once. Confined to the thread that reads.
 */
final class FrameReader {
    /** The most bytes of a head: two, eight of an extended length, and four of a mask. */
    private static final int MAX_HEAD = 14;

    private static final int MAX_CONTROL_BYTES = 125;
    private static final int MASK_BYTES = 4;

    private final int maxPayloadBytes;
    private final ByteBuffer head = ByteBuffer.allocate(MAX_HEAD);
    private @Nullable Payload payload;

    /** The payload of the frame that is under way. */
    private static final class Payload {
        private final FramedataImpl1 frame;
        private final int length;
        private final byte @Nullable [] mask;
        private final BoundedMessage bytes;
        private int read;

        Payload(FramedataImpl1 frame, int length, byte @Nullable [] mask) {
            this.frame = frame;
            this.length = length;
            this.mask = mask;
            this.bytes = new BoundedMessage(length);
        }
    }

    /**
     * Makes a reader.
     *
     * @param maxPayloadBytes the most bytes of payload in one frame
     */
    FrameReader(int maxPayloadBytes) {
        this.maxPayloadBytes = maxPayloadBytes;
    }

    /**
     * Reads up to the end of the next frame. The content of {@code input} may change.
     *
     * @param masked true if the peer is a client, whose frames must be masked; those of a server must not be
     * @return the frame; null if all of {@code input} was read and the frame is not whole yet
     * @throws InvalidFrameException if the bytes are no frame of this peer
     * @throws LimitExceededException if the frame announces too large a payload
     */
    @Nullable
    FramedataImpl1 next(ByteBuffer input, boolean masked) throws InvalidDataException {
        Payload into = payload;
        if (into == null) {
            if (!readHead(input, masked)) {
                return null;
            }
            into = begun();
            head.clear();
            payload = into;
        }
        ByteBuffer piece = input.slice(input.position(), Math.min(input.remaining(), into.length - into.read));
        input.position(input.position() + piece.remaining());
        if (into.mask != null) {
            unmask(piece, into.mask, into.read);
        }
        into.read += piece.remaining();
        into.bytes.add(piece);
        if (into.read < into.length) {
            return null;
        }
        payload = null;
        into.frame.setPayload(into.bytes.whole());
        return into.frame;
    }

    /** Forgets the frame that is under way, so that its memory is free. */
    void reset() {
        payload = null;
        head.clear();
    }

    /** Reads the head as far as it has come; returns whether it is whole. */
    private boolean readHead(ByteBuffer input, boolean masked) throws InvalidDataException {
        while (head.position() < 2 || head.position() < headLength()) {
            if (!input.hasRemaining()) {
                return false;
            }
            head.put(input.get());
            if (head.position() == 2 && isMasked() != masked) {
                throw new InvalidFrameException(
                        masked ? "the frames of a client must be masked" : "the frames of a server must not be masked");
            }
        }
        return true;
    }

    private boolean isMasked() {
        return (head.get(1) & 0x80) != 0;
    }

    private int lengthBytes() {
        return switch (head.get(1) & 0x7F) {
            case 126 -> 2;
            case 127 -> 8;
            default -> 0;
        };
    }

    private int headLength() {
        return 2 + lengthBytes() + (isMasked() ? MASK_BYTES : 0);
    }

    private Payload begun() throws InvalidDataException {
        int first = head.get(0);
        Opcode opcode = opcode(first & 0x0F);
        long length =
                switch (lengthBytes()) {
                    case 2 -> Short.toUnsignedInt(head.getShort(2));
                    case 8 -> head.getLong(2);
                    default -> head.get(1) & 0x7F;
                };
        boolean isControl = opcode == Opcode.CLOSING || opcode == Opcode.PING || opcode == Opcode.PONG;
        if (isControl && length > MAX_CONTROL_BYTES) {
            throw new InvalidFrameException("a control frame must not have more than " + MAX_CONTROL_BYTES + " bytes");
        }
        if (length < 0 || length > maxPayloadBytes) {
            throw new LimitExceededException(
                    "a frame announces " + Long.toUnsignedString(length) + " bytes, and a message may have "
                            + maxPayloadBytes,
                    maxPayloadBytes);
        }
        FramedataImpl1 frame = FramedataImpl1.get(opcode);
        frame.setFin((first & 0x80) != 0);
        frame.setRSV1((first & 0x40) != 0);
        frame.setRSV2((first & 0x20) != 0);
        frame.setRSV3((first & 0x10) != 0);
        byte[] mask = null;
        if (isMasked()) {
            mask = new byte[MASK_BYTES];
            head.get(headLength() - MASK_BYTES, mask);
        }
        return new Payload(frame, (int) length, mask);
    }

    private static Opcode opcode(int code) throws InvalidFrameException {
        return switch (code) {
            case 0 -> Opcode.CONTINUOUS;
            case 1 -> Opcode.TEXT;
            case 2 -> Opcode.BINARY;
            case 8 -> Opcode.CLOSING;
            case 9 -> Opcode.PING;
            case 10 -> Opcode.PONG;
            default -> throw new InvalidFrameException("expected an opcode of RFC 6455 but found " + code);
        };
    }

    private static void unmask(ByteBuffer piece, byte[] mask, int from) {
        for (int i = 0; i < piece.limit(); i++) {
            piece.put(i, (byte) (piece.get(i) ^ mask[from + i & 3]));
        }
    }
}
