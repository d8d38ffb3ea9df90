// SPDX-License-Identifier: Apache-2.0
package dev.trebuchetfx.protocol.internal.websocket;

import dev.trebuchetfx.protocol.transport.MessageCompression;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.java_websocket.WebSocketImpl;
import org.java_websocket.drafts.Draft_6455;
import org.java_websocket.enums.Opcode;
import org.java_websocket.enums.Role;
import org.java_websocket.exceptions.InvalidDataException;
import org.java_websocket.extensions.IExtension;
import org.java_websocket.framing.CloseFrame;
import org.java_websocket.framing.DataFrame;
import org.java_websocket.framing.Framedata;
import org.java_websocket.framing.FramedataImpl1;
import org.java_websocket.protocols.Protocol;
import org.jspecify.annotations.Nullable;

/**
 * An implementation of RFC 6455 that reads frames and puts messages together itself. The library's own allocates what a frame announces,
 * takes frames whether masked or not, keeps all fragments and checks their sum only when the last one has come, so that a message without
 * an end would take all memory. A draft belongs to one connection, and the frame and the message under way are confined to the thread that
 * reads.
 */
public abstract class MessageDraft extends Draft_6455 {
    /** The most fragments of one message without content. Each costs time and brings nothing. */
    private static final int MAX_EMPTY_FRAGMENTS = 1_000;

    private final int maxMessageBytes;
    private final FrameReader frames;
    private @Nullable Incoming underWay;

    /** The message that is under way. */
    private static final class Incoming {
        private final Opcode kind;
        private final boolean compressed;
        private final BoundedMessage message;
        private int emptyFragments;

        Incoming(Opcode kind, boolean compressed, BoundedMessage message) {
            this.kind = kind;
            this.compressed = compressed;
            this.message = message;
        }
    }

    /**
     * Makes a draft.
     *
     * @param compression the settings of compression
     * @param maxMessageBytes the most bytes of a message, compressed and inflated
     */
    protected MessageDraft(MessageCompression compression, int maxMessageBytes) {
        super(
                compression.isOn() ? List.of(new DeflateExtension(compression)) : List.of(),
                List.of(new Protocol("")),
                maxMessageBytes);
        this.maxMessageBytes = maxMessageBytes;
        this.frames = new FrameReader(maxMessageBytes);
    }

    /** Returns the agreed extension for compression on this connection; null if none is agreed on. */
    public final @Nullable DeflateExtension compression() {
        return getExtension() instanceof DeflateExtension deflate ? deflate : null;
    }

    @Override
    public List<Framedata> translateFrame(ByteBuffer buffer) throws InvalidDataException {
        try {
            List<Framedata> whole = new ArrayList<>();
            IExtension extension = getExtension();
            for (FramedataImpl1 frame = next(buffer); frame != null; frame = next(buffer)) {
                extension.isFrameValid(frame);
                extension.decodeFrame(frame);
                // The library fails with another exception if the reason of a close frame is no text.
                if (frame instanceof CloseFrame close && close.getMessage() == null) {
                    throw new InvalidDataException(
                            CloseFrame.NO_UTF8, "the reason of a close frame must be UTF-8 but was not");
                }
                frame.isValid();
                whole.add(frame);
            }
            return whole;
        } catch (OutOfMemoryError e) {
            // What came of the frame and of its message is the best thing to give up.
            frames.reset();
            underWay = null;
            throw e;
        }
    }

    private @Nullable FramedataImpl1 next(ByteBuffer buffer) throws InvalidDataException {
        return frames.next(buffer, role == Role.SERVER);
    }

    @Override
    public void processFrame(WebSocketImpl socket, Framedata frame) throws InvalidDataException {
        boolean begins = frame.getOpcode() != Opcode.CONTINUOUS;
        if (!(frame instanceof DataFrame) || (begins && frame.isFin() && !frame.isRSV1() && underWay == null)) {
            super.processFrame(socket, frame);
            return;
        }
        Incoming incoming = incoming(frame, begins);
        // An error below ends the connection, and the fragments so far must not be kept then.
        underWay = null;
        boolean taken = take(frame, begins, incoming);
        if (!frame.isFin()) {
            underWay = incoming;
        } else if (taken) {
            super.processFrame(socket, whole(incoming));
        }
    }

    private Incoming incoming(Framedata frame, boolean begins) throws InvalidDataException {
        Incoming known = underWay;
        if (begins == (known != null)) {
            throw new InvalidDataException(
                    CloseFrame.PROTOCOL_ERROR,
                    begins
                            ? "expected the next fragment of a message but found the beginning of another"
                            : "expected the beginning of a message but found a later fragment");
        }
        return known == null
                ? new Incoming(frame.getOpcode(), frame.isRSV1(), new BoundedMessage(maxMessageBytes))
                : known;
    }

    private static void countIfEmpty(Incoming incoming, ByteBuffer content) throws InvalidDataException {
        if (!content.hasRemaining() && ++incoming.emptyFragments > MAX_EMPTY_FRAGMENTS) {
            throw new InvalidDataException(
                    CloseFrame.POLICY_VALIDATION,
                    "a message has more than " + MAX_EMPTY_FRAGMENTS + " fragments without content");
        }
    }

    /** Adds a frame to its message. Returns false if the connection is closing, so that the message can't be read any more. */
    private boolean take(Framedata frame, boolean begins, Incoming incoming) throws InvalidDataException {
        ByteBuffer payload =
                begins && incoming.compressed ? DeflateExtension.compressedPayload(frame) : frame.getPayloadData();
        countIfEmpty(incoming, payload);
        if (!incoming.compressed) {
            incoming.message.add(payload);
            return true;
        }
        DeflateExtension deflate = compression();
        MessageInflater inflater = deflate == null ? null : deflate.inflater();
        return inflater != null && inflater.inflate(payload, frame.isFin(), incoming.message);
    }

    private static Framedata whole(Incoming incoming) throws InvalidDataException {
        FramedataImpl1 frame = FramedataImpl1.get(incoming.kind);
        frame.setPayload(incoming.message.whole());
        frame.isValid();
        return frame;
    }

    // Drafts compare by identity, since each has the state of its connection.
    @Override
    public final boolean equals(@Nullable Object other) {
        return this == other;
    }

    @Override
    public final int hashCode() {
        return System.identityHashCode(this);
    }

    @Override
    public String toString() {
        return "RFC 6455, messages up to " + maxMessageBytes + " bytes";
    }
}
