// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import java.io.ByteArrayOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one direction together to messages. Control frames may come in between and are messages of their own.
 *
 * <p>Owned by the thread that reads this direction of one connection.
 */
final class MessageAssembler {
    private final Direction direction;
    private final int mostKept;
    private final @Nullable RelayInflater inflater;

    private final ByteArrayOutputStream parts = new ByteArrayOutputStream();
    private int opcode = -1;
    private int frames;
    private long wireBytes;
    private boolean isCompressed;
    private boolean isCut;

    /**
     * @param mostKept how many bytes of a message are kept, before and after inflating
     * @param inflater null where compression was not agreed
     */
    MessageAssembler(Direction direction, int mostKept, @Nullable RelayInflater inflater) {
        this.direction = direction;
        this.mostKept = mostKept;
        this.inflater = inflater;
    }

    /** Whether the next data frame begins a message. */
    boolean isBetweenMessages() {
        return frames == 0;
    }

    /** Takes the next frame; gives the message that it ends, if it ends one. */
    @Nullable
    ProxiedMessage accept(Frame frame) {
        if (frame.isControl()) {
            return new ProxiedMessage(
                    direction, frame.opcode(), frame.payload(), 1, frame.length(), false, frame.isCut());
        }
        if (frames == 0) {
            opcode = frame.opcode();
            isCompressed = frame.isCompressed() && inflater != null;
        }
        frames++;
        wireBytes += frame.length();
        int room = Math.min(frame.payload().size(), mostKept - parts.size());
        parts.write(frame.payload().unsafeArray(), 0, room);
        isCut |= frame.isCut() || room < frame.payload().size();
        return frame.isFinal() ? complete() : null;
    }

    private ProxiedMessage complete() {
        Bytes data = Bytes.wrap(parts.toByteArray());
        if (isCompressed && inflater != null) {
            RelayInflater.Inflated inflated = inflater.inflate(data, !isCut);
            data = inflated.data();
            isCut = !inflated.isWhole();
        }
        ProxiedMessage message = new ProxiedMessage(direction, opcode, data, frames, wireBytes, isCompressed, isCut);
        parts.reset();
        frames = 0;
        wireBytes = 0;
        isCompressed = false;
        isCut = false;
        return message;
    }
}
