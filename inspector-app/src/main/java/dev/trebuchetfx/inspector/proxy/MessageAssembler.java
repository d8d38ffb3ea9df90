// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.inspector.proxy;

import dev.trebuchetfx.protocol.envelope.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * Puts the frames of one direction together to messages. Control frames may come in between and are messages of their own.
 *
 * <p>Owned by the thread that reads this direction of one connection.
 */
final class MessageAssembler {
    private final Direction direction;
    private final KeptBytes data;
    private final KeptBytes control;
    private final @Nullable RelayInflater inflater;

    private int opcode = -1;
    private int frames;
    private long wireBytes;
    private boolean isCompressed;

    /**
     * Makes an assembler that stands before the first message.
     *
     * @param data the payloads of the message's frames up to now
     * @param control the payload of the control frame that came last
     * @param inflater null where compression was not agreed
     */
    MessageAssembler(Direction direction, KeptBytes data, KeptBytes control, @Nullable RelayInflater inflater) {
        this.direction = direction;
        this.data = data;
        this.control = control;
        this.inflater = inflater;
    }

    /** Returns whether the next data frame begins a message. */
    boolean isBetweenMessages() {
        return frames == 0;
    }

    /** Takes the next frame; returns the message that it ends, if it ends one. The caller then calls {@link #letGo}. */
    @Nullable
    ProxiedMessage accept(Frame frame) {
        if (frame.isControl()) {
            boolean isCut = !control.isWhole();
            return new ProxiedMessage(direction, frame.opcode(), control.take(), 1, frame.length(), false, isCut);
        }
        if (frames == 0) {
            opcode = frame.opcode();
            isCompressed = frame.isCompressed() && inflater != null;
        }
        frames = Math.max(1, frames + 1);
        wireBytes += frame.length();
        return frame.isFinal() ? complete() : null;
    }

    private ProxiedMessage complete() {
        boolean isCut = !data.isWhole();
        Bytes content = data.take();
        if (isCompressed && inflater != null) {
            RelayInflater.Inflated inflated = inflater.inflate(content, !isCut);
            content = inflated.data();
            isCut = !inflated.isWhole();
        }
        ProxiedMessage message = new ProxiedMessage(direction, opcode, content, frames, wireBytes, isCompressed, isCut);
        frames = 0;
        wireBytes = 0;
        isCompressed = false;
        return message;
    }

    /** Gives back the room that a message has taken; called when nobody looks at it any more. */
    void letGo(ProxiedMessage message) {
        if (message.isControl()) {
            control.clear();
        } else {
            data.clear();
            if (inflater != null) {
                inflater.letGo();
            }
        }
    }
}
